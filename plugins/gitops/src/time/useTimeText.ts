import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { gitopsTranslationRef } from '../translation';
import { ageOf } from './age';
import { useNow } from './now';

const exactFormat = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'long',
});
const minuteFormat = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const monthFormat = new Intl.DateTimeFormat(undefined, {
  month: 'long',
  year: 'numeric',
});
const dayFormat = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

export interface TimeText {
  /** "6 d ago" */
  ago(iso: string): string;
  /** "6 d" */
  span(iso: string): string;
  /** The date and time to the second, with the time zone. */
  exact(iso: string): string;
  /** The day and minute, without the year. */
  minute(iso: string): string;
  month(iso: string): string;
  day(iso: string): string;
}

export function useTimeText(): TimeText {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const now = useNow();
  return useMemo(
    () => ({
      ago: iso => {
        const { unit, count } = ageOf(new Date(iso), now);
        return unit === 'now'
          ? t('time.now')
          : t(`time.ago.${unit}`, { count });
      },
      span: iso => {
        const { unit, count } = ageOf(new Date(iso), now);
        return unit === 'now'
          ? t('time.span.minutes', { count: 1 })
          : t(`time.span.${unit}`, { count });
      },
      exact: iso => exactFormat.format(new Date(iso)),
      minute: iso => minuteFormat.format(new Date(iso)),
      month: iso => monthFormat.format(new Date(iso)),
      day: iso => dayFormat.format(new Date(iso)),
    }),
    [t, now],
  );
}
