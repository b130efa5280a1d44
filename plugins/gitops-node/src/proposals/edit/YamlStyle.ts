import { Document, isMap, isScalar, isSeq, Pair, stringify, visit } from 'yaml';
import { SourceText, rangeOf } from './SourceText';

/** How a text lays its collections out, so that what is added looks alike. */
export class YamlStyle {
  readonly #step: number;
  readonly #indentsLists: boolean;

  constructor(text: SourceText, documents: readonly Document[]) {
    const { step, indentsLists } = observed(text, documents);
    this.#step = step;
    this.#indentsLists = indentsLists;
  }

  get step(): number {
    return this.#step;
  }

  /** An entry of a mapping in block notation, its lines indented. */
  entry(key: string, value: unknown, column: number): readonly string[] {
    return this.#lines({ [key]: value }, column);
  }

  /** An item of a list in block notation. */
  item(value: unknown, column: number): readonly string[] {
    return this.#lines([value], column);
  }

  /** The column at which a list under a key begins. */
  listColumn(keyColumn: number): number {
    return this.#indentsLists ? keyColumn + this.#step : keyColumn;
  }

  /** One line of flow notation. */
  flow(value: unknown): string {
    if (Array.isArray(value)) {
      return `[${value.map(item => this.flow(item)).join(', ')}]`;
    }
    if (typeof value !== 'object' || value === null) return flowScalar(value);
    const entries = Object.entries(value);
    if (entries.length === 0) return '{}';
    const source = entries.map(([key, item]) => this.flowEntry(key, item));
    return `{ ${source.join(', ')} }`;
  }

  /** An entry as it stands in a mapping in flow notation. */
  flowEntry(key: string, value: unknown): string {
    return `${flowScalar(key)}: ${this.flow(value)}`;
  }

  #lines(value: unknown, column: number): readonly string[] {
    const text = stringify(value, {
      version: '1.1',
      lineWidth: 0,
      indent: this.#step,
      indentSeq: this.#indentsLists,
      aliasDuplicateObjects: false,
    });
    const indentation = ' '.repeat(column);
    return text
      .replace(/\n$/, '')
      .split('\n')
      .map(line => (line === '' ? line : indentation + line));
  }
}

/** What ends a plain text in flow notation stands in quotes. */
export function flowScalar(value: unknown): string {
  return typeof value === 'string' && /[\n,[\]{}]/.test(value)
    ? JSON.stringify(value)
    : stringify(value, { version: '1.1', lineWidth: 0 }).trimEnd();
}

function observed(
  text: SourceText,
  documents: readonly Document[],
): { step: number; indentsLists: boolean } {
  const seen: { step?: number; indentsLists?: boolean } = {};
  const look = (_: unknown, { key, value }: Pair) => {
    if (!isScalar(key) || !(isMap(value) || isSeq(value))) return;
    if (value.flow || value.items.length === 0) return;
    const gap = text.column(rangeOf(value)[0]) - text.column(rangeOf(key)[0]);
    if (isMap(value) && gap > 0) seen.step ??= gap;
    if (isSeq(value)) seen.indentsLists ??= gap > 0;
  };
  for (const document of documents) visit(document, { Pair: look });
  return { step: seen.step ?? 2, indentsLists: seen.indentsLists ?? true };
}
