import { InputError } from '@backstage/errors';
import { SyncResponse, SyncStep } from '@backstage-gitops/plugin-gitops-common';
import { ClusterClient } from '../../../clusters/ClusterClient';
import { ResourceRef } from '../../../manifests/Resource';
import { DesiredUnit, SyncOptions } from '../../Engine';
import { ClusterSchemas } from '../observe/ClusterSchemas';
import { UnitComparison } from '../observe/UnitComparison';
import { ApplySet } from '../ownership/ApplySet';
import { contentDigest } from '../ownership/contentDigest';
import { readUnitState } from '../readUnitState';
import { describeRef, refKey, refOf } from '../resourceRef';
import { servedKinds, UnitState } from '../UnitState';
import { PlanOptions, planSync } from './planSync';
import { doneStep, plannedStep, runSync } from './runSync';
import { hasWork, SyncPlan } from './SyncPlan';

export interface UnitSyncOptions {
  readonly client: ClusterClient;
  readonly schemas: ClusterSchemas;
  readonly comparison: UnitComparison;
  readonly fieldManager: string;
  readonly applySetNamespace: string;
  readonly namespaces?: readonly string[];
}

/** What is known of the other units on the cluster. */
export interface Neighbours {
  /** Whether one of them declares an object. */
  declare(ref: ResourceRef): boolean;
  /** See PlanOptions. */
  readonly isReleased: NonNullable<PlanOptions['isReleased']>;
}

/** Brings units to what they declare: reads anew, plans, carries out. */
export class UnitSync {
  readonly #options: UnitSyncOptions;

  constructor(options: UnitSyncOptions) {
    this.#options = options;
  }

  applySetOf({ unit }: DesiredUnit): ApplySet {
    const { applySetNamespace, fieldManager } = this.#options;
    return new ApplySet(unit.id, applySetNamespace, fieldManager);
  }

  async sync(
    desired: DesiredUnit,
    options: SyncOptions,
    neighbours?: Neighbours,
  ): Promise<SyncResponse> {
    const applySet = this.applySetOf(desired);
    const state = await this.#read(desired, applySet, options, neighbours);
    const plan = await this.#plan(state, applySet, options, neighbours);
    return {
      revision: desired.revision,
      dryRun: options.dryRun,
      steps: options.dryRun
        ? plan.steps.map(plannedStep)
        : await this.#run(plan, state, applySet, options),
    };
  }

  /** What another unit declares by now is its to keep. */
  async #read(
    desired: DesiredUnit,
    applySet: ApplySet,
    { signal }: SyncOptions,
    neighbours?: Neighbours,
  ): Promise<UnitState> {
    const { client, namespaces } = this.#options;
    const state = await readUnitState(desired, {
      client,
      applySet,
      namespaces,
      signal,
    });
    return {
      ...state,
      orphans: state.orphans.filter(
        orphan => neighbours?.declare(refOf(orphan)) !== true,
      ),
    };
  }

  async #plan(
    state: UnitState,
    applySet: ApplySet,
    { resources, prune, confirm, signal }: SyncOptions,
    neighbours?: Neighbours,
  ): Promise<SyncPlan> {
    checkSelection(state, resources);
    const { schemas, comparison } = this.#options;
    await schemas.load(servedKinds(state.declared), signal);
    const { drift } = await comparison.compare(state, applySet, signal);
    return planSync(state, {
      resources,
      prune,
      confirm,
      applySet,
      drift,
      isReleased: neighbours?.isReleased,
    });
  }

  async #run(
    plan: SyncPlan,
    { desired, parent }: UnitState,
    applySet: ApplySet,
    { resources, signal }: SyncOptions,
  ): Promise<SyncStep[]> {
    const content = await contentDigest(desired, parent?.content);
    const isNoted =
      (parent?.content === content && parent.applied !== undefined) ||
      desired.indeterminate.length > 0;
    const completes = resources === undefined && !isNoted;
    if (!completes && !hasWork(plan)) return plan.steps.map(doneStep);
    const { client } = this.#options;
    return runSync(plan, {
      client,
      applySet,
      parent,
      ...(resources === undefined && {
        completes: { revision: desired.revision, content },
      }),
      signal,
    });
  }
}

function checkSelection(
  { declared, orphans, desired }: UnitState,
  resources: readonly ResourceRef[] = [],
): void {
  const known = new Set([
    ...declared.map(({ ref }) => refKey(ref)),
    ...orphans.map(orphan => refKey(refOf(orphan))),
  ]);
  const stranger = resources.find(ref => !known.has(refKey(ref)));
  if (stranger === undefined) return;
  throw new InputError(
    `${describeRef(stranger)} is no part of ${desired.unit.kind} ${
      desired.unit.name
    }`,
  );
}
