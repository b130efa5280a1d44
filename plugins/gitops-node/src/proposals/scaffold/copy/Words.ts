/**
 * Names that become other names, wherever they stand as whole words: `web` in
 * `web-production` and `apps/web`, and not in `webhook`.
 */
export class Words {
  readonly #names: ReadonlyMap<string, string>;
  readonly #pattern: RegExp | undefined;

  constructor(names: ReadonlyMap<string, string>) {
    this.#names = new Map([...names].filter(([from]) => from !== ''));
    const longestFirst = [...this.#names.keys()].sort(
      (a, b) => b.length - a.length,
    );
    this.#pattern =
      longestFirst.length === 0
        ? undefined
        : new RegExp(
            `(?<![A-Za-z0-9])(?:${longestFirst
              .map(escaped)
              .join('|')})(?![A-Za-z0-9])`,
            'g',
          );
  }

  rename(text: string): string {
    if (this.#pattern === undefined) return text;
    return text.replace(this.#pattern, word => this.#names.get(word) ?? word);
  }

  /** Whether the text names one of them. */
  has(text: string): boolean {
    return text !== this.rename(text);
  }

  /** Whether the text is one of them and nothing else. */
  is(text: string): boolean {
    return this.#names.has(text);
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
