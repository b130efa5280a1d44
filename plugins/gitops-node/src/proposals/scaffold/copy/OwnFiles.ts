import { FileTree } from '../../../git/FileTree';
import { DiscoveredTarget, Discovery } from '../../../discovery/model';
import { directoryOf, isWithin } from '../../../discovery/repositoryPath';
import { Words } from './Words';

/** Which files of a branch are whose, as far as some targets are concerned. */
export interface OwnFiles {
  /** Files that are theirs alone, and say so by their path; sorted. */
  readonly own: readonly string[];
  /** Other files that their units depend on. */
  readonly shared: ReadonlySet<string>;
}

/**
 * A file is some targets' own where no unit of others depends on it and its
 * path names them. In a folder that is theirs everything is, whatever it is.
 */
export function ownFiles(
  { units, targets }: Discovery,
  tree: FileTree,
  branch: string,
  isMeant: (target: DiscoveredTarget) => boolean,
  words: Words,
): OwnFiles {
  const meant = new Set<string>();
  const others = new Set<string>();
  const common = new Set<string>();
  for (const unit of units) {
    const held = targets.filter(
      target => target.unit === unit.id && target.branch === branch,
    );
    const files = [unit.declaredBy.file, ...unit.files];
    const chosen = held.filter(isMeant);
    if (held.length === 0) files.forEach(file => common.add(file));
    else if (chosen.length === 0) files.forEach(file => others.add(file));
    else {
      files.forEach(file => meant.add(file));
      // What a unit of several applies is told apart by its origin.
      if (chosen.length < held.length) {
        held
          .filter(target => !isMeant(target))
          .flatMap(({ artifacts }) => artifacts)
          .forEach(({ file }) => others.add(file));
      }
    }
  }
  const isOwn = (file: string) =>
    meant.has(file) && !others.has(file) && words.has(file);
  const folders = ownFolders([...meant], others, words);
  const own = [...tree.entries.keys()].filter(
    path =>
      isOwn(path) ||
      (!others.has(path) && folders.some(folder => isWithin(path, folder))),
  );
  const taken = new Set(own);
  return {
    own,
    shared: new Set([...meant, ...common].filter(file => !taken.has(file))),
  };
}

/** Folders named after them that hold nothing of others. */
function ownFolders(
  meant: readonly string[],
  others: ReadonlySet<string>,
  words: Words,
): readonly string[] {
  const isFree = (folder: string) =>
    words.has(folder.slice(folder.lastIndexOf('/') + 1)) &&
    ![...others].some(other => isWithin(other, folder));
  return [...new Set(meant.flatMap(foldersAbove))].filter(isFree);
}

function foldersAbove(file: string): readonly string[] {
  const folder = directoryOf(file);
  return folder === '' ? [] : [folder, ...foldersAbove(folder)];
}
