import type { CSSProperties } from '@material-ui/core/styles/withStyles';
import type { Theme } from '@material-ui/core/styles';

/** The typeface of everything that is copied from Git. */
export const monospace =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';

/** A quiet line: enough to part, not enough to be looked at. */
export function hairline(theme: Theme): string {
  return theme.palette.type === 'dark'
    ? '1px solid rgba(255, 255, 255, 0.14)'
    : '1px solid rgba(15, 30, 50, 0.12)';
}

/** Secondary text with AA contrast on paper and page in both themes. */
export function subtleText(theme: Theme): string {
  return theme.palette.type === 'dark' ? '#C3C7CC' : '#5A6472';
}

/**
 * How text is set. A page may be held by components of another design system
 * with another typeface; within ours there is one.
 */
export function textGround(theme: Theme): CSSProperties {
  return {
    fontFamily: theme.typography.fontFamily,
    fontSize: '0.9rem',
    lineHeight: 1.5,
    color: theme.palette.text.primary,
  };
}

/** What a card stands on. */
export function surface(theme: Theme): CSSProperties {
  return {
    backgroundColor: theme.palette.background.paper,
    border: hairline(theme),
    borderRadius: 10,
  };
}

export function focusRing(theme: Theme): CSSProperties {
  return {
    outline: `2px solid ${theme.palette.primary.main}`,
    outlineOffset: 2,
  };
}

/** Seen by a screen reader alone. */
export const visuallyHidden: CSSProperties = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  padding: 0,
  border: 0,
  overflow: 'hidden',
  clip: 'rect(0 0 0 0)',
  whiteSpace: 'nowrap',
};
