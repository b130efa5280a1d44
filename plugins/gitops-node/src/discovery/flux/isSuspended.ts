import { nodeAt, ScalarNode, YamlNode } from '../../manifests/YamlNode';

/** Whether `spec.suspend` switches the object off. */
export function isSuspended(root: YamlNode): boolean {
  const node = nodeAt(root, 'spec', 'suspend');
  return node instanceof ScalarNode && node.text === 'true';
}
