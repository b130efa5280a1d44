import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import ArrowIcon from '@material-ui/icons/ArrowRightAlt';
import type { ArtifactChange } from '@backstage-gitops/plugin-gitops-common';
import { monospace, subtleText, visuallyHidden } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { abbreviateVersion } from './versionText';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      columnGap: 6,
      minWidth: 0,
      maxWidth: '100%',
    },
    version: {
      fontFamily: monospace,
      fontSize: '0.86rem',
      fontVariantNumeric: 'tabular-nums',
      overflowWrap: 'anywhere',
    },
    from: { color: subtleText(theme) },
    to: { fontWeight: 700 },
    arrow: { color: subtleText(theme), fontSize: '1.1rem' },
    name: { color: subtleText(theme), fontSize: '0.82rem' },
    word: { color: subtleText(theme), fontSize: '0.82rem' },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsArtifactChangeText' },
);

export interface ArtifactChangeTextProps {
  readonly change: Pick<ArtifactChange, 'name' | 'from' | 'to'>;
  readonly showName?: boolean;
}

/** "v40 → v41": how one artifact moved. */
export function ArtifactChangeText({
  change,
  showName,
}: ArtifactChangeTextProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <span className={classes.root}>
      {change.from !== undefined && (
        <span
          className={`${classes.version} ${classes.from}`}
          title={change.from}
        >
          {abbreviateVersion(change.from) || t('version.none')}
        </span>
      )}
      {change.from === undefined && (
        <span className={classes.word}>{t('change.added')}</span>
      )}
      {change.to === undefined ? (
        <span className={classes.word}>{t('change.removed')}</span>
      ) : (
        <>
          {change.from !== undefined && (
            <>
              <ArrowIcon className={classes.arrow} aria-hidden />
              <span className={classes.hidden}>{t('change.to')}</span>
            </>
          )}
          <span
            className={`${classes.version} ${classes.to}`}
            title={change.to}
          >
            {abbreviateVersion(change.to) || t('version.none')}
          </span>
        </>
      )}
      {showName && (
        <span className={classes.name} title={change.name}>
          {change.name.slice(change.name.lastIndexOf('/') + 1)}
        </span>
      )}
    </span>
  );
}
