import { TracedText } from './TracedText';

/** Collects text piece by piece. */
export class TracedTextBuilder {
  readonly #parts: (TracedText | string)[] = [];

  append(part: TracedText | string): void {
    this.#parts.push(part);
  }

  build(): TracedText {
    return TracedText.concat(this.#parts);
  }
}
