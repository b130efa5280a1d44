import { useTranslationRef } from '@backstage/frontend-plugin-api';
import FineIcon from '@material-ui/icons/Check';
import DriftIcon from '@material-ui/icons/ChangeHistory';
import FailingIcon from '@material-ui/icons/ErrorOutline';
import HeldIcon from '@material-ui/icons/PauseCircleOutline';
import OutOfSyncIcon from '@material-ui/icons/SyncProblem';
import ProgressingIcon from '@material-ui/icons/Autorenew';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import type { LiveSummary } from '../deployments/liveSummary';
import { useLiveSentences } from '../deployments/useLiveSentences';
import type { LiveState } from '../live/liveState';
import { Mark } from '../look/Mark';
import type { Tone } from '../look/tones';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';

const tones: Record<LiveState, Tone> = {
  unhealthy: 'alert',
  undelivered: 'alert',
  drifted: 'drift',
  held: 'waiting',
  outOfSync: 'waiting',
  unknown: 'unknown',
  progressing: 'neutral',
  fine: 'ok',
};
const icons: Record<LiveState, typeof FineIcon> = {
  unhealthy: FailingIcon,
  undelivered: FailingIcon,
  drifted: DriftIcon,
  held: HeldIcon,
  outOfSync: OutOfSyncIcon,
  unknown: UnknownIcon,
  progressing: ProgressingIcon,
  fine: FineIcon,
};

export interface LiveStateMarkProps {
  readonly live: LiveSummary;
}

/** How an environment is, its worst target told. */
export function LiveStateMark({ live }: LiveStateMarkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const sentences = useLiveSentences(live, '');
  const { state, clauses } = live;
  const Icon = icons[state];
  const drift = clauses.find(({ kind }) => kind === 'drift');
  const told =
    state === 'drifted' && drift?.kind === 'drift'
      ? [
          t('live.drift', { count: drift.count }),
          ...(drift.since ? [time.span(drift.since)] : []),
        ].join(' · ')
      : t(`live.state.${state}`);
  return (
    <Mark
      tone={tones[state]}
      look={state === 'fine' ? 'plain' : 'filled'}
      icon={<Icon />}
      title={sentences.filter(one => typeof one === 'string').join('\n')}
    >
      {told}
    </Mark>
  );
}
