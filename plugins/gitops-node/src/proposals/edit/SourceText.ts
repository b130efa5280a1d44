import { isCollection, isPair, isScalar, Node, Pair } from 'yaml';

/** What of a text is replaced by what; offsets count characters. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly source: string;
}

/** A text with its lines, for edits that keep whatever they don't mean. */
export class SourceText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** How its lines end. */
  get newline(): '\r\n' | '\n' {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Past the line's end, or the end of the text. */
  nextLine(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end + 1;
  }

  column(offset: number): number {
    return offset - this.lineStart(offset);
  }

  /** What stands before an offset on its line. */
  before(offset: number): string {
    return this.text.slice(this.lineStart(offset), offset);
  }

  /** Whether only indentation stands before an offset on its line. */
  beginsLine(offset: number): boolean {
    return /^[ \ufeff]*$/.test(this.before(offset));
  }

  /** Past the last character of a node or entry that isn't blank or comment. */
  contentEnd(node: unknown): number {
    if (isPair(node)) {
      const colon = this.#colon(node);
      const end = isEmptyValue(node) ? colon : this.contentEnd(node.value);
      return Math.max(colon, end);
    }
    if (isCollection(node) && !node.flow && node.items.length > 0) {
      return this.contentEnd(node.items.at(-1));
    }
    let end = rangeOf(node)[1];
    while (end > 0 && /\s/.test(this.text[end - 1])) end -= 1;
    return end;
  }

  /** Past the colon of an entry. */
  #colon({ key }: Pair): number {
    const end = rangeOf(key)[1];
    const colon = this.text.indexOf(':', end);
    return colon < 0 ? end : colon + 1;
  }

  /** Past the colon and the space after it: where an entry's value may stand. */
  valueStart(pair: Pair): number {
    return this.#colon(pair);
  }

  /**
   * The start of the comment lines right above an offset, at its column: they
   * are about what begins there. Those that open the document are about all.
   */
  attachedComments(offset: number): number {
    const indentation = this.before(offset).replace(/[^ ]/g, ' ');
    let start = this.lineStart(offset);
    while (start > 0) {
      const above = this.lineStart(start - 1);
      const line = this.text.slice(above, start).trimEnd();
      if (!line.startsWith(`${indentation}#`)) break;
      start = above;
    }
    const opens = start === 0 || /^---/.test(this.#lineAbove(start));
    return opens ? this.lineStart(offset) : start;
  }

  #lineAbove(start: number): string {
    return this.text.slice(this.lineStart(start - 1), start);
  }

  apply(splices: readonly Splice[]): string {
    let result = this.text;
    const backwards = [...splices].sort((a, b) => b.start - a.start);
    for (const { start, end, source } of backwards) {
      result = result.slice(0, start) + source + result.slice(end);
    }
    return result;
  }

  /** A splice that puts whole lines after the line of an offset. */
  linesAfter(offset: number, lines: readonly string[]): Splice {
    const { newline } = this;
    const at = this.nextLine(offset);
    const isOpenEnded = at > 0 && this.text[at - 1] !== '\n';
    const block = lines.join(newline);
    const source = isOpenEnded ? newline + block : block + newline;
    return { start: at, end: at, source };
  }

  /** A splice that takes whole lines out, from one offset's to another's. */
  withoutLines(start: number, end: number): Splice {
    const from = this.lineStart(start);
    const to = this.nextLine(end);
    // A text that ends without a newline goes on doing so.
    const isOpenEnded = to === this.text.length && !this.text.endsWith('\n');
    const before = isOpenEnded
      ? this.text.slice(0, from).replace(/\r?\n$/, '').length
      : from;
    return { start: before, end: to, source: '' };
  }
}

/** Of a node that was read, as all are that are edited. */
export function rangeOf(node: unknown): readonly [number, number] {
  const range = isNodeWithRange(node) ? node.range : undefined;
  if (!range) throw new Error('A node without its place in the text');
  return [range[0], range[1]];
}

function isNodeWithRange(node: unknown): node is Pick<Node, 'range'> {
  return typeof node === 'object' && node !== null && 'range' in node;
}

function isEmptyValue({ value }: Pair): boolean {
  return (
    value === null ||
    value === undefined ||
    (isScalar(value) && value.value === null && value.source === '')
  );
}
