import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Node,
  parseAllDocuments,
  Scalar,
  visit,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { FieldSegment } from '../../manifests/fieldPath';

/** The documents of a text, with the way from offsets to lines. */
export interface ReadText {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
}

/** `undefined` where any of it is no YAML: then nothing of it is edited. */
export function readText(text: string): ReadText | undefined {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return { documents: [], lines };
  return documents.some(({ errors }) => errors.length > 0)
    ? undefined
    : { documents, lines };
}

/** The documents that an origin can mean: by object, or by index. */
export function documentsNamed(
  { documents }: ReadText,
  name: string,
): readonly Document.Parsed[] {
  const index = /^#(\d+)$/.exec(name)?.[1];
  if (index !== undefined) return documents.slice(Number(index)).slice(0, 1);
  return documents.filter(document => nameOf(document) === name);
}

function nameOf(document: Document.Parsed): string {
  const part = (...path: string[]) => {
    const value = document.getIn(path);
    return value === undefined || value === null ? undefined : String(value);
  };
  const namespace = part('metadata', 'namespace') ?? '_';
  return `${part('kind')}/${namespace}/${part('metadata', 'name')}`;
}

export type FoundScalar =
  | { readonly state: 'found'; readonly scalar: Scalar.Parsed }
  | { readonly state: 'absent' | 'shared' };

/** Goes down a field, without following aliases or merge keys. */
export function findScalar(
  document: Document.Parsed,
  field: readonly FieldSegment[],
): FoundScalar {
  let node: Node | null | undefined = document.contents;
  for (const segment of field) {
    if (isAlias(node)) return { state: 'shared' };
    const next = child(node, segment);
    if (next === 'merged') return { state: 'shared' };
    node = next;
  }
  if (isAlias(node)) return { state: 'shared' };
  if (!isScalar(node) || node.range === undefined || node.range === null) {
    return { state: 'absent' };
  }
  if (node.anchor !== undefined && isRepeated(document, node.anchor)) {
    return { state: 'shared' };
  }
  return { state: 'found', scalar: node as Scalar.Parsed };
}

function child(
  node: Node | null | undefined,
  segment: FieldSegment,
): Node | undefined | 'merged' {
  if (isMap(node)) return entryOf(node, String(segment));
  if (!isSeq(node)) return undefined;
  return itemOf(node, segment);
}

/** Of a repeated key the last is taken, as everywhere in discovery. */
function entryOf(map: YAMLMap, key: string): Node | undefined | 'merged' {
  const pair = map.items.findLast(item => keyText(item.key) === key);
  if (pair !== undefined) return pair.value as Node | undefined;
  return map.items.some(item => keyText(item.key) === '<<')
    ? 'merged'
    : undefined;
}

function keyText(key: unknown): string {
  return isScalar(key) ? key.source ?? String(key.value) : String(key);
}

function itemOf(list: YAMLSeq, segment: FieldSegment): Node | undefined {
  if (typeof segment === 'number') return list.items[segment] as Node;
  if (typeof segment === 'string') return undefined;
  const { key, value } = segment;
  return list.items.find(item =>
    isScalar(item)
      ? key === 'url' && String(item.value).startsWith(value)
      : isMap(item) && String(item.get(key)) === value,
  ) as Node | undefined;
}

function isRepeated(document: Document.Parsed, anchor: string): boolean {
  let repeated = false;
  visit(document, {
    Alias(_, alias) {
      if (alias.source === anchor) repeated = true;
    },
  });
  return repeated;
}
