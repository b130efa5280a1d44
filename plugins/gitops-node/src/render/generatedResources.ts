import { FileTree } from '../git/FileTree';
import { kustomizationFiles } from './PrivateTree';

/**
 * What Flux lists in the kustomization that it makes for a directory without
 * one: each manifest below it, and each subdirectory that has a kustomization
 * of its own (and none of the files below that).
 */
export function generatedResources(
  tree: FileTree,
  directory: string,
): readonly string[] {
  const resources: string[] = [];
  const visit = (relative: string) => {
    for (const name of tree.children(join(directory, relative))) {
      const child = join(relative, name);
      const path = join(directory, child);
      if (tree.entries.has(path)) {
        if (/\.ya?ml$/.test(name)) resources.push(child);
      } else if (kustomizationFiles(tree, path).length > 0) {
        resources.push(child);
      } else {
        visit(child);
      }
    }
  };
  visit('');
  return resources;
}

function join(directory: string, name: string): string {
  return [directory, name].filter(part => part !== '').join('/');
}
