import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import GoneIcon from '@material-ui/icons/CallSplit';
import RunningIcon from '@material-ui/icons/CheckCircle';
import UnseenIcon from '@material-ui/icons/HelpOutline';
import WaitingIcon from '@material-ui/icons/Schedule';
import type { ProposalRollout } from '@backstage-gitops/plugin-gitops-common';
import { troubleIcons } from '../delivery/DeliveryMark';
import { troubleTone } from '../delivery/troubleTone';
import { EngineLabel } from '../delivery/EngineLabel';
import { StepNode } from '../delivery/StepNode';
import { Mark } from '../look/Mark';
import { hairline, subtleText, visuallyHidden } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { placeTrouble } from './placeTrouble';

const useStyles = makeStyles(
  theme => ({
    root: { listStyle: 'none', margin: 0, padding: 0 },
    place: {
      padding: theme.spacing(1.25, 0),
      '& + &': { borderTop: hairline(theme) },
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1.5),
      rowGap: 4,
      fontWeight: 600,
      fontSize: '0.9rem',
    },
    engine: { fontWeight: 400, fontSize: '0.82rem', color: subtleText(theme) },
    steps: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(2),
      rowGap: 2,
      listStyle: 'none',
      margin: theme.spacing(0.5, 0, 0),
      padding: 0,
      fontSize: '0.82rem',
      color: subtleText(theme),
    },
    reason: {
      margin: theme.spacing(0.5, 0, 0),
      fontSize: '0.88rem',
      overflowWrap: 'anywhere',
      whiteSpace: 'pre-line',
    },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsPlaceList' },
);

export interface PlaceListProps {
  readonly rollouts: readonly ProposalRollout[];
}

/** How far a merge has come, place by place, and where it is stuck. */
export function PlaceList({ rollouts }: PlaceListProps) {
  const classes = useStyles();
  return (
    <ul className={classes.root}>
      {rollouts.map(rollout => (
        <Place key={rollout.target} rollout={rollout} />
      ))}
    </ul>
  );
}

function Place({ rollout }: { readonly rollout: ProposalRollout }) {
  const { place, engine, link, object, reason } = rollout;
  const classes = useStyles();
  const trouble = placeTrouble(rollout);
  return (
    <li className={classes.place}>
      <div className={classes.head}>
        <span>{place}</span>
        <PlaceMark rollout={rollout} />
        {engine && (
          <span className={classes.engine}>
            <EngineLabel
              engine={engine}
              link={link}
              title={object && `${object.kind} ${object.name}`}
            />
          </span>
        )}
      </div>
      {rollout.steps.length > 1 && <Steps rollout={rollout} />}
      {(trouble?.message ?? reason) && (
        <p className={classes.reason}>{trouble?.message ?? reason}</p>
      )}
    </li>
  );
}

function Steps({ rollout }: { readonly rollout: ProposalRollout }) {
  const { steps, engine = 'builtin', state } = rollout;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const trouble = placeTrouble(rollout);
  const stuck =
    state === 'waiting' ? steps.findIndex(one => one.state !== 'done') : -1;
  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => (
        <li key={step.step} aria-current={index === stuck ? 'step' : undefined}>
          <StepNode
            state={step.state}
            trouble={index === stuck ? trouble?.kind : undefined}
            ahead={stuck !== -1 && index > stuck}
          >
            {t(`proposal.arrival.step.${step.step}`, {
              engine: t(`live.engine.${engine}`),
            })}
          </StepNode>
          <span className={classes.hidden}>
            : {t(`delivery.stepState.${step.state}`)}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** How far it is in a word, with an icon and a colour. */
function PlaceMark({ rollout }: { readonly rollout: ProposalRollout }) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const trouble = placeTrouble(rollout);
  if (trouble) {
    const Icon = troubleIcons[trouble.kind];
    return (
      <Mark tone={troubleTone(trouble.kind)} icon={<Icon aria-hidden />}>
        {t(`proposal.arrival.trouble.${trouble.kind}`)}
      </Mark>
    );
  }
  switch (rollout.state) {
    case 'running':
      return (
        <Mark tone="ok" icon={<RunningIcon aria-hidden />}>
          {t('proposal.arrival.running')}
        </Mark>
      );
    case 'waiting':
      return (
        <Mark tone="waiting" icon={<WaitingIcon aria-hidden />}>
          {t('proposal.arrival.trouble.waiting')}
        </Mark>
      );
    case 'unseen':
      return (
        <Mark tone="unknown" icon={<UnseenIcon aria-hidden />}>
          {t('proposal.arrival.unseen')}
        </Mark>
      );
    default:
      return (
        <Mark tone="unknown" icon={<GoneIcon aria-hidden />}>
          {t('proposal.arrival.superseded')}
        </Mark>
      );
  }
}
