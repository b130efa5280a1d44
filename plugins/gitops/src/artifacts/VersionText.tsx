import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import type { Artifact } from '@backstage-gitops/plugin-gitops-common';
import { monospace, subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { CopyButton } from './CopyButton';
import { abbreviateVersion, declaredVersion } from './versionText';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      verticalAlign: 'middle',
      alignItems: 'center',
      maxWidth: '100%',
      minWidth: 0,
      '& button': { opacity: 0, flexShrink: 0 },
      '&:hover button, & button:focus-visible': { opacity: 1 },
      '@media (hover: none)': { '& button': { opacity: 1 } },
    },
    text: {
      fontFamily: monospace,
      fontVariantNumeric: 'tabular-nums',
      whiteSpace: 'nowrap',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      minWidth: 0,
    },
    row: { fontSize: '0.86rem', fontWeight: 600 },
    large: { fontSize: '1.5rem', fontWeight: 600, letterSpacing: '-0.02em' },
    medium: { fontSize: '1.15rem', fontWeight: 600, letterSpacing: '-0.01em' },
    small: { fontSize: '0.95rem', fontWeight: 600 },
    none: { color: subtleText(theme), fontStyle: 'italic' },
    tip: { fontFamily: monospace, wordBreak: 'break-all', fontSize: '0.75rem' },
  }),
  { name: 'GitopsVersionText' },
);

export interface VersionTextProps {
  readonly artifact: Artifact;
  /** `headline` grows with the room a version needs, `row` stands in a line. */
  readonly look: 'headline' | 'row';
}

/**
 * The declared version. What does not fit, and the digest beside a tag, is
 * one hover or one copy away.
 */
export function VersionText({ artifact, look }: VersionTextProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const version = declaredVersion(artifact);
  if (!version) {
    return (
      <Tooltip title={t('version.noneHint')}>
        <span className={`${classes.none} ${classes.row}`}>
          {t('version.none')}
        </span>
      </Tooltip>
    );
  }
  const shown = abbreviateVersion(version);
  const size = look === 'row' ? classes.row : classes[headlineSize(shown)];
  return (
    <span className={classes.root}>
      <Tooltip
        interactive
        title={
          <span className={classes.tip}>
            {t(`artifact.kind.${artifact.kind}`)} {artifact.name}
            <br />
            {version}
            {artifact.version && artifact.digest && <br />}
            {artifact.version && artifact.digest}
          </span>
        }
      >
        <span className={`${classes.text} ${size}`}>{shown}</span>
      </Tooltip>
      <CopyButton text={version} />
    </span>
  );
}

function headlineSize(shown: string): 'large' | 'medium' | 'small' {
  if (shown.length <= 12) return 'large';
  return shown.length <= 20 ? 'medium' : 'small';
}
