import type { CSSProperties } from '@material-ui/core/styles/withStyles';
import type { Theme } from '@material-ui/core/styles';
import { hairline, monospace, subtleText } from '../look/surface';
import { Tone, toneColors } from '../look/tones';

/**
 * How lines that differ are drawn. The component that draws them brings markup
 * and no look; these are its class names.
 */
export function diffLook(
  theme: Theme,
  tones: { readonly before: Tone; readonly after: Tone },
): CSSProperties {
  const before = toneColors(theme, tones.before);
  const after = toneColors(theme, tones.after);
  return {
    width: '100%',
    tableLayout: 'fixed',
    borderCollapse: 'collapse',
    borderTop: hairline(theme),
    fontFamily: monospace,
    fontSize: '0.8rem',
    lineHeight: 1.6,
    color: theme.palette.text.primary,
    '& .diff-gutter-col': { width: '5ch' },
    '& td': { verticalAlign: 'top', padding: 0 },
    '& .diff-gutter': {
      padding: '0 1ch 0 0',
      textAlign: 'right',
      userSelect: 'none',
      color: subtleText(theme),
      fontVariantNumeric: 'tabular-nums',
    },
    '& .diff-code': {
      padding: '0 8px',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
    '& .diff-code-delete, & .diff-gutter-delete': {
      backgroundColor: before.background,
    },
    '& .diff-code-insert, & .diff-gutter-insert': {
      backgroundColor: after.background,
    },
    '& .diff-code-edit': { borderRadius: 3, fontWeight: 700 },
    '& .diff-code-delete .diff-code-edit': {
      color: before.text,
      boxShadow: `inset 0 0 0 1px ${before.border}`,
    },
    '& .diff-code-insert .diff-code-edit': {
      color: after.text,
      boxShadow: `inset 0 0 0 1px ${after.border}`,
    },
    '& .diff-gutter-omit, & .diff-code-omit': {
      backgroundColor: theme.palette.action.hover,
    },
    '& .diff-decoration-gutter': { display: 'none' },
  };
}
