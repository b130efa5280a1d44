import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import CreateIcon from '@material-ui/icons/AddCircleOutline';
import DoneIcon from '@material-ui/icons/Check';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import KeepIcon from '@material-ui/icons/Remove';
import PruneIcon from '@material-ui/icons/DeleteOutline';
import SkippedIcon from '@material-ui/icons/Block';
import UpdateIcon from '@material-ui/icons/EditOutlined';
import type { SyncStep } from '@backstage-gitops/plugin-gitops-common';
import { resourceKey } from '../drift/resourceText';
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
      gridTemplateColumns: '84px minmax(0, 1fr) auto',
      alignItems: 'center',
      gap: theme.spacing(0.25, 1.5),
      padding: theme.spacing(0.75, 0),
      '& + &': { borderTop: hairline(theme) },
    },
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

export interface SyncStepsProps {
  readonly steps: readonly SyncStep[];
}

/** What a sync would do or did, a resource a line. */
export function SyncSteps({ steps }: SyncStepsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const plan = syncPlan(steps);
  return (
    <>
      {plan.steps.length === 0 && <p>{t('sync.nothing')}</p>}
      <ul className={classes.list}>
        {plan.steps.map(step => (
          <Step key={`${step.action} ${resourceKey(step)}`} step={step} />
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

function Step({ step }: { readonly step: SyncStep }) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { action, outcome, kind, name, namespace, message } = step;
  const ActionIcon = actionIcons[action];
  return (
    <li className={classes.step}>
      <Mark tone={actionTones[action]} look="plain" icon={<ActionIcon />}>
        {t(`sync.step.${action}`)}
      </Mark>
      <span className={classes.resource}>
        <span className={classes.kind}>{kind}</span>{' '}
        <span className={classes.name}>{name}</span>{' '}
        {namespace && <span className={classes.quiet}>{namespace}</span>}
      </span>
      {outcome === 'planned' ? <span /> : <Result outcome={outcome} />}
      {message && <span className={classes.message}>{message}</span>}
    </li>
  );
}

function Result(props: { readonly outcome: keyof typeof resultIcons }) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const Icon = resultIcons[props.outcome];
  return (
    <Mark
      tone={resultTones[props.outcome]}
      look={props.outcome === 'done' ? 'plain' : 'filled'}
      icon={<Icon />}
    >
      {t(`sync.result.${props.outcome}`)}
    </Mark>
  );
}
