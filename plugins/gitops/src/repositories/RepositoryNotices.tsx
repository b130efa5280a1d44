import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import ReadingIcon from '@material-ui/icons/HourglassEmpty';
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
 * What of the page is absent because a repository could not be read or is being
 * read for the first time, and what is old because reading it again fails: a
 * notice each, with the reasons.
 */
export function RepositoryNotices(props: RepositoryNoticesProps) {
  const { health, action } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const oldest = health.stale
    .flatMap(({ lastSuccessAt }) => lastSuccessAt ?? [])
    .sort()[0];
  const failed = health.missing.filter(({ state }) => state === 'failed');
  const reading = health.missing.filter(({ state }) => state !== 'failed');
  return (
    <>
      {failed.length > 0 && (
        <Notice
          tone="alert"
          icon={<MissingIcon />}
          title={t('health.missing.title', { count: failed.length })}
          action={action}
        >
          <Reasons repositories={failed} />
          {t('health.missing.text')}
        </Notice>
      )}
      {reading.length > 0 && (
        <Notice
          tone="unknown"
          icon={<ReadingIcon />}
          title={t('health.reading.title', { count: reading.length })}
          action={failed.length > 0 ? undefined : action}
        >
          <Reasons repositories={reading} />
          {t('health.reading.text')}
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
