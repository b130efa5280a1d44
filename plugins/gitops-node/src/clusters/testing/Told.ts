/** Before a test's own limit, so that it fails where it waits. */
const patience = 180_000;

/** What a test is told of, and waits for. */
export class Told {
  readonly #waiting = new Set<() => void>();

  /** Something may be otherwise now. */
  tell(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  /**
   * Looks again whenever something is told, until it sees something. Rejects
   * with what there was instead where that never came.
   */
  async until<T>(
    look: () => T | undefined | false,
    instead: () => unknown,
  ): Promise<T> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.tell();
    }, patience);
    try {
      for (;;) {
        const found = look();
        if (found !== undefined && found !== false) return found;
        if (isLate) {
          const seen = JSON.stringify(instead(), null, 2);
          throw new Error(`Waited in vain, and saw ${seen ?? 'nothing'}`);
        }
        await new Promise<void>(resolve => this.#waiting.add(resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }
}
