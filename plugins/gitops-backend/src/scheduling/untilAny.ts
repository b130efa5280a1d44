/**
 * Works with a signal that aborts with the first of `signals`, and lets go of
 * them after it. `AbortSignal.any` would leave something behind in each that
 * lives as long as the backend, for this signal and all that are made of it.
 */
export async function untilAny<T>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const releases = signals.map(signal => {
    const end = () => ending.abort(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    return () => signal.removeEventListener('abort', end);
  });
  try {
    return await work(ending.signal);
  } finally {
    for (const release of releases) release();
  }
}
