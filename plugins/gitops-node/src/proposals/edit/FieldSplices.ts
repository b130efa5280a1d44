import { isMap, isScalar, isSeq, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { changedData, FieldEdit } from './changedData';
import { FieldPath, pairAt, Step } from './FieldPath';
import { itemKeys } from './itemKeys';
import { typedSource } from './scalarSource';
import { rangeOf, SourceText, Splice } from './SourceText';
import { flowScalar, YamlStyle } from './YamlStyle';

type Splices = readonly Splice[] | undefined;

/** Which characters of a text an edit changes; `undefined` where it can't. */
export class FieldSplices {
  readonly #text: SourceText;
  readonly #style: YamlStyle;

  constructor(text: SourceText, style: YamlStyle) {
    this.#text = text;
    this.#style = style;
  }

  of(path: FieldPath, edit: FieldEdit): Splices {
    if (edit.op === 'remove') return this.#remove(path.steps);
    if (path.missing.length > 0) return this.#add(path, edit);
    if (edit.op === 'set') return this.#replace(path.steps, edit.value);
    return isSeq(path.node) && path.node.items.length > 0
      ? this.#insertItem(path.node, edit.value)
      : this.#replace(path.steps, [edit.value]);
  }

  /** Makes what is missing of a field, in the last collection that is there. */
  #add({ steps, node, missing }: FieldPath, edit: FieldEdit): Splices {
    const [segment, ...rest] = missing;
    if (isMap(node) && node.items.length > 0 && typeof segment === 'string') {
      const value = changedData(undefined, rest, edit);
      return this.#insertEntry(node, segment, value);
    }
    if (isSeq(node) && node.items.length > 0 && typeof segment === 'object') {
      const value = changedData(itemKeys(segment), rest, edit);
      return this.#insertItem(node, value);
    }
    return this.#replace(steps, changedData(emptyOf(node), missing, edit));
  }

  #insertEntry(map: YAMLMap, key: string, value: unknown): Splices {
    const last = map.items[map.items.length - 1];
    const at = this.#text.contentEnd(last);
    if (map.flow) {
      const source = `, ${this.#style.flowEntry(key, value)}`;
      return [{ start: at, end: at, source }];
    }
    const column = this.#text.column(rangeOf(map.items[0].key)[0]);
    const lines = this.#style.entry(key, value, column);
    return [this.#text.linesAfter(at, lines)];
  }

  #insertItem(list: YAMLSeq, value: unknown): Splices {
    const at = this.#text.contentEnd(list.items.at(-1));
    if (list.flow) {
      const source = `, ${this.#style.flow(value)}`;
      return [{ start: at, end: at, source }];
    }
    const column = this.#text.column(rangeOf(list)[0]);
    return [this.#text.linesAfter(at, this.#style.item(value, column))];
  }

  #replace(steps: readonly Step[], value: unknown): Splices {
    const last = steps.at(-1);
    if (last === undefined) return undefined;
    const pair = pairAt(last);
    return pair === undefined
      ? this.#replaceItem(last, value)
      : this.#replaceValue(last, pair, value);
  }

  #replaceValue({ container }: Step, pair: Pair, value: unknown): Splices {
    const { value: current } = pair;
    if (isPlainScalar(current) && isOneLine(value) && current.source !== '') {
      return [this.#scalar(current, value, container)];
    }
    const start = this.#text.valueStart(pair);
    const end = this.#text.contentEnd(pair);
    if (container.flow || !needsLines(value)) {
      return [{ start, end, source: ` ${this.#style.flow(value)}` }];
    }
    const column = this.#text.column(rangeOf(pair.key)[0]);
    const [first, ...rest] = this.#style.entry('k', value, column);
    const head = first.slice(first.indexOf(':') + 1);
    const source = [head, ...rest].join(this.#text.newline);
    return [{ start, end, source }];
  }

  #replaceItem({ container, index }: Step, value: unknown): Splices {
    const current = container.items[index];
    if (isScalar(current) && isPlainScalar(current) && isOneLine(value)) {
      return [this.#scalar(current, value, container)];
    }
    const [start] = rangeOf(current);
    const end = this.#text.contentEnd(current);
    if (container.flow || !needsLines(value)) {
      return [{ start, end, source: this.#style.flow(value) }];
    }
    const column = this.#text.column(rangeOf(container)[0]);
    const [first, ...rest] = this.#style.item(value, column);
    const head = first.trimStart().replace(/^- +/, '');
    const source = [head, ...rest].join(this.#text.newline);
    return [{ start, end, source }];
  }

  #scalar(
    current: Scalar,
    value: unknown,
    { flow }: YAMLMap | YAMLSeq,
  ): Splice {
    const [start, end] = rangeOf(current);
    const isPlain = current.type === Scalar.PLAIN;
    const source =
      flow && isPlain ? flowScalar(value) : typedSource(current, value);
    return { start, end, source };
  }

  /** Takes a field out, and with it the items that nothing is left of. */
  #remove(steps: readonly Step[]): Splices {
    const last = steps.at(-1);
    if (last === undefined) return undefined;
    if (last.container.items.length > 1) return this.#take(last);
    const above = steps.slice(0, -1);
    const parent = above.at(-1);
    if (parent === undefined) return undefined;
    if (isSeq(parent.container)) return this.#remove(above);
    return this.#replace(above, isMap(last.container) ? {} : []);
  }

  #take({ container, index }: Step): Splices {
    const item: unknown = container.items[index];
    const start = this.#startOf(container, item);
    const end = this.#text.contentEnd(item);
    if (container.flow) return [this.#takeOfFlow(container, index)];
    if (this.#text.beginsLine(start)) {
      return [this.#text.withoutLines(this.#text.attachedComments(start), end)];
    }
    // The first key of a list's item: what follows takes its place.
    const next: unknown = container.items[index + 1];
    if (index > 0 || next === undefined || !isMap(container)) return undefined;
    const rest = this.#text.nextLine(end);
    const gap = this.#text.text.slice(rest, this.#startOf(container, next));
    return [
      { start, end: this.#startOf(container, next), source: gap.trimStart() },
    ];
  }

  /** Where an entry's key stands, or the dash of an item. */
  #startOf(container: YAMLMap | YAMLSeq, item: unknown): number {
    if (isMap(container)) {
      const pair = container.items.find(other => other === item);
      return rangeOf(pair?.key)[0];
    }
    const [start] = rangeOf(item);
    return container.flow ? start : this.#text.text.lastIndexOf('-', start - 1);
  }

  #takeOfFlow(container: YAMLMap | YAMLSeq, index: number): Splice {
    const { items } = container;
    if (index + 1 < items.length) {
      const start = this.#startOf(container, items[index]);
      const end = this.#startOf(container, items[index + 1]);
      return { start, end, source: '' };
    }
    const start = this.#text.contentEnd(items[index - 1]);
    const end = this.#text.contentEnd(items[index]);
    return { start, end, source: '' };
  }
}

function emptyOf(node: unknown): unknown {
  if (isMap(node)) return {};
  if (isSeq(node)) return [];
  if (isScalar(node) && node.value !== null) return node.value;
  return undefined;
}

function isPlainScalar(node: unknown): node is Scalar {
  return (
    isScalar(node) &&
    node.type !== Scalar.BLOCK_LITERAL &&
    node.type !== Scalar.BLOCK_FOLDED
  );
}

function isOneLine(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\n');
  return typeof value !== 'object' || value === null;
}

/** What is written below its key: texts of several lines, and collections. */
function needsLines(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\n');
  return (
    typeof value === 'object' && value !== null && Object.keys(value).length > 0
  );
}
