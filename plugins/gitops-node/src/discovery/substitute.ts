import { Manifest } from '../manifests/Manifest';
import { ListNode, MapNode, ScalarNode, YamlNode } from '../manifests/YamlNode';

/**
 * Replaces `${NAME}`, `${NAME:=default}` and `${NAME:-default}` by the values
 * that Git tells. A value that is one variable alone is written where the
 * variable is; a variable without a value stays as it is.
 */
export function substitute(
  manifest: Manifest,
  variables: ReadonlyMap<string, ScalarNode>,
): Manifest {
  const disabled = 'kustomize.toolkit.fluxcd.io/substitute';
  if (
    manifest.annotations[disabled] === 'disabled' ||
    manifest.labels[disabled] === 'disabled'
  ) {
    return manifest;
  }
  const root = substituteNode(manifest.root, variables);
  return root instanceof MapNode && root !== manifest.root
    ? manifest.with(root)
    : manifest;
}

const variable = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?[-=]([^{}]*))?\}/g;

function substituteNode(
  node: YamlNode,
  variables: ReadonlyMap<string, ScalarNode>,
): YamlNode {
  if (node instanceof ScalarNode) return substituteText(node, variables);
  if (node instanceof ListNode) {
    const items = node.items.map(item => substituteNode(item, variables));
    const same = items.every((item, index) => item === node.items[index]);
    return same ? node : node.withItems(items);
  }
  let result = node;
  for (const [key, child] of node.entries) {
    const changed = substituteNode(child, variables);
    if (changed !== child) result = result.with(key, changed);
  }
  return result;
}

function substituteText(
  node: ScalarNode,
  variables: ReadonlyMap<string, ScalarNode>,
): ScalarNode {
  if (!node.text.includes('${')) return node;
  let source: ScalarNode | undefined;
  const text = node.text.replace(
    variable,
    (whole, name: string, fallback: string | undefined) => {
      const value = variables.get(name);
      if (value === undefined) return fallback ?? whole;
      if (whole === node.text) source = value;
      return value.text;
    },
  );
  if (text === node.text) return node;
  return new ScalarNode(text, text, (source ?? node).position);
}
