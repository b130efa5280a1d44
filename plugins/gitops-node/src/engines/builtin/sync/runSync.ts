import { SyncStep } from '@backstage-gitops/plugin-gitops-common';
import pLimit from 'p-limit';
import { isEstablished } from '../health/clusterHealth';
import { groupKindOf } from '../resourceRef';
import { ApplySetRecord } from './ApplySetRecord';
import { AwayCount } from './AwayCount';
import { retry } from './retry';
import { RunOptions } from './RunOptions';
import { isUnserved, stepFailure } from './stepFailure';
import { PlannedStep, SyncPlan } from './SyncPlan';
import { until } from './until';

const definitionKind = 'CustomResourceDefinition.apiextensions.k8s.io';
const attempts = 3;
const concurrency = 4;
const defaultEstablishTimeout = 60_000;
const defaultRetryPause = 500;

/**
 * Carries a plan out. The parent is widened to what will be applied before
 * anything is, and narrowed to what is left once all is done: whoever comes
 * after a run that was cut off finds each member. A step that fails doesn't
 * stop the others; the same plan can be run again.
 *
 * @public
 */
export async function runSync(
  plan: SyncPlan,
  options: RunOptions,
): Promise<SyncStep[]> {
  const record = new ApplySetRecord(options);
  await record.widen(plan);
  const outcomes = new Map<PlannedStep, SyncStep>();
  const run: Run = {
    away: new AwayCount(),
    bringsKinds: plan.steps.some(
      step => isDefinition(step) && step.action !== 'none',
    ),
  };
  for (const wave of wavesOf(plan)) {
    const limit = pLimit(concurrency);
    await Promise.all(
      wave.map(step =>
        limit(async () =>
          outcomes.set(step, await runStep(step, options, run)),
        ),
      ),
    );
  }
  await record.narrow(plan, step => outcomes.get(step)?.outcome);
  return plan.steps.flatMap(step => outcomes.get(step) ?? []);
}

/** A step as it is told before it is carried out. */
export function plannedStep(step: PlannedStep): SyncStep {
  return step.skip === undefined
    ? tell(step, 'planned')
    : tell(step, 'skipped', step.skip);
}

/** A step of a plan in which there is nothing to do. */
export function doneStep(step: PlannedStep): SyncStep {
  return step.skip === undefined
    ? tell(step, 'done')
    : tell(step, 'skipped', step.skip);
}

/** Steps that go together, in the plan's order. */
function wavesOf(plan: SyncPlan): readonly (readonly PlannedStep[])[] {
  const waves: PlannedStep[][] = [];
  for (const step of plan.steps) {
    const current = waves.at(-1);
    const [previous] = current ?? [];
    const isSame =
      previous?.wave === step.wave &&
      (previous.action === 'prune') === (step.action === 'prune');
    if (current !== undefined && isSame) current.push(step);
    else waves.push([step]);
  }
  return waves;
}

/** What the steps of one run know of each other. */
interface Run {
  readonly away: AwayCount;
  readonly bringsKinds: boolean;
}

async function runStep(
  step: PlannedStep,
  options: RunOptions,
  { away, bringsKinds }: Run,
): Promise<SyncStep> {
  options.signal?.throwIfAborted();
  if (step.skip !== undefined || step.action === 'none') return doneStep(step);
  if (away.isAway) {
    return tell(step, 'failed', 'Not tried, since the cluster does not answer');
  }
  try {
    await retry(
      () =>
        step.action === 'prune' ? prune(step, options) : apply(step, options),
      error => bringsKinds && isUnserved(error),
      {
        attempts,
        pause: options.retryPause ?? defaultRetryPause,
        signal: options.signal,
      },
    );
    away.note(undefined);
    return tell(step, 'done');
  } catch (error) {
    away.note(error);
    options.signal?.throwIfAborted();
    return tell(step, 'failed', stepFailure(step, error));
  }
}

async function apply(
  step: PlannedStep & { readonly action: 'create' | 'update' },
  { client, applySet, establishTimeout, signal }: RunOptions,
): Promise<void> {
  const { ref } = step;
  const applied = await client.apply(step.object, {
    fieldManager: applySet.fieldManager,
    force: true,
    signal,
  });
  if (!isDefinition(step) || isEstablished(applied)) return;
  await until(
    async () => {
      const definition = await client.get(ref, { signal });
      return definition !== undefined && isEstablished(definition);
    },
    {
      timeout: establishTimeout ?? defaultEstablishTimeout,
      waitingFor: `the kind of ${ref.name} to be served`,
      signal,
    },
  );
}

function isDefinition({ ref, action }: PlannedStep): boolean {
  return action !== 'prune' && groupKindOf(ref) === definitionKind;
}

/** Deletes what was planned for and nothing that took its place since. */
async function prune(
  step: PlannedStep & { readonly action: 'prune' },
  { client, signal }: RunOptions,
): Promise<void> {
  try {
    await client.delete(step.ref, {
      uid: step.uid,
      propagation: 'Background',
      signal,
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') return;
    throw error;
  }
}

function tell(
  { ref, action }: PlannedStep,
  outcome: SyncStep['outcome'],
  message?: string,
): SyncStep {
  return {
    ...ref,
    action,
    outcome,
    ...(message !== undefined && { message }),
  };
}
