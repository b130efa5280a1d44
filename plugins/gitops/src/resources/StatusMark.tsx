import { useTranslationRef } from '@backstage/frontend-plugin-api';
import SyncedIcon from '@material-ui/icons/Check';
import DriftIcon from '@material-ui/icons/ChangeHistory';
import MissingIcon from '@material-ui/icons/HighlightOff';
import OrphanIcon from '@material-ui/icons/LinkOff';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import WaitingIcon from '@material-ui/icons/Schedule';
import type { DriftStatus } from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import type { Tone } from '../look/tones';
import { gitopsTranslationRef } from '../translation';

const tones: Record<DriftStatus, Tone> = {
  synced: 'ok',
  drifted: 'drift',
  missing: 'alert',
  undelivered: 'waiting',
  orphaned: 'waiting',
  indeterminate: 'unknown',
};
const icons: Record<DriftStatus, typeof SyncedIcon> = {
  synced: SyncedIcon,
  drifted: DriftIcon,
  missing: MissingIcon,
  undelivered: WaitingIcon,
  orphaned: OrphanIcon,
  indeterminate: UnknownIcon,
};

export interface StatusMarkProps {
  readonly status: DriftStatus;
  readonly reason?: string;
  /** How many fields differ. */
  readonly fields: number;
  /** Seen too long ago to be told in colour. */
  readonly stale: boolean;
}

export function StatusMark(props: StatusMarkProps) {
  const { status, reason, fields, stale } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const Icon = icons[status];
  const hint = t(`resources.hint.${status}`);
  return (
    <Mark
      tone={stale ? 'unknown' : tones[status]}
      look={status === 'synced' ? 'plain' : 'filled'}
      icon={<Icon />}
      title={reason ? `${hint}\n${reason}` : hint}
    >
      {t(`resources.status.${status}`)}
      {fields > 0 && ` · ${t('resources.fields', { count: fields })}`}
    </Mark>
  );
}
