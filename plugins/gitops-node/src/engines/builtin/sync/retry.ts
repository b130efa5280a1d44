import { setTimeout as delay } from 'node:timers/promises';

/** How often a call is tried, and how long the first pause is. */
export interface RetryOptions {
  readonly attempts: number;
  /** Milliseconds; doubles with each attempt. */
  readonly pause: number;
  readonly signal?: AbortSignal;
}

/** Calls once more where it failed in a way that may pass. */
export async function retry<T>(
  call: () => Promise<T>,
  mayPass: (error: unknown) => boolean,
  { attempts, pause, signal }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      if (attempt >= attempts || !mayPass(error)) throw error;
      await delay(pause * 2 ** (attempt - 1), undefined, { signal });
    }
  }
}
