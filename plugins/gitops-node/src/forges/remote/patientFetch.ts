import { setTimeout as timeout } from 'node:timers/promises';
import { retryAt } from './retryAt';

/** A wait longer than this is told instead of kept. */
const longestWaitMs = 60_000;
const retries = 2;
const firstWaitMs = 1_000;
const timeLimitMs = 30_000;
const unanswered: readonly number[] = [502, 503, 504];

export async function delay(ms: number, signal?: AbortSignal): Promise<void> {
  await timeout(ms, undefined, { signal });
}

/** @public */
export interface PatientFetchOptions {
  readonly fetch?: typeof fetch;
  readonly delay?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/**
 * Repeats what a failing server or network left unanswered, and what a limit
 * refused, as late as the forge asks for but at most a minute later. Also what
 * writes: all that is asked of a forge may be asked twice.
 */
export function patientFetch({
  fetch: send = fetch,
  delay: wait = delay,
}: PatientFetchOptions): typeof fetch {
  return async (input, init) => {
    const signal = init?.signal ?? undefined;
    for (let attempt = 0; ; attempt += 1) {
      const backoff = firstWaitMs * 4 ** attempt;
      let waitMs: number | undefined;
      try {
        const response = await send(input, limited(init, signal));
        waitMs = waitBefore(response, backoff);
        if (waitMs === undefined || attempt === retries) return response;
        await response.body?.cancel();
      } catch (error) {
        if (signal?.aborted || attempt === retries) throw error;
        waitMs = backoff;
      }
      await wait(waitMs, signal);
    }
  };
}

function limited(init: RequestInit | undefined, signal?: AbortSignal) {
  const limit = AbortSignal.timeout(timeLimitMs);
  return {
    ...init,
    // An answer from elsewhere would be none of the forge's.
    redirect: 'manual' as const,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  };
}

/** `undefined` where there is nothing to wait for. */
function waitBefore(response: Response, backoff: number): number | undefined {
  const { status, headers } = response;
  if (status !== 429 && !unanswered.includes(status)) return undefined;
  const now = Date.now();
  const at = retryAt(name => headers.get(name) ?? undefined, now);
  if (at === undefined) return backoff;
  const wait = Math.max(0, Date.parse(at) - now);
  return wait <= longestWaitMs ? wait : undefined;
}
