import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import LockIcon from '@material-ui/icons/LockOutlined';
import MissingIcon from '@material-ui/icons/HelpOutline';
import type { ProposalPlan } from '@backstage-gitops/plugin-gitops-common';
import { useEffect, useState } from 'react';
import { ActionButton } from '../look/ActionButton';
import { Notice } from '../look/Notice';
import { subtleText } from '../look/surface';
import { failureMessage, failureOf } from '../requests/failure';
import { RowsSkeleton } from '../requests/RowsSkeleton';
import type { Query } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { AlsoAffectsProps } from './AlsoAffects';
import { awaitsPlace } from './awaitsPlace';
import { PlanView } from './PlanView';

/** After this the person is told why it takes so long. */
const SLOW_MS = 3_000;

const useStyles = makeStyles(
  theme => ({
    quiet: { margin: theme.spacing(0, 0, 1.5), color: subtleText(theme) },
  }),
  { name: 'GitopsPlanProgress' },
);

export interface PlanProgressProps extends Omit<AlsoAffectsProps, 'plan'> {
  readonly plan: Query<ProposalPlan>;
}

/** The plan, its shape while it is worked out, or why there is none. */
export function PlanProgress({ plan, ...others }: PlanProgressProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (plan.state === 'loading') return <Planning />;
  if (plan.state === 'failed') {
    return <PlanFailure error={plan.error} onRetry={plan.reload} />;
  }
  const { data, refreshing, refreshError } = plan;
  return (
    <>
      {refreshError && (
        <PlanFailure error={refreshError} onRetry={plan.reload} />
      )}
      {refreshError && (
        <p className={classes.quiet}>
          {t('proposal.plan.stale', { reason: failureMessage(refreshError) })}
        </p>
      )}
      {!awaitsPlace(data) && (
        <PlanView
          {...others}
          plan={data}
          refreshing={refreshing || refreshError !== undefined}
        />
      )}
      {awaitsPlace(data) && refreshing && <Planning />}
    </>
  );
}

function Planning() {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div>
      <p className={classes.quiet} role="status">
        {slow ? t('proposal.plan.slow') : t('proposal.plan.loading')}
      </p>
      <RowsSkeleton />
    </div>
  );
}

const icons = { denied: LockIcon, absent: MissingIcon, broken: FailedIcon };

/** Why nothing can be planned; told apart by what the person can do. */
export function PlanFailure(props: {
  readonly error: Error;
  readonly onRetry: () => void;
}) {
  const { error, onRetry } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const failure = failureOf(error);
  const Icon = icons[failure];
  const text = failure === 'broken' ? 'failed' : failure;
  return (
    <Notice
      tone={failure === 'broken' ? 'alert' : 'unknown'}
      icon={<Icon />}
      title={t(`proposal.plan.${text}.title`)}
      action={
        failure === 'broken' && (
          <ActionButton onClick={onRetry}>{t('failure.retry')}</ActionButton>
        )
      }
    >
      {failure === 'broken' && (
        <>
          {failureMessage(error)}
          <br />
        </>
      )}
      {t(`proposal.plan.${text}.text`)}
    </Notice>
  );
}
