import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { safeHref } from '../artifacts/safeHref';
import { monospace, subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const SHORT_COMMIT = 8;

const useStyles = makeStyles(
  theme => ({
    root: {
      fontFamily: monospace,
      fontSize: '0.78rem',
      color: subtleText(theme),
    },
  }),
  { name: 'GitopsCommitLink' },
);

export interface CommitLinkProps {
  readonly commit: string;
  readonly url?: string;
}

export function CommitLink({ commit, url }: CommitLinkProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const href = safeHref(url);
  const label = t('change.commit', { commit });
  const text = commit.slice(0, SHORT_COMMIT);
  return href ? (
    <Link to={href} className={classes.root} aria-label={label} title={label}>
      {text}
    </Link>
  ) : (
    <span className={classes.root} title={label}>
      {text}
    </span>
  );
}
