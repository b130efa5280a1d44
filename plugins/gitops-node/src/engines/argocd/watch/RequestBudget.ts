import { ClusterTime } from '../../../clusters/ClusterTime';

/**
 * Bounds how often an instance is asked about single applications: a few at
 * once where something has happened, and less than one a second in the long run.
 */
export class RequestBudget {
  readonly #time: ClusterTime;
  readonly #everyMs: number;
  readonly #burst: number;
  /** When the next would be due if they were asked evenly. */
  #due = 0;

  constructor(options: {
    readonly time: ClusterTime;
    readonly everyMs: number;
    readonly burst: number;
  }) {
    this.#time = options.time;
    this.#everyMs = options.everyMs;
    this.#burst = options.burst;
  }

  /** Resolves when one may be asked. */
  async take(signal: AbortSignal): Promise<void> {
    const now = this.#time.now();
    this.#due = Math.max(this.#due, now - this.#everyMs * (this.#burst - 1));
    const wait = this.#due - now;
    this.#due += this.#everyMs;
    if (wait > 0) await this.#time.wait(wait, signal);
  }
}
