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
 * or a file that none uses, which holds objects that lead to others.
 */
export interface Root {
  readonly file: string;
  readonly scope: Scope;
  /**
   * Whether the file stands beside a kustomization that doesn't list it, as one
   * does that was switched off by taking it out of the list.
   */
  readonly isUnlisted: boolean;
  readonly manifests: () => readonly Manifest[];
}

export function findRoots(
  branch: BranchManifests,
  kustomize: KustomizeBuilder,
  graph: KustomizationGraph,
  leadsOn: (manifest: Manifest) => boolean,
): Root[] {
  const roots: Root[] = [];
  const leading = new Set<string>();
  for (const path of manifestPaths(branch)) {
    const { manifests } = branch.file(path);
    if (!manifests.some(leadsOn)) continue;
    leading.add(path);
    const directory = directoryOf(path);
    if (isKustomizationFile(path) && graph.has(directory)) continue;
    if (graph.isUsed(path)) continue;
    roots.push({
      file: path,
      scope: { branch, path: directory, root: path },
      isUnlisted: graph.has(directory),
      manifests: () => branch.file(path).manifests,
    });
  }
  for (const leaf of graph.leaves()) {
    if (!graph.filesOf(leaf).some(file => leading.has(file))) continue;
    roots.push({
      file: graph.fileOf(leaf),
      scope: { branch, path: leaf, root: leaf },
      isUnlisted: false,
      manifests: () => kustomize.build(leaf)?.manifests ?? [],
    });
  }
  return roots;
}

/** The YAML files of a branch that may hold objects to apply. */
export function manifestPaths(branch: BranchManifests): string[] {
  return branch.yamlPaths().filter(path => isManifestPath(branch.tree, path));
}
