import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Artifact,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { CopyButton } from '../artifacts/CopyButton';
import { OriginLink } from '../artifacts/OriginLink';
import { isPinned } from '../artifacts/versionText';
import { hairline, monospace, subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1.5, 0),
      '& + &': { borderTop: hairline(theme) },
    },
    name: {
      fontSize: '0.82rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    version: {
      fontFamily: monospace,
      fontSize: '1.05rem',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
    digest: {
      fontFamily: monospace,
      fontSize: '0.72rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    field: {
      fontFamily: monospace,
      fontSize: '0.78rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    quiet: { fontSize: '0.82rem', color: subtleText(theme) },
  }),
  { name: 'GitopsArtifactFacts' },
);

export interface ArtifactFactsProps {
  readonly target: TargetState;
  readonly artifact: Artifact;
}

/** All that is known of an artifact: version, digest, and where it stands. */
export function ArtifactFacts({ target, artifact }: ArtifactFactsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const exact = artifact.origin === 'exact';
  return (
    <div className={classes.root}>
      <div className={classes.name}>
        {t(`artifact.kind.${artifact.kind}`)} {artifact.name}
      </div>
      <div>
        <span className={classes.version}>
          {artifact.version || t('version.none')}
        </span>
        {artifact.version && <CopyButton text={artifact.version} />}{' '}
        {!isPinned(artifact) && (
          <span
            className={classes.quiet}
            title={
              artifact.version
                ? t('version.unpinnedHint')
                : t('version.noneHint')
            }
          >
            {t('version.unpinned')}
          </span>
        )}
      </div>
      {artifact.digest && (
        <div>
          <span className={classes.digest}>{artifact.digest}</span>
          <CopyButton text={artifact.digest} label={t('version.digest')} />
        </div>
      )}
      <div>
        <OriginLink target={target} artifact={artifact} look="full" />
      </div>
      <div
        className={classes.field}
        title={exact ? t('target.exactOrigin') : undefined}
      >
        {artifact.field}
      </div>
      {!exact && <div className={classes.quiet}>{t('target.fileOrigin')}</div>}
    </div>
  );
}
