import ClaimedIcon from '@material-ui/icons/CallMerge';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import FetchFailedIcon from '@material-ui/icons/LinkOff';
import NeedsSyncIcon from '@material-ui/icons/TouchAppOutlined';
import NotFetchedIcon from '@material-ui/icons/CloudDownload';
import PausedIcon from '@material-ui/icons/PauseCircleOutline';
import RollingOutIcon from '@material-ui/icons/Autorenew';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import WaitingIcon from '@material-ui/icons/HourglassEmpty';
import type {
  DeliveryTrouble,
  TroubleKind,
} from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import { troubleTone } from './troubleTone';
import { useDeliveryText } from './useDeliveryText';

export const troubleIcons: Record<TroubleKind, typeof FailedIcon> = {
  claimed: ClaimedIcon,
  fetchFailed: FetchFailedIcon,
  failed: FailedIcon,
  degraded: FailedIcon,
  suspended: PausedIcon,
  rolloutPaused: PausedIcon,
  waiting: WaitingIcon,
  needsSync: NeedsSyncIcon,
  notFetched: NotFetchedIcon,
  rollingOut: RollingOutIcon,
  unknown: UnknownIcon,
};

export interface DeliveryMarkProps {
  readonly trouble: DeliveryTrouble;
  /** Seen too long ago to be told in colour. */
  readonly stale?: boolean;
}

/** Why an engine has not brought it, in a word or a few. */
export function DeliveryMark({ trouble, stale }: DeliveryMarkProps) {
  const text = useDeliveryText();
  const Icon = troubleIcons[trouble.kind];
  const told = text.trouble(trouble);
  return (
    <Mark
      tone={stale ? 'unknown' : troubleTone(trouble.kind)}
      icon={<Icon />}
      title={[told, ...trouble.names, ...(trouble.message ?? '').split('\n')]
        .filter(Boolean)
        .join('\n')}
    >
      {told}
    </Mark>
  );
}
