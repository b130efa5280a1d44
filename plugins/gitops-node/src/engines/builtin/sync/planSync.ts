import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import { Resource, ResourceRef } from '../../../manifests/Resource';
import { ApplySet, applySetOf } from '../ownership/ApplySet';
import { keepsFromPruning, reconcilerOf } from '../ownership/marksOf';
import { uidOf } from '../ownership/OwnerChain';
import { textAt } from '../readField';
import { groupKindOf, refKey, refOf } from '../resourceRef';
import { DeclaredObject, UnitState } from '../UnitState';
import { applicable } from './applicable';
import { applyWave, isProtectedKind } from './applyOrder';
import { PlannedStep, SyncPlan } from './SyncPlan';

/** @public */
export interface PlanOptions {
  /** All of the unit where absent. */
  readonly resources?: readonly ResourceRef[];
  readonly prune: boolean;
  /** Namespaces and CRDs that may be deleted, as `kind/name`. */
  readonly confirm: readonly string[];
  readonly applySet: ApplySet;
  /** What differs, by refKey. What is absent is applied as if it did. */
  readonly drift: ReadonlyMap<string, ResourceDrift>;
  /**
   * Whether an object marked as another unit's may be taken over, since that
   * unit is gone or doesn't declare it any longer.
   */
  readonly isReleased?: (applySetId: string, ref: ResourceRef) => boolean;
}

/**
 * What has to be done so that what is live is what the unit declares. Pure:
 * the same state gives the same plan, so that it can be shown before it is
 * carried out.
 *
 * @public
 */
export function planSync(state: UnitState, options: PlanOptions): SyncPlan {
  const selected = new Set(options.resources?.map(refKey));
  const isSelected = (ref: ResourceRef) =>
    options.resources === undefined || selected.has(refKey(ref));
  const applying = state.declared
    .filter(({ ref }) => isSelected(ref))
    .map(declared => planApply(declared, state, options));
  const pruning = state.orphans
    .filter(orphan => isSelected(refOf(orphan)))
    .map(orphan => planPrune(orphan, state, options));
  return {
    steps: [
      ...applying.sort((a, b) => a.wave - b.wave),
      ...pruning.sort((a, b) => b.wave - a.wave),
    ],
  };
}

function planApply(
  declared: DeclaredObject,
  state: UnitState,
  options: PlanOptions,
): PlannedStep {
  const { ref, resource } = declared;
  const live = state.live.get(refKey(ref));
  const wave = applyWave(groupKindOf(ref));
  const skip = whyNotApply(declared, live, state, options);
  if (skip === undefined && live !== undefined && isDone(ref, live, options)) {
    return { ref, wave, action: 'none' };
  }
  return {
    ref,
    wave,
    action: live === undefined ? 'create' : 'update',
    object: options.applySet.member(applicable(resource)),
    ...(skip !== undefined && { skip }),
  };
}

function isDone(
  ref: ResourceRef,
  live: Resource,
  { drift, applySet }: PlanOptions,
): boolean {
  return drift.get(refKey(ref))?.status === 'synced' && applySet.owns(live);
}

function whyNotApply(
  { ref, problem }: DeclaredObject,
  live: Resource | undefined,
  state: UnitState,
  options: PlanOptions,
): string | undefined {
  if (problem !== undefined) return problem;
  const [indeterminate] = state.desired.indeterminate;
  if (indeterminate !== undefined) {
    return `What is declared can't be told: ${indeterminate}`;
  }
  const unreadable = state.unreadable.get(refKey(ref));
  if (unreadable !== undefined) return `It can't be read: ${unreadable}`;
  if (live === undefined) return undefined;
  if (textAt(live, 'metadata', 'deletionTimestamp') !== undefined) {
    return 'It is being deleted';
  }
  const reconciler = reconcilerOf(live);
  if (reconciler !== undefined) {
    return `${reconciler} applies it; its marks have to be removed before this engine does`;
  }
  return whyNotTakeOver(ref, live, options);
}

function whyNotTakeOver(
  ref: ResourceRef,
  live: Resource,
  { applySet, isReleased }: PlanOptions,
): string | undefined {
  const other = applySetOf(live);
  if (other === undefined || other === applySet.id) return undefined;
  return isReleased?.(other, ref) === true
    ? undefined
    : `It belongs to another unit (ApplySet ${other})`;
}

function planPrune(
  orphan: Resource,
  state: UnitState,
  options: PlanOptions,
): PlannedStep {
  const ref = refOf(orphan);
  const uid = uidOf(orphan) ?? '';
  const skip = whyNotPrune(orphan, ref, uid, state, options);
  return {
    ref,
    wave: applyWave(groupKindOf(ref)),
    action: 'prune',
    uid,
    ...(skip !== undefined && { skip }),
  };
}

function whyNotPrune(
  orphan: Resource,
  ref: ResourceRef,
  uid: string,
  state: UnitState,
  options: PlanOptions,
): string | undefined {
  const [indeterminate] = state.desired.indeterminate;
  if (indeterminate !== undefined) {
    return `What is declared can't be told: ${indeterminate}`;
  }
  if (!options.applySet.owns(orphan)) return 'This engine did not apply it';
  if (!options.prune) return 'Pruning was not asked for';
  const reconciler = reconcilerOf(orphan);
  if (reconciler !== undefined) return `${reconciler} applies it`;
  const keep = keepsFromPruning(orphan);
  if (keep !== undefined) return `Kept by its annotation ${keep}`;
  const isUnconfirmed =
    isProtectedKind(groupKindOf(ref)) &&
    !options.confirm.includes(`${ref.kind}/${ref.name}`);
  if (isUnconfirmed) {
    return `Deleted only where ${ref.kind}/${ref.name} is confirmed: all that is in it goes with it`;
  }
  if (textAt(orphan, 'metadata', 'deletionTimestamp') !== undefined) {
    return 'It is being deleted';
  }
  return uid === '' ? 'It has no uid' : undefined;
}
