import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { waitLimit } from './browser.mjs';

const periodMilliseconds = 250;

/**
 * Asks again and again until the answer is as it should be, and resolves with
 * it. Where it never is, the error says what the last one was.
 */
export async function until(what, ask, isRight) {
  const deadline = Date.now() + waitLimit;
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (Date.now() > deadline) {
      throw new Error(`Waited for ${what}. The last was ${inspect(answer)}`);
    }
    await delay(periodMilliseconds);
  }
}
