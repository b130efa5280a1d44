/**
 * What has to be undone when the demo ends, newest first. `signal` is aborted
 * at the first wish to stop, `stop` may be called more than once.
 */
export class Stopping {
  #steps = [];
  #controller = new AbortController();
  #stopped;

  get signal() {
    return this.#controller.signal;
  }

  /** Registers what to undo; at once if stopping has begun. */
  add(step) {
    if (this.#stopped) return step();
    this.#steps.push(step);
    return undefined;
  }

  stop() {
    this.#controller.abort();
    this.#stopped ??= (async () => {
      for (const step of this.#steps.reverse()) await step();
    })();
    return this.#stopped;
  }
}

/** A {@link Stopping} that Ctrl-C and a polite kill bring about. */
export function stopOnSignals() {
  const stopping = new Stopping();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      stopping.stop();
    });
  }
  return stopping;
}
