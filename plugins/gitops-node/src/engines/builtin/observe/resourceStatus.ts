import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { keepsFromPruning } from '../ownership/marksOf';
import { describeRef, groupKindOf, refKey, refOf } from '../resourceRef';
import { DeclaredObject, UnitState } from '../UnitState';

/**
 * What is said of a declared object without looking at its fields;
 * `undefined` where they have to be compared.
 */
export function statusWithoutFields(
  declared: DeclaredObject,
  state: UnitState,
): ResourceDrift | undefined {
  const { ref, problem, type } = declared;
  if (problem !== undefined) return indeterminate(declared, problem);
  const unreadable = state.unreadable.get(refKey(ref));
  if (unreadable !== undefined) return indeterminate(declared, unreadable);
  if (state.live.has(refKey(ref))) return undefined;
  const [reason] = state.desired.indeterminate;
  if (reason !== undefined) return indeterminate(declared, reason);
  return {
    ...ref,
    status: 'missing',
    ...(type === undefined && {
      reason: `The cluster serves no ${groupKindOf(ref)}`,
    }),
    differences: [],
  };
}

export function indeterminate(
  { ref }: Pick<DeclaredObject, 'ref'>,
  reason: string,
): ResourceDrift {
  return { ...ref, status: 'indeterminate', reason, differences: [] };
}

/**
 * What was found, in the light of what is known of the unit: where it can't be
 * told what is declared, what differs is shown, but nothing is called synced
 * or drifted.
 */
export function withUnitDoubt(
  drift: ResourceDrift,
  state: UnitState,
): ResourceDrift {
  const [reason] = state.desired.indeterminate;
  if (reason === undefined || drift.status === 'indeterminate') return drift;
  return { ...drift, status: 'indeterminate', reason };
}

export function orphanStatus(
  orphan: Resource,
  state: UnitState,
): ResourceDrift & { readonly isKept: boolean } {
  const ref = refOf(orphan);
  const keep = keepsFromPruning(orphan);
  const found: ResourceDrift = {
    ...ref,
    status: 'orphaned',
    reason:
      keep === undefined
        ? `${describeRef(
            ref,
          )} was applied for this unit, which no longer declares it`
        : `Kept by its annotation ${keep}`,
    differences: [],
  };
  return { ...withUnitDoubt(found, state), isKept: keep !== undefined };
}
