import {
  DriftStatus,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit } from '../../Engine';
import { refKey } from '../../builtin/resourceRef';

/**
 * How the HelmReleases that declare units compare with Git, as resources of the
 * units that bring them; by the unit that each declares.
 */
export function declaringObjects(
  units: readonly DesiredUnit[],
  seen: ReadonlyMap<string, UnitObservation>,
): ReadonlyMap<string, DriftStatus> {
  const compared = new Map(
    [...seen.values()].flatMap(({ resources }) =>
      resources
        .filter(({ kind }) => kind === 'HelmRelease')
        .map(resource => [refKey(resource), resource.status] as const),
    ),
  );
  return new Map(
    units.flatMap(({ unit }) => {
      const { kind, name, namespace } = unit;
      if (kind !== 'HelmRelease' || namespace === undefined) return [];
      const group = 'helm.toolkit.fluxcd.io';
      const status = compared.get(refKey({ group, kind, namespace, name }));
      return status === undefined ? [] : [[unit.id, status] as const];
    }),
  );
}
