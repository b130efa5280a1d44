import { setTimeout } from 'node:timers/promises';

/** Time, as far as waiting needs it. */
export interface Clock {
  readonly now: () => Date;
  /** Rejects as soon as the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) =>
    setTimeout(milliseconds, undefined, { signal }),
};
