import { Resource, ResourceRef } from '../../../manifests/Resource';

/** What every step of a sync has. @public */
export interface SyncPlanStep {
  readonly ref: ResourceRef;
  /** Steps of one wave go together, waves one after another. */
  readonly wave: number;
  /** Why it is not done. */
  readonly skip?: string;
}

/** @public */
export type PlannedStep = SyncPlanStep &
  (
    | { readonly action: 'none' }
    | {
        readonly action: 'create' | 'update';
        /** As it is sent, marked as the unit's. */
        readonly object: Resource;
      }
    | {
        readonly action: 'prune';
        /** Only the very object that was planned for is deleted. */
        readonly uid: string;
      }
  );

/**
 * What a sync would do, in order: applying first, wave by wave, then pruning.
 *
 * @public
 */
export interface SyncPlan {
  readonly steps: readonly PlannedStep[];
}

/** Whether anything would be changed. */
export function hasWork(plan: SyncPlan): boolean {
  return plan.steps.some(
    ({ action, skip }) => action !== 'none' && skip === undefined,
  );
}
