import { MapNode, ScalarNode, YamlNode } from './YamlNode';

/**
 * Plain data of an object as Kubernetes reads it: `0644` is octal there, as in
 * YAML 1.1.
 */
export function resourceValue(node: YamlNode): unknown {
  if (node instanceof ScalarNode) {
    if (typeof node.value === 'number' && /^[-+]?0[0-7]+$/.test(node.text)) {
      return parseInt(node.text, 8);
    }
    return node.value ?? null;
  }
  if (node instanceof MapNode) {
    return Object.fromEntries(
      [...node.entries].map(([key, value]) => [key, resourceValue(value)]),
    );
  }
  return node.items.map(resourceValue);
}
