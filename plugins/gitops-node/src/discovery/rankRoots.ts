import { DeclaredSource, Declarations, DeclaringObject } from './declaration';
import { Root } from './findRoots';
import { nameClusters } from './nameClusters';
import { directoryOf, isWithin } from './repositoryPath';

/** The roots of a branch, by how sure it is that an engine starts there. */
export interface RankedRoots {
  /** Reached by no other root. */
  readonly first: readonly Root[];
  /** Reached by another root's declaration: covered when their turn comes. */
  readonly reached: readonly Root[];
  /**
   * Nothing reaches them although something should: files taken out of their
   * folder's kustomization, and Flux objects beside a bootstrapped Flux, which
   * applies its own root.
   */
  readonly doubtful: readonly Root[];
}

/** What ranking asks of what is known of a branch. */
export interface RankContext {
  declarationsOf(object: DeclaringObject): Declarations;
  exists(directory: string): boolean;
  /** Whether a path names a cluster or an environment. */
  tellsPlace(directory: string): boolean;
}

export function rankRoots(
  roots: readonly Root[],
  { declarationsOf, exists, tellsPlace }: RankContext,
): RankedRoots {
  const applied = roots.map(root => ({
    root,
    ...directoriesApplied(root, declarationsOf),
  }));
  const appliesItself = ({ root, directories }: (typeof applied)[number]) =>
    directories.some(directory => isWithin(directoryOf(root.file), directory));
  const isStart = ({ starts }: (typeof applied)[number]) => starts.length > 0;
  const isBootstrapped =
    applied.some(
      entry => entry.isFlux && (appliesItself(entry) || isStart(entry)),
    ) && applied.every(({ starts }) => starts.every(exists));
  const allStarts = applied.flatMap(({ starts }) => starts);
  const names = nameClusters(allStarts.some(tellsPlace) ? [] : allStarts);
  // What a cluster starts from tells of which cluster the rest is.
  const first: Root[] = applied
    .filter(isStart)
    .map(({ root, starts }) => onCluster(root, starts, names));
  const reached: Root[] = [];
  const doubtful: Root[] = [];
  for (const entry of applied.filter(each => !isStart(each))) {
    const { root, isFlux } = entry;
    const isReached = applied.some(
      other =>
        other !== entry &&
        other.directories.some(directory =>
          isWithin(directoryOf(root.file), directory),
        ),
    );
    if (isReached) reached.push(root);
    else if (root.isUnlisted) doubtful.push(root);
    else if (isFlux && isBootstrapped && !appliesItself(entry)) {
      doubtful.push(root);
    } else first.push(root);
  }
  return { first, reached, doubtful };
}

function onCluster(
  root: Root,
  starts: readonly string[],
  names: ReadonlyMap<string, string>,
): Root {
  const [name, ...others] = new Set(starts.map(start => names.get(start)));
  return name === undefined || others.length > 0
    ? root
    : { ...root, scope: { ...root.scope, cluster: name } };
}

function directoriesApplied(
  root: Root,
  declarationsOf: RankContext['declarationsOf'],
): { directories: string[]; starts: string[]; isFlux: boolean } {
  const declarations = root
    .manifests()
    .flatMap(
      manifest => declarationsOf({ manifest, scope: root.scope }).declarations,
    );
  const sources = declarations
    .flatMap((declaration): readonly DeclaredSource[] => declaration.sources)
    .filter(source => source.type === 'directory');
  return {
    directories: sources.map(({ path }) => path),
    starts: declarations.flatMap(({ bootstrap }) => bootstrap?.root ?? []),
    isFlux: sources.some(({ engine }) => engine === 'flux'),
  };
}
