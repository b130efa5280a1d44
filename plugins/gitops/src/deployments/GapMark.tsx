import { useTranslationRef } from '@backstage/frontend-plugin-api';
import SameIcon from '@material-ui/icons/Check';
import DiffersIcon from '@material-ui/icons/CallSplit';
import WaitingIcon from '@material-ui/icons/Schedule';
import { WaitingPopover } from '../changes/WaitingPopover';
import { Mark } from '../look/Mark';
import { gitopsTranslationRef } from '../translation';
import type { Gap } from './environmentColumns';

export interface GapMarkProps {
  readonly gap: Gap;
  /** The environment it stands behind; another source is named. */
  readonly beside: string;
}

/** What lies between two environments: how many changes wait, or none. */
export function GapMark({ gap, beside }: GapMarkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { from, to } = gap;
  switch (gap.state) {
    case 'behind':
      return (
        <WaitingPopover
          from={from}
          to={to}
          count={gap.count}
          since={gap.since}
          changes={gap.changes}
        >
          <Mark
            tone="waiting"
            icon={<WaitingIcon />}
            title={t('gap.waitsFrom', { count: gap.count, from, to })}
          >
            {from === beside
              ? t('gap.waits', { count: gap.count })
              : t('gap.waitsFrom', { count: gap.count, from, to })}
          </Mark>
        </WaitingPopover>
      );
    case 'differs':
      return (
        <Mark
          tone="unknown"
          icon={<DiffersIcon />}
          title={t('gap.differsHint', { from, to })}
        >
          {t('gap.differs')}
        </Mark>
      );
    default:
      return (
        <Mark
          tone="ok"
          icon={<SameIcon />}
          title={t('gap.sameHint', { from, to })}
        >
          {t('gap.same')}
        </Mark>
      );
  }
}
