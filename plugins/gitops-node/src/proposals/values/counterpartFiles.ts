import { FileTree } from '../../git/FileTree';
import { DeclaredTarget } from './DeclaredTarget';
import { PlaceNames } from './PlaceNames';

/** A file of one target, and the one that is the same for another. */
export interface FilePair {
  readonly source: string;
  readonly destination: string;
}

/**
 * The files of two targets' units whose paths are the same but for the names of
 * their environments and clusters. What both of them read is left out.
 */
export function counterpartFiles(
  source: DeclaredTarget,
  destination: DeclaredTarget,
  { from, to }: { readonly from: PlaceNames; readonly to: PlaceNames },
): readonly FilePair[] {
  const isOneTree = treeOf(source) === treeOf(destination);
  const [own, others] = [filesOf(source), filesOf(destination)];
  const shared = new Set(isOneTree ? own.filter(isIn(others)) : []);
  const byName = new Map<string, string[]>();
  for (const path of own) {
    if (shared.has(path)) continue;
    const name = from.neutral(path);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return others.flatMap(path => {
    const [found, other] = shared.has(path)
      ? []
      : byName.get(to.neutral(path)) ?? [];
    return found === undefined || other !== undefined
      ? []
      : [{ source: found, destination: path }];
  });
}

function filesOf({ target, discovery }: DeclaredTarget): readonly string[] {
  return discovery.units.find(({ id }) => id === target.unit)?.files ?? [];
}

function treeOf({ target, input }: DeclaredTarget): FileTree | undefined {
  return input.branches.find(({ name }) => name === target.branch)?.tree;
}

function isIn(paths: readonly string[]): (path: string) => boolean {
  const known = new Set(paths);
  return path => known.has(path);
}
