import { setTimeout as delay } from 'node:timers/promises';

/** Wakes one sleeper; rung while nobody sleeps, it is heard at the next sleep. */
export class Alarm {
  #isRung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /**
   * Until it rings, or for as many milliseconds at most, or until `signal`
   * aborts.
   */
  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const either = AbortSignal.any([signal, woken.signal]);
    this.#wake = () => woken.abort();
    if (this.#isRung) this.#wake();
    try {
      await delay(milliseconds, undefined, { signal: either });
    } catch (error) {
      if (!either.aborted) throw error;
    } finally {
      this.#wake = undefined;
      this.#isRung = false;
    }
  }
}
