import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import AppliedIcon from '@material-ui/icons/CheckCircleOutline';
import RanIcon from '@material-ui/icons/CheckCircle';
import SettlingIcon from '@material-ui/icons/ErrorOutline';
import WaitingIcon from '@material-ui/icons/Schedule';
import type { ChangeRollout } from '@backstage-gitops/plugin-gitops-common';
import { focusRing } from '../look/surface';
import { Tone, toneColors } from '../look/tones';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import {
  ClusterRollout,
  RolloutGroup,
  rolloutGroups,
  RolloutState,
} from './rolloutGroups';
import { useSpanText } from './useSpanText';

const icons: Record<RolloutState, typeof RanIcon> = {
  running: RanIcon,
  applied: AppliedIcon,
  settling: SettlingIcon,
  waiting: WaitingIcon,
};
const tones: Record<RolloutState, Tone> = {
  running: 'ok',
  applied: 'unknown',
  settling: 'alert',
  waiting: 'waiting',
};

const useStyles = makeStyles(
  theme => ({
    fact: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      '& svg': { fontSize: '1rem' },
    },
    running: { '& svg': { color: toneColors(theme, tones.running).text } },
    applied: {},
    settling: { color: toneColors(theme, tones.settling).text },
    waiting: { '& svg': { color: toneColors(theme, tones.waiting).text } },
    several: {
      '& summary': {
        cursor: 'pointer',
        borderRadius: 4,
        listStyle: 'none',
        '&::-webkit-details-marker': { display: 'none' },
        '&:hover': { textDecoration: 'underline dotted' },
        '&:focus-visible': focusRing(theme),
      },
    },
    each: {
      listStyle: 'none',
      margin: theme.spacing(0.25, 0, 0.5),
      padding: 0,
    },
  }),
  { name: 'GitopsRolloutFacts' },
);

export interface RolloutFactsProps {
  readonly rollouts: readonly ChangeRollout[];
  /** When the change took effect in Git. */
  readonly effectiveAt: string;
}

/** Where and how soon after it landed a change came to run. */
export function RolloutFacts({ rollouts, effectiveAt }: RolloutFactsProps) {
  return (
    <>
      {rolloutGroups(rollouts, effectiveAt).map(group => (
        <Fact key={group.state} group={group} />
      ))}
    </>
  );
}

function Fact({ group }: { readonly group: RolloutGroup }) {
  const { state, clusters } = group;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const span = useSpanText();
  const exact = useExactText();
  const Icon = icons[state];
  const words = t(`history.rollout.${state}`, {
    clusters:
      clusters.length === 1
        ? clusters[0].cluster
        : t('summary.clusters', { count: clusters.length }),
    time: span(clusters.flatMap(({ after }) => after ?? [])),
  });
  const told = (
    <span className={`${classes.fact} ${classes[state]}`}>
      <Icon aria-hidden />
      {words}
    </span>
  );
  if (clusters.length === 1) {
    return <Tooltip title={exact(clusters[0])}>{told}</Tooltip>;
  }
  return (
    <details className={classes.several}>
      <summary title={clusters.map(exact).join('\n')}>{told}</summary>
      <ul className={classes.each}>
        {clusters.map(one => (
          <li key={one.cluster}>{exact(one)}</li>
        ))}
      </ul>
    </details>
  );
}

function useExactText(): (rollout: ClusterRollout) => string {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  return ({ cluster, appliedAt, runningAt }) => {
    if (appliedAt === undefined) {
      return t('history.rollout.notThere', { cluster });
    }
    const applied = time.exact(appliedAt);
    return runningAt === undefined
      ? t('history.rollout.appliedAt', { cluster, time: applied })
      : t('history.rollout.runningAt', {
          ...{ cluster, applied },
          running: time.exact(runningAt),
        });
  };
}
