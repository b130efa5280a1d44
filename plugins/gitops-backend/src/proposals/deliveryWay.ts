import {
  DeliveryStep,
  DeliveryStop,
  EngineKind,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';
import { appliedCommits } from '../database/appliedCommits';

/** What was last seen of where a target runs. */
export type ObservedLive = Extract<TargetLive, { state: 'observed' }>;

/** A merge on its way to one target. */
export interface MergeOnItsWay {
  readonly live: ObservedLive;
  /** Whether a commit is the merge or came after it; undefined if not known. */
  holds(commit: string): boolean | undefined;
  /** What pods are seen to run, of the images that the merge moved. */
  readonly images: 'asDeclared' | 'others' | 'unseen';
}

/** How far a merge has come, and why it comes no further. */
export interface DeliveryWay {
  readonly steps: readonly DeliveryStep[];
  readonly stopped?: DeliveryStop;
}

export const engineNames: Record<EngineKind, string> = {
  argocd: 'Argo CD',
  flux: 'Flux',
  builtin: 'The built-in engine',
};

type StepState = Pick<DeliveryStep, 'state' | 'message'>;

const done: StepState = { state: 'done' };

/**
 * The way of one merge, out of what an engine says of the newest declaration:
 * what it has seen or applied since holds the merge as well.
 */
export function deliveryWay(merge: MergeOnItsWay): DeliveryWay {
  const fetched = fetchedState(merge);
  const applied = appliedState(merge, fetched);
  const running = runningState(merge, applied);
  const stopped = stopOf(merge, { fetched, applied, running });
  return {
    steps: [
      { step: 'declared', ...done },
      { step: 'fetched', ...fetched },
      { step: 'applied', ...applied },
      { step: 'running', ...running },
    ],
    ...(stopped && { stopped }),
  };
}

function told(
  { delivery }: ObservedLive,
  name: DeliveryStep['step'],
): DeliveryStep | undefined {
  return delivery?.steps.find(({ step }) => step === name);
}

/** What an engine says of a step that isn't done for this merge. */
function undone(
  step: DeliveryStep | undefined,
  { images }: MergeOnItsWay,
): StepState {
  const { state = 'unknown', message } = step ?? {};
  // What pods are seen to run was applied, whatever can't be told.
  if (state === 'unknown' && images === 'asDeclared') return done;
  return {
    state: state === 'done' ? 'pending' : state,
    ...(message !== undefined && { message }),
  };
}

/** Whether a step is done for the merge, by the commits that it is done for. */
function isReached(
  { holds }: MergeOnItsWay,
  commits: readonly (string | undefined)[],
): boolean | undefined {
  const answers = commits.flatMap(commit => (commit ? [holds(commit)] : []));
  if (answers.includes(true)) return true;
  return answers.includes(false) ? false : undefined;
}

function fetchedState(merge: MergeOnItsWay): StepState {
  const { live } = merge;
  const { delivery } = live;
  // The portal has read it, and hands it to the engine.
  if (!delivery) return done;
  const step = told(live, 'fetched');
  const reached = isReached(merge, [
    delivery.fetched?.commit,
    delivery.attempted?.commit,
    ...appliedCommits(live),
    step?.state === 'done' ? told(live, 'declared')?.revision?.commit : '',
  ]);
  if (reached === true) return done;
  return reached === undefined && step?.state === 'done'
    ? done
    : undone(step, merge);
}

function appliedState(merge: MergeOnItsWay, fetched: StepState): StepState {
  const { live, images } = merge;
  if (fetched.state !== 'done') return { state: 'pending' };
  const { delivery, sync, revision } = live;
  const compared = sync.state === 'synced' ? revision : undefined;
  const reached = isReached(merge, [
    ...appliedCommits(live),
    delivery ? undefined : compared,
  ]);
  if (reached === true) return done;
  const step = told(live, 'applied');
  if (reached === undefined && step?.state === 'done') return done;
  if (delivery) return undone(step, merge);
  return images === 'asDeclared' ? done : { state: 'pending' };
}

function runningState(merge: MergeOnItsWay, applied: StepState): StepState {
  const { live, images } = merge;
  const { state, message } = live.health;
  const why = message === undefined ? {} : { message };
  if (applied.state !== 'done') return { state: 'pending' };
  if (state === 'degraded' || state === 'missing') {
    return { state: 'failed', ...why };
  }
  if (images === 'others') return { state: 'pending', ...why };
  const step = told(live, 'running');
  // A neighbour in the same unit may be what is not well.
  const isOwn = images === 'asDeclared' && state === 'healthy';
  if (step) return isOwn || step.state === 'done' ? done : undone(step, merge);
  return state === 'progressing' ? { state: 'pending', ...why } : done;
}

function stopOf(
  merge: MergeOnItsWay,
  steps: {
    readonly fetched: StepState;
    readonly applied: StepState;
    readonly running: StepState;
  },
): DeliveryStop | undefined {
  const { live } = merge;
  const { fetched, applied, running } = steps;
  const engine = engineNames[live.engine];
  if (fetched.state !== 'done') {
    return (
      stopAs(live, 'suspended') ??
      unknownStop(live, fetched) ?? {
        reason: fetched.state === 'failed' ? 'failed' : 'notFetched',
        message: fetched.message ?? `${engine} has not fetched it yet`,
      }
    );
  }
  if (applied.state !== 'done') {
    return (
      stopAs(live, 'suspended', 'waiting', 'failed') ??
      unknownStop(live, applied) ?? {
        reason: applied.state === 'failed' ? 'failed' : 'rollingOut',
        message: applied.message ?? `${engine} has not applied it yet`,
      }
    );
  }
  if (running.state === 'done') return undefined;
  if (running.state === 'failed') {
    const message = running.message ?? `Its health is ${live.health.state}`;
    return { reason: 'degraded', message };
  }
  return (
    stopAs(live, 'suspended') ?? {
      reason: 'rollingOut',
      message: running.message ?? 'Not all of it runs yet',
    }
  );
}

function unknownStop(
  { delivery }: ObservedLive,
  { state, message }: StepState,
): DeliveryStop | undefined {
  if (state !== 'unknown') return undefined;
  const why = message ?? delivery?.message ?? 'nothing tells how far it is';
  return { reason: 'waiting', message: why };
}

/** The engine's own word, where it fits the step that the merge is at. */
function stopAs(
  { delivery }: ObservedLive,
  ...reasons: readonly DeliveryStop['reason'][]
): DeliveryStop | undefined {
  const stopped = delivery?.stopped;
  return stopped && reasons.includes(stopped.reason) ? stopped : undefined;
}
