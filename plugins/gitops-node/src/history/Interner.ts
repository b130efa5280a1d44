/** Texts, each kept once and known by a number. */
export class Interner {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  add(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    // A slice of a file's text would keep the whole file in memory.
    const own = Buffer.from(text, 'utf8').toString('utf8');
    this.#numbers.set(own, this.#texts.length);
    this.#texts.push(own);
    return this.#texts.length - 1;
  }

  get(text: string): number | undefined {
    return this.#numbers.get(text);
  }

  text(number: number): string {
    return this.#texts[number];
  }
}
