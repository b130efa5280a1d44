import { ClusterTime } from '../ClusterTime';

/** Time that passes when somebody waits for it. */
export class ManualTime implements ClusterTime {
  readonly waits: number[] = [];
  #now = Date.parse('2026-03-01T10:00:00Z');

  now(): number {
    return this.#now;
  }

  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waits.push(milliseconds);
    this.#now += milliseconds;
    // Lets what is under way go on, as any wait does.
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    signal.throwIfAborted();
  }

  random(): number {
    return 0.5;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
