/** Parts of a text that are to be written differently. */
export class TextCovers {
  readonly #text: string;
  readonly #parts = new Map<number, { end: number; text: string }>();

  constructor(text: string) {
    this.#text = text;
  }

  source([start, end]: readonly number[]): string {
    return this.#text.slice(start, end);
  }

  put([start, end]: readonly number[], text: string): void {
    this.#parts.set(start, { end, text });
  }

  apply(): string {
    let result = '';
    let at = 0;
    for (const [start, { end, text }] of [...this.#parts].sort(
      ([a], [b]) => a - b,
    )) {
      if (start < at) continue;
      result += `${this.#text.slice(at, start)}${text}`;
      at = end;
    }
    return result + this.#text.slice(at);
  }
}
