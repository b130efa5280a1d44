import { setTimeout as delay } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';

const firstPause = 50;
const longestPause = 1_000;

/** Asks again, ever more slowly, until it is so. Rejects once it takes too long. */
export async function until(
  isSo: () => Promise<boolean>,
  options: {
    readonly timeout: number;
    readonly waitingFor: string;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  const { timeout, waitingFor, signal } = options;
  const end = performance.now() + timeout;
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    if (await isSo()) return;
    if (performance.now() + pause > end) {
      throw new ServiceUnavailableError(
        `Waited ${timeout} ms for ${waitingFor}`,
      );
    }
    await delay(pause, undefined, { signal });
  }
}
