import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveryBranch } from '../discovery/model';
import { TreeEntry } from '../git/FileTree';
import { EditedFile } from '../proposals/model';

/**
 * Edited files that are read through a symlink or a submodule. A forge would
 * write the text over the link, or a folder with the one file in it, and what
 * else the link leads to would be gone.
 */
export function unwritableFiles(
  files: readonly EditedFile[],
  branches: readonly DiscoveryBranch[],
): readonly Diagnostic[] {
  return files.flatMap(({ branch, path, after }): Diagnostic[] => {
    const { tree } = branches.find(({ name }) => name === branch) ?? {};
    const entry = tree && linkOf(tree.entries, path);
    // A link itself can go.
    const isGone = after === undefined && entry?.path === path;
    if (entry === undefined || isGone) return [];
    return [
      {
        level: 'error',
        code: 'proposal-behind-link',
        message: `${
          entry.path === path ? path : `${entry.path}, which leads to ${path},`
        } is a ${
          entry.type
        }, and writing there would take its place. Change what it leads to by hand.`,
        file: path,
      },
    ];
  });
}

/** The first part of the path that is neither a folder nor a plain file. */
function linkOf(
  entries: ReadonlyMap<string, TreeEntry>,
  path: string,
): TreeEntry | undefined {
  const segments = path.split('/');
  return segments
    .map((_, at) => entries.get(segments.slice(0, at + 1).join('/')))
    .find(entry => entry?.type === 'symlink' || entry?.type === 'submodule');
}
