import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useMemo } from 'react';
import { DiffHunks, markedEdits } from '../diff/DiffHunks';
import { diffLook } from '../diff/diffLook';
import { subtleText } from '../look/surface';
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
      diff: diffLook(theme, { before: 'neutral', after: 'drift' }),
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
  const tokens = useMemo(() => hunks && markedEdits(hunks), [hunks]);
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
        <DiffHunks
          className={classes.diff}
          viewType={narrow ? 'unified' : 'split'}
          hunks={hunks}
          tokens={tokens}
        />
      )}
    </>
  );
}
