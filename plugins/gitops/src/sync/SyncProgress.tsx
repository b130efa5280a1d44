import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import BegunIcon from '@material-ui/icons/Autorenew';
import DoneIcon from '@material-ui/icons/CheckCircle';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import SkippedIcon from '@material-ui/icons/Block';
import type {
  EngineKind,
  SyncResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { ActionButton } from '../look/ActionButton';
import { Mark } from '../look/Mark';
import { Notice } from '../look/Notice';
import { subtleText } from '../look/surface';
import { failureMessage } from '../requests/failure';
import { RowsSkeleton } from '../requests/RowsSkeleton';
import { gitopsTranslationRef } from '../translation';
import { SyncSelection, SyncSteps } from './SyncSteps';
import type { Sync } from './useSync';

const useStyles = makeStyles(
  theme => ({
    heading: {
      fontSize: '0.92rem',
      fontWeight: 700,
      margin: theme.spacing(0, 0, 0.5),
    },
    stale: { opacity: 0.55 },
    counts: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      marginBottom: theme.spacing(1),
    },
    quiet: { margin: theme.spacing(0, 0, 1), color: subtleText(theme) },
  }),
  { name: 'GitopsSyncProgress' },
);

export interface SyncProgressProps extends Pick<Sync, 'plan' | 'run'> {
  readonly engine: EngineKind;
  readonly selection?: SyncSelection;
}

/** The plan until it is carried out, then its outcome. */
export function SyncProgress(props: SyncProgressProps) {
  const { engine, plan, run, selection } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (run.state === 'done') {
    return <Outcome engine={engine} answer={run.answer} />;
  }
  return (
    <>
      {run.state === 'failed' && (
        <Notice tone="alert" icon={<FailedIcon />} title={t('sync.failedRun')}>
          {failureMessage(run.error)}
          <br />
          {t(`sync.by.${engine}.failed`)}
        </Notice>
      )}
      {plan.state === 'loading' && (
        <div>
          <p className={classes.quiet}>{t('sync.planning')}</p>
          <RowsSkeleton />
        </div>
      )}
      {plan.state === 'failed' && (
        <Notice
          tone="alert"
          icon={<FailedIcon />}
          title={t('sync.failedPlan')}
          action={
            <ActionButton onClick={plan.reload}>
              {t('failure.retry')}
            </ActionButton>
          }
        >
          {failureMessage(plan.error)}
        </Notice>
      )}
      {plan.state === 'ready' && (
        <section className={plan.refreshing ? classes.stale : undefined}>
          <h3 className={classes.heading}>{t(`sync.by.${engine}.plan`)}</h3>
          {plan.refreshError && (
            <p className={classes.quiet}>
              {t('sync.failedPlan')}: {failureMessage(plan.refreshError)}{' '}
              <ActionButton onClick={plan.reload}>
                {t('failure.retry')}
              </ActionButton>
            </p>
          )}
          <SyncSteps
            engine={engine}
            steps={plan.data.steps}
            selection={selection}
          />
        </section>
      )}
    </>
  );
}

function Outcome(props: {
  readonly engine: EngineKind;
  readonly answer: SyncResponse;
}) {
  const { engine, answer } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const of = (outcome: string) =>
    answer.steps.filter(
      step => step.outcome === outcome && step.action !== 'none',
    ).length;
  const [done, begun, skipped] = [of('done'), of('planned'), of('skipped')];
  const failed = answer.steps.filter(
    ({ outcome }) => outcome === 'failed',
  ).length;
  return (
    <section>
      <h3 className={classes.heading}>{t(`sync.by.${engine}.outcome`)}</h3>
      <div className={classes.counts}>
        {begun > 0 && (
          <Mark tone="neutral" icon={<BegunIcon />}>
            {t('sync.begun', { count: begun })}
          </Mark>
        )}
        {(done > 0 || begun === 0) && (
          <Mark tone="ok" icon={<DoneIcon />}>
            {t(engine === 'flux' ? 'sync.asked' : 'sync.done', { count: done })}
          </Mark>
        )}
        {failed > 0 && (
          <Mark tone="alert" icon={<FailedIcon />}>
            {t('sync.failed', { count: failed })}
          </Mark>
        )}
        {skipped > 0 && (
          <Mark tone="unknown" icon={<SkippedIcon />}>
            {t('sync.skipped', { count: skipped })}
          </Mark>
        )}
      </div>
      {engine !== 'builtin' && (
        <p className={classes.quiet}>{t(`sync.by.${engine}.then`)}</p>
      )}
      <SyncSteps engine={engine} steps={answer.steps} />
    </section>
  );
}
