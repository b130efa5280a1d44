import { State } from 'js-yaml';
import { PlainScalar } from './yamlSchema';
import {
  ListNode,
  MapNode,
  NodePosition,
  ScalarNode,
  SourceDocument,
  YamlNode,
} from './YamlNode';

/** Merge keys may repeat large mappings many times; this bounds the work. */
const maximumMergedKeys = 100_000;

interface Frame {
  readonly line: number;
  /** Where the node begins in the text. */
  readonly position: number;
  readonly children: Composed[];
}

/** What js-yaml composed, and the node made of it. */
interface Composed {
  readonly kind: string | null;
  readonly result: unknown;
  readonly node: YamlNode;
  /** An alias shares its anchor's node, which is written elsewhere. */
  readonly alias: boolean;
}

export interface DuplicateKey {
  readonly key: string;
  readonly line: number;
}

/**
 * Builds positioned nodes while js-yaml parses, from its `listener` events:
 * one pass gives values and places, at the speed of js-yaml alone.
 *
 * js-yaml opens a node for every attempt, so a frame may hold a child that is
 * the node itself (a scalar first tried as a mapping's key) or an empty one
 * past the end of a block; `#close` tells these from real children.
 */
export class NodeBuilder {
  readonly roots: YamlNode[] = [];
  readonly duplicates: DuplicateKey[] = [];
  readonly #documentAt: (index: number) => SourceDocument;
  readonly #lineOffset: number;
  readonly #stack: Frame[] = [];
  readonly #containers = new Map<unknown, YamlNode>();
  #mergedKeys = 0;

  /** @param documentAt - Tells the document with that index in the text. */
  constructor(
    documentAt: (index: number) => SourceDocument,
    lineOffset: number,
  ) {
    this.#documentAt = documentAt;
    this.#lineOffset = lineOffset;
  }

  listen(event: 'open' | 'close', state: State): void {
    if (event === 'open') {
      const line = state.line + 1 + this.#lineOffset;
      this.#stack.push({ line, position: state.position, children: [] });
      return;
    }
    const frame = this.#stack.pop();
    if (frame === undefined) return;
    const isBlock =
      state.kind === 'scalar' && startsBlock(state.input, frame.position);
    const composed = this.#close(frame, state.kind, state.result, isBlock);
    const parent = this.#stack.at(-1);
    if (parent === undefined) this.roots.push(composed.node);
    else parent.children.push(composed);
  }

  #close(
    frame: Frame,
    kind: string | null,
    result: unknown,
    isBlock: boolean,
  ): Composed {
    const same = frame.children.at(-1);
    const isContainer =
      typeof result === 'object' &&
      result !== null &&
      !(result instanceof PlainScalar);
    if (
      same !== undefined &&
      same.result === result &&
      (isContainer || kind === 'scalar')
    ) {
      return same;
    }
    const position = {
      document: this.#documentAt(this.roots.length),
      line: frame.line,
      isBlock,
    };
    if (!isContainer) {
      return { kind, result, node: scalar(result, position), alias: false };
    }
    const known = this.#containers.get(result);
    if (known !== undefined) return { kind, result, node: known, alias: true };
    const node = Array.isArray(result)
      ? this.#list(frame, result, position)
      : this.#map(frame, result, position);
    this.#containers.set(result, node);
    return { kind, result, node, alias: false };
  }

  #list(
    frame: Frame,
    result: readonly unknown[],
    position: NodePosition,
  ): ListNode {
    let next = 0;
    const own = new Map<number, YamlNode>();
    const items = result.map((value, index) => {
      const { children } = frame;
      while (next < children.length && children[next].result !== value) {
        next += 1;
      }
      if (next === children.length) return this.#convert(value, position);
      const { node, alias } = children[next];
      next += 1;
      if (!alias) own.set(index, node);
      return node;
    });
    return settle(new ListNode(items, position), own);
  }

  #map(frame: Frame, result: object, position: NodePosition): MapNode {
    const entries = new Map<string, YamlNode>();
    const own = new Map<string, YamlNode>();
    const merges: YamlNode[] = [];
    const { children } = frame;
    for (let index = 0; index + 1 < children.length; index += 2) {
      const key = String(children[index].result);
      const { node, alias } = children[index + 1];
      if (key === '<<') {
        merges.push(node);
        continue;
      }
      if (entries.has(key)) {
        this.duplicates.push({ key, line: children[index].node.line });
      }
      entries.set(key, node);
      if (alias) own.delete(key);
      else own.set(key, node);
    }
    const keys = Object.keys(result).filter(key => key !== '<<');
    if (keys.length !== entries.size || !keys.every(key => entries.has(key))) {
      return this.#convertMap(result, position);
    }
    this.#merge(entries, merges);
    return settle(new MapNode(entries, position), own);
  }

  #merge(entries: Map<string, YamlNode>, merges: readonly YamlNode[]): void {
    const sources = merges.flatMap(node =>
      node instanceof ListNode ? node.items : [node],
    );
    for (const source of sources) {
      if (!(source instanceof MapNode)) continue;
      this.#mergedKeys += source.entries.size;
      if (this.#mergedKeys > maximumMergedKeys) {
        throw new RangeError('merge keys repeat too many entries');
      }
      for (const [key, node] of source.entries) {
        if (!entries.has(key)) entries.set(key, node);
      }
    }
  }

  /** For the rare notation whose events don't pair up: values, one place. */
  #convert(value: unknown, position: NodePosition): YamlNode {
    const known = this.#containers.get(value);
    if (known !== undefined) return known;
    if (
      typeof value !== 'object' ||
      value === null ||
      value instanceof PlainScalar
    ) {
      return scalar(value, position);
    }
    if (!Array.isArray(value)) return this.#convertMap(value, position);
    const items = value.map(item => this.#convert(item, position));
    return settle(new ListNode(items, position), new Map(items.entries()));
  }

  #convertMap(value: object, position: NodePosition): MapNode {
    const entries = new Map<string, YamlNode>();
    for (const [key, item] of Object.entries(value)) {
      entries.set(key, this.#convert(item, position));
    }
    return settle(new MapNode(entries, position), entries);
  }
}

/** Whether a block scalar (`|` or `>`) begins here. */
function startsBlock(text: string, position: number): boolean {
  let at = position;
  while (text[at] === ' ') at += 1;
  return text[at] === '|' || text[at] === '>';
}

function scalar(result: unknown, position: NodePosition): ScalarNode {
  if (result instanceof PlainScalar) {
    return new ScalarNode(result.value, result.text, position);
  }
  if (result === undefined || result === null) {
    return new ScalarNode(undefined, '', position);
  }
  const text = String(result);
  return new ScalarNode(text, text, position);
}

function settle<T extends MapNode | ListNode>(
  container: T,
  own: ReadonlyMap<string | number, YamlNode>,
): T {
  for (const [key, node] of own) node.settle(container, key);
  return container;
}
