import {
  Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Node,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { keyOf, Member, scalarsOf, scalarTextOf } from './SourceNodes';

/** What decides whether a part of a file stands for what is looked for. */
export interface Membership {
  /** Whether a text in a list is a path that is theirs. */
  isOwnPath(text: string): boolean;
  /** Whether a mapping in a list is theirs, by its direct values. */
  isOwnItem(values: ReadonlyMap<string, string>): boolean;
  /** Whether a key, or a word in a list, is their name. */
  isOwnName(text: string): boolean;
  /** Whether an object of the file is theirs, by `kind` and `metadata.name`. */
  isOwnObject(kind: string, name: string): boolean;
}

/** Lists and mappings whose items have names of their own. */
const insideWorkloads: ReadonlySet<string> = new Set([
  'annotations',
  'configMapGenerator',
  'containers',
  'dependsOn',
  'egress',
  'env',
  'envFrom',
  'imagePullSecrets',
  'ingress',
  'initContainers',
  'labels',
  'matchLabels',
  'ports',
  'selector',
  'template',
  'volumeMounts',
  'volumes',
]);

/** The outermost parts of a document that are theirs, in order. */
export function findMembers(
  document: Document.Parsed,
  membership: Membership,
): readonly Member[] {
  const root: unknown = document.contents;
  if (isMap(root)) {
    const kind = scalarTextOf(root.get('kind', true));
    const metadata = root.get('metadata');
    const name = scalarsOf(metadata).get('name');
    if (
      kind !== undefined &&
      name !== undefined &&
      membership.isOwnObject(kind, name)
    ) {
      return [{ kind: 'document', document }];
    }
  }
  const members: Member[] = [];
  collect(root, membership, members);
  return members;
}

function collect(
  node: unknown,
  membership: Membership,
  members: Member[],
): void {
  if (isSeq(node)) collectItems(node, membership, members);
  else if (isMap(node)) collectEntries(node, membership, members);
}

function collectItems(
  list: YAMLSeq,
  membership: Membership,
  members: Member[],
): void {
  list.items.forEach((node, index) => {
    if (isNode(node) && isOwn(node, membership)) {
      members.push({ kind: 'item', list, node, index });
    } else {
      collect(node, membership, members);
    }
  });
}

function isOwn(node: Node, membership: Membership): boolean {
  if (isScalar(node)) {
    const text = scalarTextOf(node);
    return (
      text !== undefined &&
      (membership.isOwnName(text) || membership.isOwnPath(text))
    );
  }
  if (!isMap(node)) return false;
  const values = scalarsOf(node);
  const path = values.get('path');
  return (
    (path !== undefined && membership.isOwnPath(path)) ||
    membership.isOwnItem(values) ||
    membership.isOwnItem(scalarsOf(node.get('target')))
  );
}

function collectEntries(
  map: YAMLMap,
  membership: Membership,
  members: Member[],
): void {
  map.items.forEach((pair, index) => {
    const key = keyOf(pair);
    if (insideWorkloads.has(key)) return;
    if (membership.isOwnName(key)) {
      members.push({ kind: 'entry', map, pair, index });
    } else {
      collect(pair.value, membership, members);
    }
  });
}
