import {
  ListNode,
  MapNode,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { derivedScalar } from '../derivedNode';

const placeholder = /\{\{([^{}]*)\}\}/g;
const onlyPlaceholder = /^\{\{([^{}]*)\}\}$/;

/**
 * An ApplicationSet template without `goTemplate`: `{{name}}` is replaced by
 * the parameter of that name, and stays as written where there is none.
 */
export function fillPlaceholders(
  template: ScalarNode,
  parameters: MapNode,
): ScalarNode {
  if (typeof template.value !== 'string' || !template.text.includes('{{')) {
    return template;
  }
  const alone = onlyPlaceholder.exec(template.text);
  const value = alone && parameters.get(alone[1].trim());
  if (value instanceof ScalarNode) {
    return new ScalarNode(value.text, value.text, value.position);
  }
  const text = template.text.replace(placeholder, (whole, name: string) => {
    const found = parameters.get(name.trim());
    return found instanceof ScalarNode ? found.text : whole;
  });
  return text === template.text ? template : derivedScalar(text, template);
}

/** Applies `fill` to every text of a tree, mapping keys included. */
export function fillTree(
  node: YamlNode,
  fill: (template: ScalarNode) => ScalarNode,
): YamlNode {
  if (node instanceof ScalarNode) return fill(node);
  if (node instanceof ListNode) {
    return node.withItems(node.items.map(item => fillTree(item, fill)));
  }
  const entries = new Map<string, YamlNode>();
  for (const [key, child] of node.entries) {
    const name = key.includes('{{')
      ? fill(derivedScalar(key, child)).text
      : key;
    entries.set(name, fillTree(child, fill));
  }
  return new MapNode(entries, node.position);
}

/**
 * Nested data as the flat parameters that `{{a.b}}` names; list items are
 * counted (`a.0`).
 */
export function flattenParameters(node: MapNode): MapNode {
  const entries = new Map<string, YamlNode>();
  const visit = (child: YamlNode, path: string): void => {
    if (child instanceof MapNode) {
      child.entries.forEach((item, key) => visit(item, `${path}.${key}`));
    } else if (child instanceof ListNode) {
      child.items.forEach((item, index) => visit(item, `${path}.${index}`));
    } else {
      entries.set(path, child);
    }
  };
  node.entries.forEach((child, key) => visit(child, key));
  return new MapNode(entries, node.position);
}
