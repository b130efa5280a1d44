import {
  DriftStatus,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { ResourceRef } from '../../../manifests/Resource';
import { DesiredUnit } from '../../Engine';
import { FluxLookup } from './FluxState';

/** Whether a commit is another, or one that came later; `undefined` where that isn't known. */
export type ContainsCommit = (
  unit: DesiredUnit['unit'],
  later: string,
  earlier: string,
) => boolean | undefined;

/** What is known when it is told how far a unit has come. */
export interface DeliveryContext {
  readonly desired: DesiredUnit;
  readonly state: FluxLookup;
  /** What was seen of the unit's resources. */
  readonly seen: Pick<UnitObservation, 'sync' | 'health'>;
  /** How the object that declares the unit compares, in the unit that brings it. */
  readonly declaringObject?: DriftStatus;
  readonly containsCommit?: ContainsCommit;
  readonly linkOf?: (object: ResourceRef) => string | undefined;
}

/** Whether a revision is what Git declares, or later. */
export function reaches(
  { desired, containsCommit }: DeliveryContext,
  commit: string | undefined,
): boolean | undefined {
  if (commit === undefined) return undefined;
  if (commit === desired.revision) return true;
  return containsCommit === undefined
    ? false
    : containsCommit(desired.unit, commit, desired.revision);
}
