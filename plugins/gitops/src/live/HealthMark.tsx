import { useTranslationRef } from '@backstage/frontend-plugin-api';
import HealthyIcon from '@material-ui/icons/FavoriteBorder';
import ProgressingIcon from '@material-ui/icons/Autorenew';
import SuspendedIcon from '@material-ui/icons/PauseCircleOutline';
import MissingIcon from '@material-ui/icons/HighlightOff';
import DegradedIcon from '@material-ui/icons/ErrorOutline';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import type {
  Health,
  HealthState,
} from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import type { Tone } from '../look/tones';
import { gitopsTranslationRef } from '../translation';

const tones: Record<HealthState, Tone> = {
  healthy: 'ok',
  progressing: 'neutral',
  suspended: 'unknown',
  missing: 'alert',
  degraded: 'alert',
  unknown: 'unknown',
};
const icons: Record<HealthState, typeof HealthyIcon> = {
  healthy: HealthyIcon,
  progressing: ProgressingIcon,
  suspended: SuspendedIcon,
  missing: MissingIcon,
  degraded: DegradedIcon,
  unknown: UnknownIcon,
};

export interface HealthMarkProps {
  readonly health: Health;
  /** Seen too long ago to be told in colour. */
  readonly stale?: boolean;
}

export function HealthMark({ health, stale }: HealthMarkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { state, message } = health;
  const Icon = icons[state];
  return (
    <Mark
      tone={stale ? 'unknown' : tones[state]}
      look={tones[state] === 'alert' && !stale ? 'filled' : 'plain'}
      icon={<Icon />}
      title={message}
    >
      {t(`live.health.${state}`)}
    </Mark>
  );
}
