import { Manifest } from '../../manifests/Manifest';
import { itemsAt, locate, nodeAt, textAt } from '../../manifests/YamlNode';
import {
  DeclarationReader,
  Declarations,
  DeclaringObject,
  DiscoveryContext,
  Scope,
} from '../declaration';
import { emptyBuild } from '../kustomize/KustomizeBuild';
import { artifactFolder } from './artifactFolder';
import { sourceTarget } from './fluxSource';
import { InstanceSync, readInstanceSync, syncObjects } from './instanceSync';
import { kustomizationDeclaration } from './kustomizationReader';

/**
 * The Flux operator's `FluxInstance`: the source and the Kustomization from
 * which a cluster starts, as `flux bootstrap` would write them.
 */
export const fluxInstanceReader: DeclarationReader = {
  name: 'Flux instance',
  phase: 'expand',
  // Without a sync it installs Flux, and leads nowhere.
  reads: ({ group, kind, root }: Manifest) =>
    group === 'fluxcd.controlplane.io' &&
    kind === 'FluxInstance' &&
    nodeAt(root, 'spec', 'sync') !== undefined,
  fromObject: readInstance,
};

const nothing: Declarations = { declarations: [], diagnostics: [] };

function readInstance(
  object: DeclaringObject,
  context: DiscoveryContext,
): Declarations {
  const { scope } = object;
  const sync = readInstanceSync(object);
  if (sync === undefined) return nothing;
  const { source, kustomization } = madeObjects(object, sync, context);
  const folder =
    sync.kind === 'GitRepository'
      ? undefined
      : artifactFolder(object.manifest.file, sync.path, scope.branch.tree);
  const target = sourceTarget(source, sync.path, scope, {
    ...context,
    folderOfArtifact: () => folder,
  });
  const { declarations, diagnostics } = kustomizationDeclaration(
    { manifest: kustomization, scope },
    target,
    context,
  );
  const root = rootOf(scope, target.path);
  const isHere = target.type === 'thisRepository';
  return {
    declarations: declarations.map(declaration => ({
      ...declaration,
      declaredBy: locate(sync.node),
      ...(isHere && { bootstrap: { root, source, folder } }),
    })),
    diagnostics,
  };
}

/** What the operator makes, with the patches that the instance has for it. */
function madeObjects(
  { manifest, scope }: DeclaringObject,
  sync: InstanceSync,
  context: DiscoveryContext,
): { source: Manifest; kustomization: Manifest } {
  const made = syncObjects(sync, manifest.files);
  const patches = itemsAt(manifest.root, 'spec', 'kustomize', 'patches');
  const builds = context.kustomize(scope.branch.name);
  if (patches.length === 0 || builds === undefined) return made;
  const { manifests } = builds.add(
    emptyBuild.withManifests([made.source, made.kustomization]),
    { images: [], patches, components: [] },
    '',
  );
  const patched = (kind: string) =>
    manifests.find(each => each.kind === kind && each.name === sync.name);
  return {
    source: patched(sync.kind) ?? made.source,
    kustomization: patched('Kustomization') ?? made.kustomization,
  };
}

/**
 * The path that is synced is what its cluster starts from. An instance that a
 * running Flux applies belongs to the cluster of that one.
 */
function rootOf({ appliedBy, root }: Scope, path: string): string {
  const isRunning =
    appliedBy?.kind === 'Kustomization' || appliedBy?.kind === 'HelmRelease';
  return isRunning ? root : path;
}

/** Whether an object tells where a cluster starts, as it stands in its file. */
export function startsCluster({ root }: Manifest): boolean {
  const sync = nodeAt(root, 'spec', 'sync');
  return !['url', 'path'].some(key => textAt(sync, key)?.includes('${'));
}
