import { useTranslationRef } from '@backstage/frontend-plugin-api';
import StaleIcon from '@material-ui/icons/CloudOff';
import { Notice } from '../look/Notice';
import { useTimeText } from '../time/useTimeText';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';
import { failureMessage } from './failure';

export interface RefreshFailureProps {
  readonly error: Error;
  readonly loadedAt: Date;
  readonly onRetry: () => void;
}

/** What is shown is what was loaded before: asking again failed. */
export function RefreshFailure(props: RefreshFailureProps) {
  const { error, loadedAt, onRetry } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  return (
    <Notice
      tone="waiting"
      icon={<StaleIcon />}
      title={t('health.refreshFailed.title', {
        time: time.ago(loadedAt.toISOString()),
      })}
      action={
        <ActionButton onClick={onRetry}>{t('failure.retry')}</ActionButton>
      }
    >
      {t('health.refreshFailed.text', { reason: failureMessage(error) })}
    </Notice>
  );
}
