import { Manifest } from '../../manifests/Manifest';
import { MapNode, nodeAt, textAt, YamlNode } from '../../manifests/YamlNode';
import { DeclaringObject } from '../declaration';
import { mapAt, scalarAt } from '../derivedNode';
import { resolvePath } from '../repositoryPath';

/** `spec.sync` of a FluxInstance. */
export interface InstanceSync {
  readonly node: MapNode;
  readonly kind: string;
  /** Of the source and of the Kustomization. */
  readonly name: string;
  readonly namespace: string;
  /** Within the source. */
  readonly path: string;
}

/** Where the operator is installed unless it is told another place. */
const usualNamespace = 'flux-system';

/** Undefined where the instance installs Flux and syncs nothing. */
export function readInstanceSync({
  manifest,
  scope,
}: DeclaringObject): InstanceSync | undefined {
  const node = nodeAt(manifest.root, 'spec', 'sync');
  if (!(node instanceof MapNode) || textAt(node, 'url') === undefined) {
    return undefined;
  }
  const namespace =
    manifest.namespace ?? scope.appliedBy?.targetNamespace ?? usualNamespace;
  const text = textAt(node, 'path') ?? '';
  return {
    node,
    kind: textAt(node, 'kind') ?? 'GitRepository',
    name: textAt(node, 'name') ?? namespace,
    namespace,
    path: resolvePath('', text.replace(/^\/+/, '')) ?? text,
  };
}

/** What a source calls the reference; a bucket has a name in its place. */
const references: ReadonlyMap<string, string> = new Map([
  ['GitRepository', 'name'],
  ['OCIRepository', 'tag'],
]);

/** The objects that the operator makes of it, in the places of its fields. */
export function syncObjects(
  { node, kind, name, namespace }: InstanceSync,
  files: readonly string[],
): { source: Manifest; kustomization: Manifest } {
  const text = (value: string) => scalarAt(value, node);
  const map = (entries: Record<string, YamlNode | undefined>) =>
    mapAt(
      new Map(
        Object.entries(entries).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, value] as const],
        ),
      ),
      node,
    );
  const metadata = map({ name: text(name), namespace: text(namespace) });
  const [url, ref] = [node.get('url'), node.get('ref')];
  const reference = references.get(kind);
  const source = map({
    apiVersion: text('source.toolkit.fluxcd.io/v1'),
    kind: text(kind),
    metadata,
    spec:
      reference === undefined
        ? map({ endpoint: url, bucketName: ref })
        : map({ url, ref: map({ [reference]: ref }) }),
  });
  const kustomization = map({
    apiVersion: text('kustomize.toolkit.fluxcd.io/v1'),
    kind: text('Kustomization'),
    metadata,
    spec: map({
      path: node.get('path'),
      prune: text('true'),
      sourceRef: map({ kind: text(kind), name: text(name) }),
    }),
  });
  return {
    source: objectOf(source, files),
    kustomization: objectOf(kustomization, files),
  };
}

function objectOf(root: MapNode, files: readonly string[]): Manifest {
  const [manifest] = Manifest.fromNode(root, files);
  return manifest;
}
