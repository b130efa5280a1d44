/** What says which targets a cluster is meant for. */
export interface ClusterPlace {
  readonly name: string;
  /** Other names that repositories use for it. */
  readonly aliases: readonly string[];
  /** Environments whose units name no cluster. */
  readonly environments: readonly string[];
}

/** The cluster that a unit runs on, or why that can't be told. */
export type Assignment =
  | { readonly state: 'assigned'; readonly cluster: string }
  | { readonly state: 'unassigned'; readonly reason: string };

/**
 * Finds the cluster of a unit: the one it names, else the only one that is
 * there for its environment. Where several could be meant none is chosen, so
 * that nothing is said of a cluster that the unit doesn't run on.
 */
export function assignUnit(
  unit: { readonly cluster?: string; readonly environment: string },
  clusters: readonly ClusterPlace[],
): Assignment {
  if (unit.cluster !== undefined) return byName(unit.cluster, clusters);
  const found = clusters.filter(({ environments }) =>
    environments.includes(unit.environment),
  );
  switch (found.length) {
    case 1:
      return { state: 'assigned', cluster: found[0].name };
    case 0:
      return unassigned(
        `It names no cluster, and none is configured for the environment '${unit.environment}'`,
      );
    default:
      return unassigned(
        `It names no cluster, and several are configured for the environment '${
          unit.environment
        }': ${found.map(({ name }) => name).join(', ')}`,
      );
  }
}

function byName(
  cluster: string,
  clusters: readonly ClusterPlace[],
): Assignment {
  const found =
    clusters.find(({ name }) => name === cluster) ??
    clusters.find(({ aliases }) => aliases.includes(cluster));
  return found
    ? { state: 'assigned', cluster: found.name }
    : unassigned(`The cluster '${cluster}' is not configured`);
}

function unassigned(reason: string): Assignment {
  return { state: 'unassigned', reason };
}
