import { useTranslationRef } from '@backstage/frontend-plugin-api';
import StaleIcon from '@material-ui/icons/CloudOff';
import type { Stale } from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';

export interface SeenMarkProps {
  /** The last good look. */
  readonly observedAt: string;
  readonly stale: Stale;
}

/** What stands beside it was true then; the cluster is away since. */
export function SeenMark({ observedAt, stale }: SeenMarkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  return (
    <Mark
      tone="unknown"
      icon={<StaleIcon />}
      title={t('live.staleHint', {
        time: time.exact(stale.since),
        reason: stale.reason,
      })}
    >
      {t('live.stale', { time: time.ago(observedAt) })}
    </Mark>
  );
}
