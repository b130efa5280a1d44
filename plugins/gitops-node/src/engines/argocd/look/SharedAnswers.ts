import { ClusterTime } from '../../../clusters/ClusterTime';

/** How long those who ask for the same share an answer. */
const shareMs = 10_000;

interface Kept<T> {
  readonly found: Promise<T>;
  /** Infinite while it is being asked. */
  until: number;
}

/**
 * Asks once for all who ask for the same within some seconds, failures
 * included: what hangs isn't asked again by each who waits for it.
 */
export class SharedAnswers<T> {
  readonly #time: Pick<ClusterTime, 'now'>;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(time: Pick<ClusterTime, 'now'>) {
    this.#time = time;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#time.now();
    for (const [each, { until }] of this.#kept) {
      if (now >= until) this.#kept.delete(each);
    }
    const known = this.#kept.get(key);
    if (known !== undefined) return known.found;
    const kept: Kept<T> = {
      until: Number.POSITIVE_INFINITY,
      found: ask().finally(() => {
        kept.until = this.#time.now() + shareMs;
      }),
    };
    this.#kept.set(key, kept);
    return kept.found;
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }
}
