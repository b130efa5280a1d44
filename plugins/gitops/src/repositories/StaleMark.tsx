import { useTranslationRef } from '@backstage/frontend-plugin-api';
import StaleIcon from '@material-ui/icons/CloudOff';
import { Mark } from '../look/Mark';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';

export interface StaleMarkProps {
  /** The time of the last good look. */
  readonly since: string;
}

/** What stands beside it was true then, and may have changed. */
export function StaleMark({ since }: StaleMarkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  return (
    <Mark tone="unknown" icon={<StaleIcon />} title={time.exact(since)}>
      {t('summary.asOf', { time: time.ago(since) })}
    </Mark>
  );
}
