import { FieldSegment, formatField } from './fieldPath';
import { scalarItemSegment } from './versionFacts';

/** A scalar as YAML resolves it. @public */
export type ScalarValue = string | number | boolean | undefined;

/** One document of one file: what an origin refers to. @public */
export interface SourceDocument {
  readonly branch: string;
  readonly file: string;
  /** `kind/namespace/name` of the object, or `#<index>` where it is none. */
  readonly id: string;
  /**
   * Set where the document is text inside a field of another one (an inline
   * patch, values in a string). Lines count in the outer file.
   */
  readonly within?: YamlNode;
  /** Set where a scalar stands for the whole file (a generated ConfigMap). */
  readonly whole?: boolean;
}

/**
 * Where a node is written. Nodes are shared between the objects that are
 * composed of them and never change, so every value of a composed object still
 * tells the file, line and field that supplied it.
 *
 * @public
 */
export interface NodePosition {
  readonly document: SourceDocument;
  /** Counted from 1. */
  readonly line: number;
  readonly parent?: MapNode | ListNode;
  readonly key?: string | number;
  /** Whether it is text in block notation, which begins on the next line. */
  readonly isBlock?: boolean;
}

/** What all nodes have: where they are written. @public */
export abstract class PositionedNode {
  /** How many nodes the tree below has when aliases are expanded. */
  abstract readonly size: number;
  readonly line: number;
  readonly document: SourceDocument;
  readonly isBlock: boolean;
  #parent: MapNode | ListNode | undefined;
  #key: string | number | undefined;

  constructor(position: NodePosition) {
    this.document = position.document;
    this.line = position.line;
    this.isBlock = position.isBlock ?? false;
    this.#parent = position.parent;
    this.#key = position.key;
  }

  get position(): NodePosition {
    return {
      document: this.document,
      line: this.line,
      parent: this.#parent,
      key: this.#key,
      isBlock: this.isBlock,
    };
  }

  /**
   * Ties a freshly read node to the container it is written in. A node that an
   * alias repeats keeps the place of its anchor.
   */
  settle(parent: MapNode | ListNode, key: string | number): void {
    if (this.#parent === undefined) {
      this.#parent = parent;
      this.#key = key;
    }
  }
}

/** A string, number, boolean or null, with the text it is written as. @public */
export class ScalarNode extends PositionedNode {
  readonly type = 'scalar';
  readonly size = 1;
  readonly value: ScalarValue;
  /** As written, without quotes: `1.10` stays `1.10`. */
  readonly text: string;

  constructor(value: ScalarValue, text: string, position: NodePosition) {
    super(position);
    this.value = value;
    this.text = text;
  }
}

/** A mapping. Keys are text; a merge key's entries are already merged in. @public */
export class MapNode extends PositionedNode {
  readonly type = 'map';
  readonly size: number;
  readonly entries: ReadonlyMap<string, YamlNode>;

  constructor(entries: ReadonlyMap<string, YamlNode>, position: NodePosition) {
    super(position);
    this.entries = entries;
    let size = 1;
    for (const node of entries.values()) size += node.size;
    this.size = size;
  }

  get(key: string): YamlNode | undefined {
    return this.entries.get(key);
  }

  /** A copy with one entry set, or removed where `node` is undefined. */
  with(key: string, node: YamlNode | undefined): MapNode {
    const entries = new Map(this.entries);
    if (node === undefined) entries.delete(key);
    else entries.set(key, node);
    return new MapNode(entries, this.position);
  }
}

/** @public */
export class ListNode extends PositionedNode {
  readonly type = 'list';
  readonly size: number;
  readonly items: readonly YamlNode[];

  constructor(items: readonly YamlNode[], position: NodePosition) {
    super(position);
    this.items = items;
    let size = 1;
    for (const node of items) size += node.size;
    this.size = size;
  }

  withItems(items: readonly YamlNode[]): ListNode {
    return new ListNode(items, this.position);
  }
}

/** @public */
export type YamlNode = ScalarNode | MapNode | ListNode;

/**
 * Follows map keys and list indices; undefined where the path ends early.
 *
 * @public
 */
export function nodeAt(
  node: YamlNode | undefined,
  ...path: readonly (string | number)[]
): YamlNode | undefined {
  let current = node;
  for (const step of path) {
    if (current instanceof MapNode) current = current.get(String(step));
    else if (current instanceof ListNode) current = current.items[Number(step)];
    else return undefined;
  }
  return current;
}

/** The text of a non-empty scalar at a path. */
export function textAt(
  node: YamlNode | undefined,
  ...path: readonly (string | number)[]
): string | undefined {
  const found = nodeAt(node, ...path);
  return found instanceof ScalarNode &&
    found.value !== undefined &&
    found.text !== ''
    ? found.text
    : undefined;
}

/** The items of the list at a path; none where there is no list. */
export function itemsAt(
  node: YamlNode | undefined,
  ...path: readonly (string | number)[]
): readonly YamlNode[] {
  const found = nodeAt(node, ...path);
  return found instanceof ListNode ? found.items : [];
}

/** The entries of the map at a path; none where there is no map. */
export function entriesAt(
  node: YamlNode | undefined,
  ...path: readonly (string | number)[]
): ReadonlyMap<string, YamlNode> {
  const found = nodeAt(node, ...path);
  return found instanceof MapNode ? found.entries : new Map();
}

/** Plain data, as a schema wants it. YAML's null is `undefined`. */
export function toValue(node: YamlNode | undefined): unknown {
  if (node instanceof MapNode) {
    const value: Record<string, unknown> = Object.create(null);
    for (const [key, child] of node.entries) value[key] = toValue(child);
    return value;
  }
  if (node instanceof ListNode) return node.items.map(toValue);
  return node?.value;
}

/** The path of a node within the document it is written in. */
export function pathOf(node: YamlNode): FieldSegment[] {
  return segmentsOf(node, index => index);
}

/** The same, with a URL of a list named by what stays when its ref moves. */
export function trackedPathOf(node: YamlNode): FieldSegment[] {
  return segmentsOf(node, scalarItemSegment);
}

function segmentsOf(
  node: YamlNode,
  scalarSegment: (index: number, text: string) => FieldSegment,
): FieldSegment[] {
  const path: FieldSegment[] = [];
  let { parent, key } = node.position;
  while (parent !== undefined && key !== undefined) {
    path.unshift(
      parent instanceof ListNode
        ? itemSegment(parent, Number(key), scalarSegment)
        : `${key}`,
    );
    ({ parent, key } = parent.position);
  }
  return path;
}

/** An item is named by its `name` where that tells it from its siblings. */
function itemSegment(
  list: ListNode,
  index: number,
  scalarSegment: (index: number, text: string) => FieldSegment,
): FieldSegment {
  const item = list.items[index];
  if (item instanceof ScalarNode) return scalarSegment(index, item.text);
  const name = textAt(item, 'name');
  if (name === undefined) return index;
  const first = list.items.findIndex(other => textAt(other, 'name') === name);
  return first === index ? { key: 'name', value: name } : index;
}

/** The place of a node, as an artifact's origin tells it. */
export interface NodeLocation {
  readonly branch: string;
  readonly file: string;
  readonly document: string;
  readonly field: string;
  /** The same field, named so that it is found in other versions of the file. */
  readonly trackedField: string;
  readonly line: number;
  /** Whether `field` of `document` holds the value itself. */
  readonly exact: boolean;
}

export function locate(node: YamlNode): NodeLocation {
  const { document, line } = node;
  const outer = document.within;
  if (outer !== undefined) return { ...locate(outer), line, exact: false };
  return {
    branch: document.branch,
    file: document.file,
    document: document.id,
    field: formatField(pathOf(node)),
    trackedField: formatField(trackedPathOf(node)),
    line,
    exact: true,
  };
}
