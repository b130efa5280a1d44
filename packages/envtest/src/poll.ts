import { setTimeout as delay } from 'node:timers/promises';

/** Before a test's own limit, so that it fails where it waits. */
const patience = 240_000;
const pause = 50;

/**
 * Looks again and again, until what is seen is so; says what there was last
 * where that never came.
 */
export async function poll<T>(
  look: () => Promise<T>,
  isSo: (seen: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (Date.now() > deadline) {
      throw new Error(`Waited in vain, and saw ${JSON.stringify(seen)}`);
    }
    await delay(pause);
  }
}
