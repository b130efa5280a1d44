import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import AskIcon from '@material-ui/icons/CallMade';
import CreateIcon from '@material-ui/icons/AddCircleOutline';
import DoneIcon from '@material-ui/icons/Check';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import KeepIcon from '@material-ui/icons/Remove';
import PruneIcon from '@material-ui/icons/DeleteOutline';
import SkippedIcon from '@material-ui/icons/Block';
import UpdateIcon from '@material-ui/icons/EditOutlined';
import type {
  EngineKind,
  SyncStep,
} from '@backstage-gitops/plugin-gitops-common';
import { resourceKey, resourceTitle } from '../drift/resourceText';
import { Mark } from '../look/Mark';
import { hairline, subtleText } from '../look/surface';
import type { Tone } from '../look/tones';
import { gitopsTranslationRef } from '../translation';
import { syncPlan } from './syncPlan';

const actionIcons = {
  create: CreateIcon,
  update: UpdateIcon,
  prune: PruneIcon,
  none: KeepIcon,
};
const actionTones: Record<SyncStep['action'], Tone> = {
  create: 'ok',
  update: 'neutral',
  prune: 'alert',
  none: 'unknown',
};
const resultIcons = {
  done: DoneIcon,
  failed: FailedIcon,
  skipped: SkippedIcon,
};
const resultTones: Record<keyof typeof resultIcons, Tone> = {
  done: 'ok',
  failed: 'alert',
  skipped: 'unknown',
};

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    step: {
      display: 'grid',
      gridTemplateColumns: 'minmax(84px, auto) minmax(0, 1fr) auto',
      alignItems: 'center',
      gap: theme.spacing(0.25, 1.5),
      padding: theme.spacing(0.75, 0),
      '& + &': { borderTop: hairline(theme) },
    },
    choice: { display: 'inline-flex', alignItems: 'center', minWidth: 84 },
    checkbox: { padding: 2, margin: theme.spacing(0, 0.75, 0, -0.25) },
    resource: { overflowWrap: 'anywhere' },
    kind: { color: subtleText(theme) },
    name: { fontWeight: 600 },
    quiet: { fontSize: '0.82rem', color: subtleText(theme) },
    message: {
      gridColumn: '2 / -1',
      fontSize: '0.82rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    rest: { margin: theme.spacing(1, 0, 0), color: subtleText(theme) },
  }),
  { name: 'GitopsSyncSteps' },
);

/** Which resources a person leaves out, by their keys. */
export interface SyncSelection {
  readonly leftOut: readonly string[];
  readonly disabled: boolean;
  readonly onChange: (leftOut: readonly string[]) => void;
}

export interface SyncStepsProps {
  readonly engine: EngineKind;
  readonly steps: readonly SyncStep[];
  /** Absent where all is done or nothing. */
  readonly selection?: SyncSelection;
}

/** What a sync would do or did, a resource a line. */
export function SyncSteps({ engine, steps, selection }: SyncStepsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const plan = syncPlan(steps);
  return (
    <>
      {plan.steps.length === 0 && <p>{t('sync.nothing')}</p>}
      <ul className={classes.list}>
        {plan.steps.map(step => (
          <Step
            key={`${step.action} ${resourceKey(step)}`}
            engine={engine}
            step={step}
            selection={selection}
          />
        ))}
      </ul>
      {plan.unchanged > 0 && plan.steps.length > 0 && (
        <p className={classes.rest}>
          {t('sync.unchanged', { count: plan.unchanged })}
        </p>
      )}
    </>
  );
}

function Step(props: {
  readonly engine: EngineKind;
  readonly step: SyncStep;
  readonly selection?: SyncSelection;
}) {
  const { engine, step, selection } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { action, outcome, kind, name, namespace, message } = step;
  // Flux changes what it is asked about, not the objects that it is asked by.
  const asked = engine === 'flux' && action === 'update';
  const ActionIcon = asked ? AskIcon : actionIcons[action];
  return (
    <li className={classes.step}>
      <span className={classes.choice}>
        {selection && <Choice step={step} selection={selection} />}
        <Mark tone={actionTones[action]} look="plain" icon={<ActionIcon />}>
          {t(`sync.step.${asked ? 'ask' : action}`)}
        </Mark>
      </span>
      <span className={classes.resource}>
        <span className={classes.kind}>{kind}</span>{' '}
        <span className={classes.name}>{name}</span>{' '}
        {namespace && <span className={classes.quiet}>{namespace}</span>}
      </span>
      {outcome === 'planned' ? (
        <span />
      ) : (
        <Result outcome={outcome} asked={asked} />
      )}
      {message && <span className={classes.message}>{message}</span>}
    </li>
  );
}

function Choice(props: {
  readonly step: SyncStep;
  readonly selection: SyncSelection;
}) {
  const { step, selection } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { leftOut, disabled, onChange } = selection;
  const key = resourceKey(step);
  const left = leftOut.includes(key);
  return (
    <Checkbox
      size="small"
      color="primary"
      className={classes.checkbox}
      checked={!left}
      disabled={disabled}
      inputProps={{
        'aria-label': t('sync.include', { resource: resourceTitle(step) }),
      }}
      onChange={() =>
        onChange(
          left ? leftOut.filter(other => other !== key) : [...leftOut, key],
        )
      }
    />
  );
}

function Result(props: {
  readonly outcome: keyof typeof resultIcons;
  readonly asked: boolean;
}) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const Icon = resultIcons[props.outcome];
  return (
    <Mark
      tone={resultTones[props.outcome]}
      look={props.outcome === 'done' ? 'plain' : 'filled'}
      icon={<Icon />}
    >
      {t(
        props.asked && props.outcome === 'done'
          ? 'sync.result.asked'
          : `sync.result.${props.outcome}`,
      )}
    </Mark>
  );
}
