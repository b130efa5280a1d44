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
  discovery: Discovery,
  tree: FileTree,
  branch: string,
  isMeant: (target: DiscoveredTarget) => boolean,
  words: Words,
  seeds: readonly string[] = [],
): OwnFiles {
  const meant = new Set<string>(seeds);
  const others = new Set<string>();
  const common = new Set<string>();
  const holders = holdersOf(discovery, branch);
  for (const unit of discovery.units) {
    const { held, isDirect } = holders(unit.id);
    const files = [unit.declaredBy.file, ...unit.files];
    const chosen = held.filter(isMeant);
    const isMixed = chosen.length > 0 && chosen.length < held.length;
    // What applies units of many is nobody's, and may well apply theirs too.
    const isCollection =
      !isDirect && new Set(held.map(({ service }) => service)).size > 1;
    if (held.length === 0 || isCollection || (isMixed && !isDirect)) {
      files.forEach(file => common.add(file));
    } else if (chosen.length === 0) {
      files.forEach(file => others.add(file));
    } else {
      files.forEach(file => meant.add(file));
      // What a unit of several applies is told apart by its origin.
      held
        .filter(target => !isMeant(target))
        .flatMap(({ artifacts }) => artifacts)
        .forEach(({ file }) => others.add(file));
    }
  }
  const isOwn = (file: string) =>
    seeds.includes(file) ||
    (meant.has(file) && !others.has(file) && words.has(file));
  const folders = ownFolders([...meant], others, words);
  const own = [...tree.entries.keys()].filter(
    path =>
      isOwn(path) ||
      (!others.has(path) && folders.some(folder => isWithin(path, folder))),
  );
  const taken = new Set(own);
  return {
    own,
    shared: new Set(
      [...meant, ...[...common].filter(file => !others.has(file))].filter(
        file => !taken.has(file),
      ),
    ),
  };
}

interface HeldTargets {
  readonly held: readonly DiscoveredTarget[];
  /** Whether they are the unit's, and not those of units that it applies. */
  readonly isDirect: boolean;
}

/** The targets of a unit, else those of the units that it applies. */
export function holdersOf(
  { units, targets, recipes }: Discovery,
  branch: string,
): (unit: string) => HeldTargets {
  const applied = new Map<string, string[]>();
  for (const { id } of units) {
    const applier = recipes?.get(id)?.appliedBy;
    if (applier === undefined) continue;
    applied.set(applier, [...(applied.get(applier) ?? []), id]);
  }
  const find = (unit: string, met: readonly string[]): HeldTargets => {
    const held = targets.filter(
      target => target.unit === unit && target.branch === branch,
    );
    if (held.length > 0) return { held, isDirect: true };
    const below = (applied.get(unit) ?? [])
      .filter(id => !met.includes(id))
      .flatMap(id => find(id, [...met, unit]).held);
    return { held: below, isDirect: false };
  };
  return unit => find(unit, []);
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
