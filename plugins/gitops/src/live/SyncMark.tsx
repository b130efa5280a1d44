import { useTranslationRef } from '@backstage/frontend-plugin-api';
import SyncedIcon from '@material-ui/icons/Check';
import OutOfSyncIcon from '@material-ui/icons/SyncProblem';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import type { Sync } from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import type { Tone } from '../look/tones';
import { gitopsTranslationRef } from '../translation';

const tones: Record<Sync['state'], Tone> = {
  synced: 'ok',
  outOfSync: 'waiting',
  unknown: 'unknown',
};
const icons: Record<Sync['state'], typeof SyncedIcon> = {
  synced: SyncedIcon,
  outOfSync: OutOfSyncIcon,
  unknown: UnknownIcon,
};

export interface SyncMarkProps {
  readonly sync: Sync;
  /** Seen too long ago to be told in colour. */
  readonly stale?: boolean;
}

export function SyncMark({ sync, stale }: SyncMarkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const Icon = icons[sync.state];
  return (
    <Mark
      tone={stale ? 'unknown' : tones[sync.state]}
      look="plain"
      icon={<Icon />}
      title={sync.reason}
    >
      {t(`live.sync.${sync.state}`)}
    </Mark>
  );
}
