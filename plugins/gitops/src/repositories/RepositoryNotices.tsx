import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import MissingIcon from '@material-ui/icons/ReportProblemOutlined';
import StaleIcon from '@material-ui/icons/CloudOff';
import type { RepositoryStatus } from '@backstage-gitops/plugin-gitops-common';
import type { ReactNode } from 'react';
import { Notice } from '../look/Notice';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import type { RepositoryHealth } from './repositoryHealth';

const useStyles = makeStyles(
  {
    list: { listStyle: 'none', margin: 0, padding: 0 },
    name: { fontWeight: 600 },
  },
  { name: 'GitopsRepositoryNotices' },
);

export interface RepositoryNoticesProps {
  readonly health: RepositoryHealth;
  readonly action?: ReactNode;
}

/**
 * What of the page is absent because a repository was never read, and what is
 * old because reading it again fails: two notices, each with the reasons.
 */
export function RepositoryNotices(props: RepositoryNoticesProps) {
  const { health, action } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const oldest = health.stale
    .flatMap(({ lastSuccessAt }) => lastSuccessAt ?? [])
    .sort()[0];
  return (
    <>
      {health.missing.length > 0 && (
        <Notice
          tone="alert"
          icon={<MissingIcon />}
          title={t('health.missing.title', { count: health.missing.length })}
          action={action}
        >
          <Reasons repositories={health.missing} />
          {t('health.missing.text')}
        </Notice>
      )}
      {oldest && (
        <Notice
          tone="waiting"
          icon={<StaleIcon />}
          title={t('health.stale.title', {
            count: health.stale.length,
            time: time.ago(oldest),
          })}
          action={health.missing.length > 0 ? undefined : action}
        >
          <Reasons repositories={health.stale} />
          {t('health.stale.text')}
        </Notice>
      )}
    </>
  );
}

function Reasons(props: {
  readonly repositories: readonly RepositoryStatus[];
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  return (
    <ul className={classes.list}>
      {props.repositories.map(({ id, state, error, lastSuccessAt }) => (
        <li key={id}>
          <span className={classes.name}>{id}</span>{' '}
          {state === 'pending' && t('health.pending')}
          {state === 'ready' && t('health.overdue')}
          {state === 'failed' && (error ?? t('health.unknown'))}
          {lastSuccessAt && (
            <span title={time.exact(lastSuccessAt)}>
              {' '}
              ({t('health.lastGood', { time: time.ago(lastSuccessAt) })})
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
