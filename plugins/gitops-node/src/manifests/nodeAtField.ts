import { FieldSegment, parseField } from './fieldPath';
import { ListNode, MapNode, textAt, YamlNode } from './YamlNode';

/**
 * The node that a field (`spec.ports[port=80,protocol=TCP].name`) names within
 * a document; `undefined` where there is none. A key that the item leaves to
 * its default fits.
 */
export function nodeAtField(
  root: YamlNode,
  field: string,
): YamlNode | undefined {
  const segments = parseField(field);
  let node: YamlNode | undefined = segments && root;
  for (const segment of segments ?? []) node = childAt(node, segment);
  return node;
}

function childAt(
  node: YamlNode | undefined,
  segment: FieldSegment,
): YamlNode | undefined {
  if (node instanceof MapNode) return node.get(String(segment));
  if (!(node instanceof ListNode)) return undefined;
  if (typeof segment !== 'object') return node.items[Number(segment)];
  const { key, value } = segment;
  return node.items.find(item => hasKeys(item, `${key}=${value}`));
}

/** Whether an item has the keys of `port=80,protocol=TCP`. */
function hasKeys(item: YamlNode, keys: string): boolean {
  const [, key = '', rest = ''] = /^([^=]+)=([\s\S]*)$/.exec(keys) ?? [];
  const text = textAt(item, key);
  if (text === rest) return true;
  if (text !== undefined && rest.startsWith(`${text},`)) {
    return hasKeys(item, rest.slice(text.length + 1));
  }
  const comma = rest.indexOf(',');
  if (text !== undefined || !(item instanceof MapNode)) return false;
  return comma < 0 || hasKeys(item, rest.slice(comma + 1));
}
