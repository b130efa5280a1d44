import { SyncStep } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { ApplySetParent } from '../ownership/ApplySet';
import { textAt } from '../readField';
import { groupKindOf, refKey } from '../resourceRef';
import { RunOptions } from './RunOptions';
import { PlannedStep, SyncPlan } from './SyncPlan';

type OutcomeOf = (step: PlannedStep) => SyncStep['outcome'] | undefined;

/** Where members are. */
interface Extent {
  readonly groupKinds: readonly string[];
  readonly namespaces: readonly string[];
}

/**
 * The parent object of a unit, during one run. It must never tell of less than
 * is there: a member that it doesn't tell of would not be found for pruning.
 */
export class ApplySetRecord {
  readonly #options: RunOptions;
  #written: Resource | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  /** Before anything is applied: what is there and what may come. */
  async widen(plan: SyncPlan): Promise<void> {
    const { parent } = this.#options;
    const extent = this.#extentOf(plan.steps, parent);
    if (parent === undefined) await this.#makeNamespace();
    this.#written = await this.#write({
      ...extent,
      revision: parent?.revision,
      content: parent?.content,
      // Where it was never applied it is known that nothing was.
      applied: parent === undefined ? [] : parent.applied,
    });
  }

  /**
   * After the run: what is left, and the revision where nothing is left to do.
   * Where only a part was synced or something failed, it stays as wide as it is,
   * and tells what was applied beside.
   */
  async narrow(plan: SyncPlan, outcomeOf: OutcomeOf): Promise<void> {
    const { completes, parent } = this.#options;
    const isDone = plan.steps.every(step => outcomeOf(step) !== 'failed');
    const left = plan.steps.filter(
      step => step.action !== 'prune' || outcomeOf(step) !== 'done',
    );
    const before = parent === undefined ? [] : parent.applied;
    const applied = appliedBy(plan, outcomeOf, before ?? []);
    if (completes !== undefined && isDone) {
      const kept = new Set(left.map(({ ref }) => refKey(ref)));
      await this.#rewrite({
        ...{ ...this.#extentOf(left), ...completes },
        applied: applied.filter(key => kept.has(key)),
      });
    } else if (before !== undefined && !isSame(applied, before)) {
      await this.#rewrite({
        ...this.#extentOf(plan.steps, parent),
        ...{ revision: parent?.revision, content: parent?.content, applied },
      });
    }
  }

  async #rewrite(parent: Omit<ApplySetParent, 'unit'>): Promise<void> {
    try {
      await this.#write(
        parent,
        textAt(this.#written, 'metadata', 'resourceVersion'),
      );
    } catch (error) {
      // Another run has begun meanwhile: it narrows what it has widened.
      if (error instanceof Error && error.name === 'ConflictError') return;
      throw error;
    }
  }

  #extentOf(steps: readonly PlannedStep[], parent?: ApplySetParent): Extent {
    const own = this.#options.applySet.parent.namespace;
    const groupKinds = new Set(parent?.groupKinds);
    const namespaces = new Set(parent?.namespaces);
    for (const { ref } of steps) {
      groupKinds.add(groupKindOf(ref));
      if (ref.namespace !== undefined && ref.namespace !== own) {
        namespaces.add(ref.namespace);
      }
    }
    return { groupKinds: [...groupKinds], namespaces: [...namespaces] };
  }

  async #write(
    parent: Omit<ApplySetParent, 'unit'>,
    resourceVersion?: string,
  ): Promise<Resource> {
    const { client, applySet, signal } = this.#options;
    const { fieldManager } = applySet;
    return client.apply(
      withVersion(applySet.parentObject(parent), resourceVersion),
      { fieldManager, force: true, signal },
    );
  }

  /** Who may not look is taken at their word: writing the parent will tell. */
  async #hasNamespace(): Promise<boolean> {
    const { client, applySet, signal } = this.#options;
    const { namespace: name } = applySet.parent;
    try {
      const ref = { group: '', kind: 'Namespace', name };
      return (await client.get(ref, { signal })) !== undefined;
    } catch (error) {
      if (error instanceof Error && error.name === 'NotAllowedError') {
        return true;
      }
      throw error;
    }
  }

  async #makeNamespace(): Promise<void> {
    const { client, applySet, signal } = this.#options;
    const { fieldManager } = applySet;
    const { namespace } = applySet.parent;
    if (await this.#hasNamespace()) return;
    await client.apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      { fieldManager, signal },
    );
  }
}

/** What was applied before and in this run, without what it has pruned. */
function appliedBy(
  { steps }: SyncPlan,
  outcomeOf: OutcomeOf,
  before: readonly string[],
): readonly string[] {
  const applied = new Set(before);
  for (const step of steps) {
    if (outcomeOf(step) !== 'done') continue;
    if (step.action === 'prune') applied.delete(refKey(step.ref));
    else applied.add(refKey(step.ref));
  }
  return [...applied].sort();
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return (
    one.length === other.length && one.every((key, at) => key === other[at])
  );
}

function withVersion(object: Resource, resourceVersion?: string): Resource {
  if (resourceVersion === undefined) return object;
  const metadata =
    typeof object.metadata === 'object' ? object.metadata : undefined;
  return { ...object, metadata: { ...metadata, resourceVersion } };
}
