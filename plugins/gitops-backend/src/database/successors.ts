import { DeclaredTargetRow } from './rows';

/** What a target is, apart from the id that its declaration gives it. */
type Place = Pick<
  DeclaredTargetRow,
  'id' | 'service' | 'environment' | 'cluster' | 'namespace'
>;

/**
 * Pairs each target that went with the one that took its place: the same
 * service in the same environment, cluster and namespace. Where several could
 * be meant none is, so that no target is given another's history.
 */
export function findSuccessors(
  removed: readonly Place[],
  added: readonly Place[],
): ReadonlyMap<string, string> {
  const addedByPlace = groupByPlace(added);
  const successors = new Map<string, string>();
  for (const [place, gone] of groupByPlace(removed)) {
    const came = addedByPlace.get(place) ?? [];
    if (gone.length === 1 && came.length === 1) {
      successors.set(gone[0].id, came[0].id);
    }
  }
  return successors;
}

function groupByPlace(targets: readonly Place[]): Map<string, Place[]> {
  const groups = new Map<string, Place[]>();
  for (const target of targets) {
    const place = JSON.stringify([
      target.service,
      target.environment,
      target.cluster,
      target.namespace,
    ]);
    groups.set(place, [...(groups.get(place) ?? []), target]);
  }
  return groups;
}
