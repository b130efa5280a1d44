import {
  DriftStatus,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit } from '../../Engine';
import { refKey } from '../../builtin/resourceRef';

/** The object of Flux that declares a unit, as a resource of another unit. */
export interface DeclaringObject {
  /** The unit that brings it. */
  readonly by: string;
  /** Its refKey. */
  readonly key: string;
  /** How it compares with Git. */
  readonly status: DriftStatus;
}

const groups = new Map([
  ['HelmRelease', 'helm.toolkit.fluxcd.io'],
  ['Kustomization', 'kustomize.toolkit.fluxcd.io'],
]);

/**
 * The Kustomizations and HelmReleases that declare units, as they were seen as
 * resources of the units that bring them; by the unit that each declares.
 */
export function declaringObjects(
  units: readonly DesiredUnit[],
  seen: ReadonlyMap<string, UnitObservation>,
): ReadonlyMap<string, DeclaringObject> {
  const compared = new Map<string, DeclaringObject>();
  for (const [by, { resources }] of seen) {
    for (const resource of resources) {
      if (groups.get(resource.kind) !== resource.group) continue;
      const key = refKey(resource);
      compared.set(key, { by, key, status: resource.status });
    }
  }
  return new Map(
    units.flatMap(({ unit }) => {
      const { id, kind, name, namespace } = unit;
      const group = groups.get(kind);
      if (group === undefined || namespace === undefined) return [];
      const found = compared.get(refKey({ group, kind, namespace, name }));
      return found === undefined ? [] : [[id, found] as const];
    }),
  );
}

/** The units, each after the one that brings the object that declares it. */
export function declaringFirst(
  units: readonly DesiredUnit[],
  declaring: ReadonlyMap<string, DeclaringObject>,
): readonly DesiredUnit[] {
  const byId = new Map(units.map(each => [each.unit.id, each]));
  const ordered = new Set<DesiredUnit>();
  for (const each of units) {
    const chain: DesiredUnit[] = [];
    let next: DesiredUnit | undefined = each;
    // Units may be said to bring each other in a circle.
    while (next !== undefined && !ordered.has(next) && !chain.includes(next)) {
      chain.unshift(next);
      next = byId.get(declaring.get(next.unit.id)?.by ?? '');
    }
    for (const one of chain) ordered.add(one);
  }
  return [...ordered];
}
