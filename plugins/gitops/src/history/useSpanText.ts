import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ageOf } from '../time/age';
import { gitopsTranslationRef } from '../translation';

/** Says how long something took, or from how long to how long: "2–9 min". */
export function useSpanText(): (milliseconds: readonly number[]) => string {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const textOf = (milliseconds: number) => {
    const { unit, count } = ageOf(new Date(0), new Date(milliseconds));
    return unit === 'now'
      ? t('history.rollout.moment')
      : t(`time.span.${unit}`, { count });
  };
  return milliseconds => {
    if (milliseconds.length === 0) return '';
    const shortest = Math.min(...milliseconds);
    const longest = Math.max(...milliseconds);
    const [from, to] = [textOf(shortest), textOf(longest)];
    if (from === to) return to;
    const ages = [shortest, longest].map(one =>
      ageOf(new Date(0), new Date(one)),
    );
    return ages.every(({ unit }) => unit === 'minutes')
      ? t('history.rollout.minutes', {
          from: String(ages[0].count),
          to: String(ages[1].count),
        })
      : t('history.rollout.range', { from, to });
  };
}
