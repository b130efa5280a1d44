import { ScalarNode } from '../../manifests/YamlNode';

/** The line of a template that wrote a piece of text. */
export interface TemplatePlace {
  readonly type: 'template';
  readonly file: string;
  readonly line: number;
}

export type TextOrigin = ScalarNode | TemplatePlace;

/** Which part of a text came from where. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly origin: TextOrigin;
}

/** Longer than anything that a template of a real chart writes. */
const maximumTextLength = 16 * 1024 * 1024;

/** Text that knows which values and template lines it was made of. */
export class TracedText {
  readonly text: string;
  /** In the order of the text; they don't overlap. */
  readonly marks: readonly Mark[];

  constructor(text: string, marks: readonly Mark[] = []) {
    this.text = text;
    this.marks = marks;
  }

  static of(text: string, origin: TextOrigin): TracedText {
    if (text === '') return new TracedText('');
    return new TracedText(text, [{ start: 0, end: text.length, origin }]);
  }

  static concat(parts: readonly (TracedText | string)[]): TracedText {
    const texts: string[] = [];
    const marks: Mark[] = [];
    let length = 0;
    for (const part of parts) {
      const text = typeof part === 'string' ? part : part.text;
      if (length + text.length > maximumTextLength) {
        throw new RangeError('a text is too long');
      }
      if (typeof part !== 'string') {
        for (const { start, end, origin } of part.marks) {
          marks.push({ start: length + start, end: length + end, origin });
        }
      }
      texts.push(text);
      length += text.length;
    }
    return new TracedText(texts.join(''), marks);
  }

  slice(start: number, end: number = this.text.length): TracedText {
    const marks: Mark[] = [];
    for (
      let index = this.#markAt(start);
      index < this.marks.length;
      index += 1
    ) {
      if (this.marks[index].start >= end) break;
      marks.push(sliceMark(this.marks[index], this.text, start, end));
    }
    return new TracedText(this.text.slice(start, end), marks);
  }

  /** The first mark that ends after an offset. */
  #markAt(offset: number): number {
    let [low, high] = [0, this.marks.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.marks[middle].end <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  trimStart(): TracedText {
    return this.slice(this.text.length - this.text.trimStart().length);
  }

  trimEnd(): TracedText {
    return this.slice(0, this.text.trimEnd().length);
  }

  lines(): TracedText[] {
    const lines: TracedText[] = [];
    let start = 0;
    for (;;) {
      const end = this.text.indexOf('\n', start);
      lines.push(this.slice(start, end < 0 ? this.text.length : end));
      if (end < 0) return lines;
      start = end + 1;
    }
  }

  indent(spaces: number): TracedText {
    const pad = ' '.repeat(spaces);
    const parts = this.lines().flatMap((line, index) =>
      index === 0 ? [pad, line] : ['\n', pad, line],
    );
    return TracedText.concat(parts);
  }
}

/** A mark's part within a range, its template line moved along. */
function sliceMark(mark: Mark, text: string, start: number, end: number): Mark {
  const from = Math.max(mark.start, start);
  const skipped = countLines(text, mark.start, from);
  const origin =
    mark.origin instanceof ScalarNode || skipped === 0
      ? mark.origin
      : { ...mark.origin, line: mark.origin.line + skipped };
  return { start: from - start, end: Math.min(mark.end, end) - start, origin };
}

export function countLines(text: string, start: number, end: number): number {
  let count = 0;
  for (
    let at = text.indexOf('\n', start);
    at >= 0 && at < end;
    at = text.indexOf('\n', at + 1)
  ) {
    count += 1;
  }
  return count;
}
