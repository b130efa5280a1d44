/**
 * The newest renders by what they were made of, in memory: they hold Secrets
 * as they are, so they are never stored.
 *
 * @public
 */
export class RenderCache {
  readonly #entries = new Map<string, string>();
  readonly #maximumBytes: number;
  #bytes = 0;

  constructor(maximumBytes: number = 64 * 1024 * 1024) {
    this.#maximumBytes = maximumBytes;
  }

  get(key: string): string | undefined {
    const text = this.#entries.get(key);
    if (text !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, text);
    }
    return text;
  }

  set(key: string, text: string): void {
    this.#remove(key);
    this.#entries.set(key, text);
    this.#bytes += text.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maximumBytes) return;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    this.#bytes -= this.#entries.get(key)?.length ?? 0;
    this.#entries.delete(key);
  }
}
