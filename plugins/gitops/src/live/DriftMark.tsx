import { useTranslationRef } from '@backstage/frontend-plugin-api';
import DriftIcon from '@material-ui/icons/ChangeHistory';
import { Mark } from '../look/Mark';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import { driftCount, ObservedLive } from './liveState';

export interface DriftMarkProps {
  readonly live: ObservedLive;
}

/** How much differs and since when; nothing where nothing does. */
export function DriftMark({ live }: DriftMarkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const detail = useDriftDetail(live);
  const count = driftCount(live);
  if (count === 0) return null;
  const { since } = live.drift;
  return (
    <Mark
      tone={live.stale ? 'unknown' : 'drift'}
      icon={<DriftIcon />}
      title={detail.join('\n')}
    >
      {t('live.drift', { count })}
      {since && ` · ${time.span(since)}`}
    </Mark>
  );
}

function useDriftDetail({ drift }: ObservedLive): string[] {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const { fields, missing, orphaned, since, by } = drift;
  return [
    ...(fields > 0 ? [t('live.driftFields', { count: fields })] : []),
    ...(missing > 0 ? [t('live.driftMissing', { count: missing })] : []),
    ...(orphaned > 0 ? [t('live.driftOrphaned', { count: orphaned })] : []),
    ...(since ? [t('live.driftSince', { time: time.exact(since) })] : []),
    ...(by ? [t('live.driftBy', { manager: by })] : []),
  ];
}
