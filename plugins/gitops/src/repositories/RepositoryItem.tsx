import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import PendingIcon from '@material-ui/icons/HourglassEmpty';
import ReadyIcon from '@material-ui/icons/Check';
import type { RepositoryStatus } from '@backstage-gitops/plugin-gitops-common';
import { safeHref } from '../artifacts/safeHref';
import { Mark } from '../look/Mark';
import { hairline, monospace, subtleText } from '../look/surface';
import type { Tone } from '../look/tones';
import { useTimeText } from '../time/useTimeText';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';

const SHORT_COMMIT = 10;
const LEVELS = ['error', 'warning', 'info'] as const;

const marks: Record<
  RepositoryStatus['state'],
  { readonly tone: Tone; readonly Icon: typeof ReadyIcon }
> = {
  ready: { tone: 'ok', Icon: ReadyIcon },
  failed: { tone: 'alert', Icon: FailedIcon },
  pending: { tone: 'unknown', Icon: PendingIcon },
};

const useStyles = makeStyles(
  theme => ({
    root: {
      border: hairline(theme),
      borderRadius: 10,
      padding: theme.spacing(2),
    },
    head: {
      display: 'flex',
      justifyContent: 'space-between',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
    name: { fontWeight: 700, overflowWrap: 'anywhere' },
    url: {
      fontFamily: monospace,
      fontSize: '0.78rem',
      overflowWrap: 'anywhere',
    },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(2),
      marginTop: theme.spacing(1),
      fontSize: '0.82rem',
      color: subtleText(theme),
    },
    code: { fontFamily: monospace },
    error: {
      margin: theme.spacing(1, 0, 0),
      fontSize: '0.88rem',
      overflowWrap: 'anywhere',
    },
    action: { marginTop: theme.spacing(1.25) },
  }),
  { name: 'GitopsRepositoryItem' },
);

export interface RepositoryItemProps {
  readonly repository: RepositoryStatus;
  readonly onDiagnostics: () => void;
}

/** One repository: whether it can be read, when it was, and what it holds. */
export function RepositoryItem(props: RepositoryItemProps) {
  const { repository, onDiagnostics } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const { state, error, lastSuccessAt, lastAttemptAt, diagnostics } =
    repository;
  const { tone, Icon } = marks[state];
  const href = safeHref(repository.url);
  const counts = LEVELS.filter(level => diagnostics[level] > 0);
  return (
    <li className={classes.root}>
      <div className={classes.head}>
        <span className={classes.name}>{repository.id}</span>
        <Mark tone={tone} icon={<Icon />}>
          {t(`repositories.state.${state}`)}
        </Mark>
      </div>
      {href ? (
        <Link to={href} className={classes.url}>
          {repository.url}
        </Link>
      ) : (
        <span className={classes.url}>{repository.url}</span>
      )}
      {error && <p className={classes.error}>{error}</p>}
      <div className={classes.facts}>
        {lastSuccessAt && (
          <span title={time.exact(lastSuccessAt)}>
            {t('repositories.read', { time: time.ago(lastSuccessAt) })}
          </span>
        )}
        {state !== 'ready' && lastAttemptAt && (
          <span title={time.exact(lastAttemptAt)}>
            {t('repositories.lastTried', { time: time.ago(lastAttemptAt) })}
          </span>
        )}
        {Object.entries(repository.revisions).map(([branch, revision]) => (
          <span key={branch} title={revision}>
            {branch}{' '}
            <span className={classes.code}>
              {revision.slice(0, SHORT_COMMIT)}
            </span>
          </span>
        ))}
        <span>{t('repositories.units', { count: repository.units })}</span>
        <span>{t('repositories.targets', { count: repository.targets })}</span>
      </div>
      {counts.length > 0 && (
        <div className={classes.action}>
          <ActionButton onClick={onDiagnostics}>
            {counts
              .map(level =>
                t(`repositories.${level}`, { count: diagnostics[level] }),
              )
              .join(' · ')}
          </ActionButton>
        </div>
      )}
    </li>
  );
}
