const day = 24 * 60 * 60;

/** The working days (Monday to Friday) of the world, oldest first. */
export interface Calendar {
  /** Midnight UTC of each, in seconds since 1970. */
  readonly days: readonly number[];
  /** A working day counted back from the last, which is 0. */
  back(count: number): number;
}

/** The last eighteen months before `end`, which is midnight UTC of some day. */
export function createCalendar(end: number): Calendar {
  const days: number[] = [];
  for (let at = end - 548 * day; at < end; at += day) {
    // 1970-01-01 was a Thursday.
    const weekday = (Math.floor(at / day) + 4) % 7;
    if (weekday !== 0 && weekday !== 6) days.push(at);
  }
  return { days, back: count => days[days.length - 1 - count] };
}

/** A time of day, `HH:MM`, in seconds. */
export function clock(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60;
}
