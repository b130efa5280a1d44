import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import {
  Decoration,
  Diff,
  Hunk,
  HunkData,
  markEdits,
  tokenize,
} from 'react-diff-view';
import { Fragment, useMemo } from 'react';
import { hairline, monospace, subtleText } from '../look/surface';
import { toneColors } from '../look/tones';
import { gitopsTranslationRef } from '../translation';
import { Extent, manifestHunks } from './manifestHunks';

const useStyles = makeStyles(
  theme => {
    const declared = toneColors(theme, 'neutral');
    const live = toneColors(theme, 'drift');
    return {
      heads: {
        display: 'grid',
        gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
        fontSize: '0.84rem',
        fontWeight: 700,
        '& > *': { padding: theme.spacing(0.75, 1.5) },
      },
      headDeclared: { color: declared.text },
      headLive: { color: live.text },
      // The component brings markup and no look; these are its class names.
      diff: {
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
          backgroundColor: declared.background,
        },
        '& .diff-code-insert, & .diff-gutter-insert': {
          backgroundColor: live.background,
        },
        '& .diff-code-edit': { borderRadius: 3, fontWeight: 700 },
        '& .diff-code-delete .diff-code-edit': {
          color: declared.text,
          boxShadow: `inset 0 0 0 1px ${declared.border}`,
        },
        '& .diff-code-insert .diff-code-edit': {
          color: live.text,
          boxShadow: `inset 0 0 0 1px ${live.border}`,
        },
        '& .diff-gutter-omit, & .diff-code-omit': {
          backgroundColor: theme.palette.action.hover,
        },
        '& .diff-decoration-gutter': { display: 'none' },
      },
      gap: {
        padding: theme.spacing(0.5, 1.5),
        fontFamily: theme.typography.fontFamily,
        fontSize: '0.78rem',
        color: subtleText(theme),
        backgroundColor: theme.palette.action.hover,
      },
      same: { margin: theme.spacing(2), color: subtleText(theme) },
    };
  },
  { name: 'GitopsManifestDiff' },
);

export interface ManifestDiffProps {
  readonly declared?: string;
  readonly live?: string;
  readonly extent: Extent;
  readonly declaredTitle: string;
  readonly liveTitle: string;
}

/** Two manifests side by side; one below the other where there is no room. */
export function ManifestDiff(props: ManifestDiffProps) {
  const { declared, live, extent, declaredTitle, liveTitle } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const hunks = useMemo(
    () => manifestHunks(declared, live, extent),
    [declared, live, extent],
  );
  const tokens = useMemo(
    () =>
      hunks &&
      tokenize(hunks, { enhancers: [markEdits(hunks, { type: 'block' })] }),
    [hunks],
  );
  return (
    <>
      <div className={classes.heads}>
        <span className={classes.headDeclared}>− {declaredTitle}</span>
        <span className={classes.headLive}>+ {liveTitle}</span>
      </div>
      {!hunks && <p className={classes.same}>{t('manifest.tooDifferent')}</p>}
      {hunks?.length === 0 && (
        <p className={classes.same}>{t('manifest.same')}</p>
      )}
      {hunks && hunks.length > 0 && (
        <Diff
          className={classes.diff}
          diffType="modify"
          viewType={narrow ? 'unified' : 'split'}
          hunks={hunks}
          tokens={tokens}
        >
          {all =>
            all.map((hunk, index) => (
              <Fragment key={hunk.content}>
                <Gap before={all[index - 1]} after={hunk} />
                <Hunk hunk={hunk} />
              </Fragment>
            ))
          }
        </Diff>
      )}
    </>
  );
}

function Gap(props: { readonly before?: HunkData; readonly after: HunkData }) {
  const { before, after } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const end = before ? before.oldStart + before.oldLines : 1;
  const count = after.oldStart - end;
  if (count <= 0) return null;
  return (
    <Decoration>
      <div className={classes.gap}>{t('manifest.gap', { count })}</div>
    </Decoration>
  );
}
