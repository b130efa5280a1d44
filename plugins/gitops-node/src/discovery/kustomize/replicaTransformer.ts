import { Manifest } from '../../manifests/Manifest';
import {
  itemsAt,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
} from '../../manifests/YamlNode';
import { mapAt } from './editManifest';

/** One of the `replicas` of a kustomization. */
interface ReplicaCount {
  readonly name: string;
  readonly count: ScalarNode;
}

/** Kinds whose `spec.replicas` kustomize sets. */
const replicated = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

/** Whether kustomize's `replicas` mean objects of a kind. */
export function isReplicated(kind: string): boolean {
  return replicated.has(kind);
}

/** The `replicas` of a kustomization. */
export function replicaCounts(root: MapNode): ReplicaCount[] {
  return itemsAt(root, 'replicas').flatMap(item => {
    const name = textAt(item, 'name');
    const count = nodeAt(item, 'count');
    return name !== undefined && count instanceof ScalarNode
      ? [{ name, count }]
      : [];
  });
}

/**
 * The object with as many replicas as the last count for one of its names
 * says; its place is that of the count.
 */
export function withReplicas(
  manifest: Manifest,
  names: readonly string[],
  counts: readonly ReplicaCount[],
): Manifest {
  const found = counts.findLast(({ name }) => names.includes(name));
  if (found === undefined || !replicated.has(manifest.kind)) return manifest;
  const { root } = manifest;
  const spec = mapAt(root, 'spec').with('replicas', found.count);
  return manifest.with(root.with('spec', spec), [found.count.document.file]);
}
