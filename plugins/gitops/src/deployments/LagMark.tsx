import { useTranslationRef } from '@backstage/frontend-plugin-api';
import SameIcon from '@material-ui/icons/Check';
import DiffersIcon from '@material-ui/icons/CallSplit';
import WaitingIcon from '@material-ui/icons/Schedule';
import type { Behind } from '@backstage-gitops/plugin-gitops-common';
import { WaitingPopover } from '../changes/WaitingPopover';
import { Mark } from '../look/Mark';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';

export interface LagMarkProps {
  readonly behind: Behind;
  readonly environment: string;
  /** `short` leaves the time to the list it opens. */
  readonly look: 'full' | 'short';
}

/** How far a target is behind the stage before; pressed, by which changes. */
export function LagMark({ behind, environment, look }: LagMarkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  switch (behind.state) {
    case 'behind': {
      const { count, since, changes } = behind;
      return (
        <WaitingPopover
          from={behind.environment}
          to={environment}
          count={count}
          since={since}
          changes={changes}
        >
          <Mark tone="waiting" icon={<WaitingIcon />}>
            {look === 'short'
              ? t('lag.behindShort', { count })
              : t('lag.behind', { count, time: time.span(since) })}
          </Mark>
        </WaitingPopover>
      );
    }
    case 'same':
      return (
        <Mark tone="ok" look="plain" icon={<SameIcon />}>
          {t('lag.same', { environment: behind.environment })}
        </Mark>
      );
    case 'differs':
      return (
        <Mark
          tone="unknown"
          icon={<DiffersIcon />}
          title={t('gap.differsHint', {
            from: behind.environment,
            to: environment,
          })}
        >
          {t('lag.differs', { environment: behind.environment })}
        </Mark>
      );
    default:
      return null;
  }
}
