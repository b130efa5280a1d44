import { ClusterTime } from '../ClusterTime';

/** Waits of more than this end by {@link ManualTime.advance} alone. */
const longest = 30_000;

/** Time that passes when somebody waits for it, or when a test says so. */
export class ManualTime implements ClusterTime {
  /** Each wait that there was, in milliseconds. */
  readonly waits: number[] = [];
  readonly #held = new Set<() => void>();
  #now = Date.parse('2026-03-01T10:00:00Z');

  now(): number {
    return this.#now;
  }

  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waits.push(milliseconds);
    if (milliseconds > longest) {
      await this.#hold(signal);
    } else {
      this.#now += milliseconds;
      // Lets what is under way go on, as any wait does.
      await new Promise(resolve => {
        setImmediate(resolve);
      });
    }
    signal.throwIfAborted();
  }

  random(): number {
    return 0.5;
  }

  /** Lets time go by that nobody waits for. */
  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Ends waits that were too long to end by themselves. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const end of [...this.#held]) end();
  }

  #hold(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const end = () => {
        this.#held.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.#held.add(end);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
