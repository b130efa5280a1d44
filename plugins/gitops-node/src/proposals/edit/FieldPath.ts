import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Pair,
  visit,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { FieldSegment } from '../../manifests/fieldPath';
import { isItemOf } from './itemKeys';

/** One step into a document: which item of which collection. */
export interface Step {
  readonly container: YAMLMap | YAMLSeq;
  readonly index: number;
}

/** How far a field is there: its steps, and the segments that are missing. */
export interface FieldPath {
  readonly steps: readonly Step[];
  /** What the last step leads to; the document's root where there is none. */
  readonly node: unknown;
  readonly missing: readonly FieldSegment[];
}

/** `undefined` where an anchor hands it, or what it stands in, to others. */
export function findPath(
  document: Document,
  field: readonly FieldSegment[],
): FieldPath | undefined {
  const repeated = repeatedAnchors(document);
  const isShared = (node: unknown) =>
    isAlias(node) ||
    ((isMap(node) || isSeq(node) || isScalar(node)) &&
      node.anchor !== undefined &&
      repeated.has(node.anchor));
  const steps: Step[] = [];
  let node: unknown = document.contents;
  for (const [depth, segment] of field.entries()) {
    if (isShared(node)) return undefined;
    const index = indexOf(node, segment);
    if (index === 'merged') return undefined;
    if (index < 0 || !(isMap(node) || isSeq(node))) {
      return { steps, node, missing: field.slice(depth) };
    }
    steps.push({ container: node, index });
    node = valueOf(node, index);
  }
  return isShared(node) ? undefined : { steps, node, missing: [] };
}

export function pairAt({ container, index }: Step): Pair | undefined {
  return isMap(container) ? container.items[index] : undefined;
}

function valueOf(container: YAMLMap | YAMLSeq, index: number): unknown {
  return isMap(container)
    ? container.items[index].value
    : container.items[index];
}

function indexOf(node: unknown, segment: FieldSegment): number | 'merged' {
  if (isMap(node)) {
    // Of a repeated key the last is taken, as everywhere in discovery.
    const index = node.items.findLastIndex(
      ({ key }) => keyText(key) === segment,
    );
    const isMerged =
      index < 0 && node.items.some(({ key }) => keyText(key) === '<<');
    return isMerged ? 'merged' : index;
  }
  if (!isSeq(node)) return -1;
  if (typeof segment === 'number') {
    return segment < node.items.length ? segment : -1;
  }
  if (typeof segment === 'string') return -1;
  return node.items.findIndex(item => isItemOf(dataOf(item), segment));
}

/** Of an item as far as its own keys go. */
function dataOf(item: unknown): unknown {
  if (!isMap(item)) return undefined;
  return Object.fromEntries(
    item.items.map(({ key, value }) => [
      keyText(key),
      isScalar(value) ? value.source ?? value.value : value,
    ]),
  );
}

function keyText(key: unknown): string {
  return isScalar(key) ? key.source ?? String(key.value) : String(key);
}

function repeatedAnchors(document: Document): ReadonlySet<string> {
  const anchors = new Set<string>();
  visit(document, {
    Alias(_, alias) {
      anchors.add(alias.source);
    },
  });
  return anchors;
}
