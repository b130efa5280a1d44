import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Delivery,
  DeliveryStep,
  DeliveryTrouble,
} from '@backstage-gitops/plugin-gitops-common';
import type { ObservedLive } from '../live/liveState';
import { hairline, subtleText, visuallyHidden } from '../look/surface';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { stuckAt } from './deliveryTrack';
import { RevisionText } from './RevisionText';
import { StepNode } from './StepNode';

/** States at which what was reached is of before. */
const STUCK: readonly DeliveryStep['state'][] = ['pending', 'failed'];

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
      listStyle: 'none',
      margin: 0,
      padding: 0,
      border: hairline(theme),
      borderRadius: 10,
      [theme.breakpoints.down('xs')]: { gridTemplateColumns: '1fr' },
    },
    step: {
      minWidth: 0,
      padding: theme.spacing(1.5, 2),
      fontSize: '0.9rem',
      '& + &': {
        borderLeft: hairline(theme),
        [theme.breakpoints.down('xs')]: {
          borderLeft: 0,
          borderTop: hairline(theme),
        },
      },
    },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(1),
      marginTop: 2,
      fontSize: '0.82rem',
      color: subtleText(theme),
    },
    message: {
      margin: theme.spacing(0.5, 0, 0),
      fontSize: '0.82rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsDeliverySteps' },
);

export interface DeliveryStepsProps {
  readonly live: ObservedLive;
  readonly delivery: Delivery;
  readonly trouble: DeliveryTrouble | undefined;
}

/** The way from Git to what runs, each step with the revision it has reached. */
export function DeliverySteps(props: DeliveryStepsProps) {
  const { live, delivery, trouble } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const engine = t(`live.engine.${live.engine}`);
  const stuck = stuckAt(delivery.steps);
  const reached = stuck ? delivery.steps.indexOf(stuck) : delivery.steps.length;
  return (
    <>
      <ol className={classes.root} aria-label={t('delivery.steps')}>
        {delivery.steps.map((step, index) => (
          <li
            key={step.step}
            className={classes.step}
            aria-current={step === stuck ? 'step' : undefined}
          >
            <StepNode
              state={step.state}
              trouble={step === stuck ? trouble?.kind : undefined}
              stale={live.stale !== undefined}
              ahead={index > reached && step.state !== 'done'}
            >
              {t(`delivery.step.${step.step}`, { engine })}
            </StepNode>
            <span className={classes.hidden}>
              : {t(`delivery.stepState.${step.state}`)}
            </span>
            <div className={classes.facts}>
              {step.revision ? (
                <>
                  {STUCK.includes(step.state) && t('delivery.still')}
                  <RevisionText revision={step.revision} />
                  {step.revision.at && <RelativeTime time={step.revision.at} />}
                </>
              ) : (
                step.state !== 'done' && (
                  <span aria-hidden>
                    {t(`delivery.stepState.${step.state}`)}
                  </span>
                )
              )}
            </div>
            {step.message && step.message !== trouble?.message && (
              <p className={classes.message}>{step.message}</p>
            )}
          </li>
        ))}
      </ol>
      {hasLaterCommits(delivery) && (
        <p className={classes.message}>{t('delivery.laterCommits')}</p>
      )}
    </>
  );
}

/** Whether a step that is done names another commit than the declared one. */
function hasLaterCommits({ steps }: Delivery): boolean {
  const commits = steps.flatMap(({ state, revision }) =>
    state === 'done' && revision?.commit ? [revision.commit] : [],
  );
  return new Set(commits).size > 1;
}
