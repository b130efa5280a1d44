import { Declarations, DeclaringObject } from './declaration';
import { Root } from './findRoots';
import { directoryOf, isWithin } from './repositoryPath';

/**
 * Roots that a declaration of another root reaches come last: when their turn
 * comes they are usually covered, and were read as that declaration applies
 * them.
 */
export function orderRoots(
  roots: readonly Root[],
  declarationsOf: (object: DeclaringObject) => Declarations,
): Root[] {
  const reached = roots.map(root => directoriesApplied(root, declarationsOf));
  const rank = (root: Root, index: number): number =>
    reached.some(
      (directories, other) =>
        other !== index &&
        directories.some(directory =>
          isWithin(directoryOf(root.file), directory),
        ),
    )
      ? 1
      : 0;
  return roots
    .map((root, index) => ({ root, rank: rank(root, index) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ root }) => root);
}

function directoriesApplied(
  root: Root,
  declarationsOf: (object: DeclaringObject) => Declarations,
): string[] {
  return root
    .manifests()
    .flatMap(
      manifest => declarationsOf({ manifest, scope: root.scope }).declarations,
    )
    .flatMap(({ sources }) => sources)
    .flatMap(source => (source.type === 'directory' ? [source.path] : []));
}
