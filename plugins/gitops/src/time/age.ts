export type AgeUnit = 'now' | 'minutes' | 'hours' | 'days' | 'months' | 'years';

export interface Age {
  readonly unit: AgeUnit;
  readonly count: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30.44 * DAY;
const YEAR = 365.25 * DAY;

/**
 * How long ago `then` was, in the largest unit that still tells something:
 * days up to two months and months up to two years. A time in the future, as
 * clocks that differ make them, is now.
 */
export function ageOf(then: Date, now: Date): Age {
  const elapsed = now.getTime() - then.getTime();
  if (elapsed < MINUTE) return { unit: 'now', count: 0 };
  if (elapsed < HOUR) return age('minutes', elapsed / MINUTE);
  if (elapsed < DAY) return age('hours', elapsed / HOUR);
  if (elapsed < 60 * DAY) return age('days', elapsed / DAY);
  if (elapsed < 2 * YEAR) return age('months', elapsed / MONTH);
  return age('years', elapsed / YEAR);
}

function age(unit: AgeUnit, amount: number): Age {
  return { unit, count: Math.floor(amount) };
}
