import { toValue, MapNode } from '../manifests/YamlNode';
import { isInlinePatch } from './kustomizationPaths';

/**
 * A kustomization as what was checked, and nothing else: written anew as JSON,
 * so that no corner of YAML (a repeated key, a `!!binary` path) can mean one
 * thing here and another to kustomize.
 */
export function canonicalKustomization(root: MapNode): string {
  const value = new Map<string, unknown>();
  for (const [field, node] of root.entries) value.set(field, toValue(node));
  const strategic = listOf(value.get('patchesStrategicMerge'));
  if (strategic.length > 0) {
    // Kustomize tries to open an inline patch as a path first; in `patches`
    // the two are told apart.
    value.delete('patchesStrategicMerge');
    value.set('patches', [
      ...strategic.map(entry =>
        isInlinePatch(String(entry)) ? { patch: entry } : { path: entry },
      ),
      ...listOf(value.get('patches')),
    ]);
  }
  return JSON.stringify(Object.fromEntries(value));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
