import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, passed in so that tests hold them. @public */
export interface ClusterTime {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Rejects when `signal` aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** At least 0, less than 1. */
  random(): number;
}

export const systemTime: ClusterTime = {
  now: () => Date.now(),
  wait: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  random: () => Math.random(),
};
