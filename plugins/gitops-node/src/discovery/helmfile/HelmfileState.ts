import { ListNode, MapNode, YamlNode } from '../../manifests/YamlNode';

/** What the parts and bases of a helmfile come to in one environment. */
export interface HelmfileState {
  readonly path: string;
  readonly environment: string;
  /** `.Values` of its templates. */
  readonly values: MapNode | undefined;
  readonly content: MapNode | undefined;
  readonly files: readonly string[];
}

/** Later parts of a helmfile complete earlier ones; lists are joined. */
export function mergeParts(
  base: MapNode | undefined,
  over: YamlNode,
): MapNode | undefined {
  if (!(over instanceof MapNode)) return base;
  if (base === undefined) return over;
  const entries = new Map(base.entries);
  for (const [key, node] of over.entries) {
    const known = entries.get(key);
    entries.set(key, known === undefined ? node : joined(known, node));
  }
  return new MapNode(entries, base.position);
}

function joined(known: YamlNode, node: YamlNode): YamlNode {
  if (known instanceof ListNode && node instanceof ListNode) {
    return known.withItems([...known.items, ...node.items]);
  }
  if (known instanceof MapNode && node instanceof MapNode) {
    return mergeParts(known, node) ?? node;
  }
  return node;
}
