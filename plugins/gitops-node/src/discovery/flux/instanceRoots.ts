import { Manifest } from '../../manifests/Manifest';
import { BranchManifests } from '../BranchManifests';
import {
  Declaration,
  DeclaredSource,
  DeclaringObject,
  Scope,
} from '../declaration';
import { manifestPaths, Root } from '../findRoots';
import { KustomizationGraph } from '../kustomize/KustomizationGraph';
import { KustomizeBuilds } from '../kustomize/KustomizeBuilds';
import { directoryOf } from '../repositoryPath';
import { startsCluster } from './fluxInstanceReader';
import { mayReleaseInstance } from './instanceChart';
import { isResourceSet, objectsOfResourceSet } from './resourceSet';

/** What reads objects where they stand. */
export interface RootReading {
  /** Lets objects refer to one another. */
  note(manifest: Manifest, scope: Scope): void;
  declarationsOf(object: DeclaringObject): readonly Declaration[];
  manifestsOf(
    source: DeclaredSource,
    declaration: Declaration,
  ): readonly Manifest[];
}

/**
 * Where clusters start that a release of the flux-instance chart sets up. Such
 * a release is installed by hand first, and later applied by the Flux that it
 * set up, from a folder that only the sync in its values leads to.
 */
export function instanceRoots(
  branch: BranchManifests,
  builds: KustomizeBuilds,
  graph: KustomizationGraph,
  reading: RootReading,
): Root[] {
  const files = manifestPaths(branch).filter(path =>
    withMade(branch.file(path).manifests).some(mayReleaseInstance),
  );
  if (files.length === 0) return [];
  const alone = files
    .filter(file => !graph.isUsed(file))
    .flatMap(file => {
      const scope = { branch, path: directoryOf(file), root: file };
      return rootAt(file, scope, branch.file(file).manifests, reading);
    });
  const built = graph
    .leaves()
    .filter(leaf => graph.filesOf(leaf).some(file => files.includes(file)))
    .flatMap(leaf => {
      const scope = { branch, path: leaf, root: leaf };
      const manifests = builds.build(leaf)?.manifests ?? [];
      return rootAt(graph.fileOf(leaf), scope, manifests, reading);
    });
  return [...alone, ...built];
}

/** The instances that objects which stand together release, if any. */
function rootAt(
  file: string,
  scope: Scope,
  standing: readonly Manifest[],
  reading: RootReading,
): Root[] {
  const together = withMade(standing);
  together.forEach(manifest => reading.note(manifest, scope));
  const instances = together
    .filter(mayReleaseInstance)
    .flatMap(manifest => reading.declarationsOf({ manifest, scope }))
    .flatMap(declaration =>
      declaration.sources.flatMap(source =>
        reading.manifestsOf(source, declaration),
      ),
    )
    .filter(startsCluster)
    .filter(manifest =>
      reading
        .declarationsOf({ manifest, scope })
        .some(({ bootstrap }) => bootstrap !== undefined),
    );
  return instances.length === 0
    ? []
    : [{ file, scope, isUnlisted: false, manifests: () => instances }];
}

function withMade(manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests.flatMap(manifest =>
    isResourceSet(manifest)
      ? [manifest, ...objectsOfResourceSet(manifest).made]
      : [manifest],
  );
}
