import { Manifest } from '../manifests/Manifest';
import { BranchManifests } from './BranchManifests';
import { Scope } from './declaration';
import { isKustomizationFile } from './kustomize/Kustomization';
import { KustomizationGraph } from './kustomize/KustomizationGraph';
import { KustomizeBuilder } from './kustomize/KustomizeBuilder';
import { isManifestPath } from './manifestPaths';
import { directoryOf } from './repositoryPath';

/**
 * Where following declarations can start: a kustomization that no other uses,
 * or a file that none uses, which holds declaring objects.
 */
export interface Root {
  readonly file: string;
  readonly scope: Scope;
  readonly manifests: () => readonly Manifest[];
}

export interface Roots {
  readonly roots: readonly Root[];
  /** Every object that stands in a file of the tree. */
  readonly objects: readonly Manifest[];
}

export function findRoots(
  branch: BranchManifests,
  kustomize: KustomizeBuilder,
  isDeclaring: (manifest: Manifest) => boolean,
): Roots {
  const graph = new KustomizationGraph(branch);
  const paths = branch
    .yamlPaths()
    .filter(path => isManifestPath(branch.tree, path));
  const objects: Manifest[] = [];
  const roots: Root[] = [];
  const declaring = new Set<string>();
  for (const path of paths) {
    const { manifests } = branch.file(path);
    objects.push(...manifests);
    if (!manifests.some(isDeclaring)) continue;
    declaring.add(path);
    if (isKustomizationFile(path) && graph.has(directoryOf(path))) continue;
    if (graph.isUsed(path)) continue;
    roots.push(fileRoot(branch, path));
  }
  for (const leaf of graph.leaves()) {
    if (!graph.filesOf(leaf).some(file => declaring.has(file))) continue;
    roots.push(overlayRoot(branch, kustomize, leaf, graph.fileOf(leaf)));
  }
  return { objects, roots };
}

function fileRoot(branch: BranchManifests, file: string): Root {
  return {
    file,
    scope: { branch, path: directoryOf(file), root: file },
    manifests: () => branch.file(file).manifests,
  };
}

function overlayRoot(
  branch: BranchManifests,
  kustomize: KustomizeBuilder,
  directory: string,
  file: string,
): Root {
  return {
    file,
    scope: { branch, path: directory, root: directory },
    manifests: () => kustomize.build(directory)?.manifests ?? [],
  };
}
