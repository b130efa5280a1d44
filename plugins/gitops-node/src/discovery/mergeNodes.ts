import { MapNode, YamlNode } from '../manifests/YamlNode';

/**
 * Merges mappings key by key, the later winning; lists and scalars are taken
 * whole. A null removes the key, as in a JSON merge patch and in Helm values.
 */
export function mergeNodes(base: YamlNode, over: YamlNode): YamlNode {
  if (!(base instanceof MapNode) || !(over instanceof MapNode)) return over;
  const entries = new Map(base.entries);
  for (const [key, node] of over.entries) {
    const known = entries.get(key);
    if (node.type === 'scalar' && node.value === undefined) {
      entries.delete(key);
    } else if (known === undefined) {
      entries.set(key, node);
    } else {
      entries.set(key, mergeNodes(known, node));
    }
  }
  return new MapNode(entries, base.position);
}
