import { useTranslationRef } from '@backstage/frontend-plugin-api';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import StaleIcon from '@material-ui/icons/CloudOff';
import type { TargetLive } from '@backstage-gitops/plugin-gitops-common';
import { Notice } from '../look/Notice';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';

export interface LiveNoticeProps {
  readonly live: TargetLive;
}

/** Why what runs is not known, or is known as of then only. */
export function LiveNotice({ live }: LiveNoticeProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  if (live.state === 'unobserved') {
    return (
      <Notice
        tone="unknown"
        icon={<UnknownIcon />}
        title={t('target.unobserved.title')}
      >
        {t('target.unobserved.text', { reason: live.reason })}
      </Notice>
    );
  }
  if (!live.stale) return null;
  const { since, reason } = live.stale;
  return (
    <Notice
      tone="unknown"
      icon={<StaleIcon />}
      title={t('target.stale.title', { time: time.ago(live.observedAt) })}
    >
      {t('target.stale.text', { since: time.exact(since), reason })}
    </Notice>
  );
}
