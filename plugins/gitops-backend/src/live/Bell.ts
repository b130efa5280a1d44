/** Wakes all who wait for it. */
export class Bell {
  #waiting = new Set<() => void>();

  ring(): void {
    const woken = this.#waiting;
    this.#waiting = new Set();
    for (const wake of woken) wake();
  }

  /** Resolves at the next ring, after the time, or when `signal` aborts. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let wake = () => {};
    const woken = new Promise<void>(resolve => {
      wake = () => resolve();
    });
    const timer = setTimeout(wake, milliseconds);
    signal.addEventListener('abort', wake);
    this.#waiting.add(wake);
    try {
      await woken;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      this.#waiting.delete(wake);
    }
  }
}
