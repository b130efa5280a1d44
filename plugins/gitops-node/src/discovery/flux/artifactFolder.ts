import { FileTree } from '../../git/FileTree';
import { directoryOf } from '../repositoryPath';

/**
 * The folder of a repository that an artifact of a registry or bucket is made
 * of, told by an instance that stands in the repository and syncs a path of the
 * artifact: the instance is below that path, or the tree has the path. The root
 * is in every artifact and tells nothing.
 */
export function artifactFolder(
  instanceFile: string,
  path: string,
  tree: FileTree,
): string | undefined {
  if (path === '') return undefined;
  const directory = `/${directoryOf(instanceFile)}/`;
  const index = directory.indexOf(`/${path}/`);
  if (index >= 0) return directory.slice(1, index + 1).replace(/\/$/, '');
  return tree.hasDirectory(path) ? '' : undefined;
}
