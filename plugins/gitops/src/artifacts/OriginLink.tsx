import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import type { Artifact } from '@backstage-gitops/plugin-gitops-common';
import { monospace, subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { FileLinks, lineHref } from './safeHref';

const useStyles = makeStyles(
  theme => ({
    root: {
      fontFamily: monospace,
      fontSize: '0.78rem',
      minWidth: 0,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
    },
    short: { whiteSpace: 'nowrap', maxWidth: '100%', display: 'inline-block' },
    full: { overflowWrap: 'anywhere' },
    text: { color: subtleText(theme) },
    tip: { fontFamily: monospace, wordBreak: 'break-all', fontSize: '0.75rem' },
  }),
  { name: 'GitopsOriginLink' },
);

export interface OriginLinkProps {
  readonly target: FileLinks & { readonly repository: string };
  readonly artifact: Pick<Artifact, 'file' | 'line'>;
  /** `short` shows the file's name alone and the path on hover. */
  readonly look: 'short' | 'full';
}

/** The line that supplied the version, as a link where the forge is known. */
export function OriginLink({ target, artifact, look }: OriginLinkProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const place = `${artifact.file}:${artifact.line}`;
  const name = artifact.file.slice(artifact.file.lastIndexOf('/') + 1);
  const shown = look === 'short' ? `${name}:${artifact.line}` : place;
  const href = lineHref(target, artifact.file, artifact.line);
  const className = `${classes.root} ${classes[look]}`;
  return (
    <Tooltip
      title={
        <span className={classes.tip}>
          {t('artifact.origin', { place, repository: target.repository })}
        </span>
      }
    >
      {href ? (
        <Link to={href} className={className} externalLinkIcon={false}>
          {shown}
        </Link>
      ) : (
        <span className={`${className} ${classes.text}`}>{shown}</span>
      )}
    </Tooltip>
  );
}
