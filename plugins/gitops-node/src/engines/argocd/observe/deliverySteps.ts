import {
  DeliveryStep,
  DeliveryStop,
  EngineRevision,
} from '@backstage-gitops/plugin-gitops-common';
import { ArgoCdApplication } from '../read/ArgoCdApplication';
import { shortRevision } from '../read/readRevision';
import { DeclaringResource } from './ApplicationInput';
import { SourceProgress } from './revisionsOf';

export interface StepsInput {
  readonly application: ArgoCdApplication;
  readonly progress: SourceProgress;
  /** The newest commit that declares it, where it is known. */
  readonly declared?: EngineRevision;
  readonly declaring?: DeclaringResource;
  /** What is listed is of before the last sync had ended. */
  readonly isOutdated?: boolean;
  /** Whether one commit holds another; `undefined` where that isn't known. */
  readonly containsCommit?: (
    later: string,
    earlier: string,
  ) => boolean | undefined;
}

type StepState = Pick<DeliveryStep, 'state' | 'message'>;

/** The way from Git to what runs, and where it stops. */
export function deliverySteps(input: StepsInput): {
  readonly steps: readonly DeliveryStep[];
  readonly stopped?: DeliveryStop;
} {
  const { progress, declared } = input;
  const fetched = fetchedState(input);
  const applied = appliedState(input, fetched);
  const running = runningState(input, applied);
  const steps: DeliveryStep[] = [
    step('declared', { state: declared ? 'done' : 'unknown' }, declared),
    step('fetched', fetched, progress.fetched),
    step('applied', applied, progress.applied),
    step('running', running, undefined),
  ];
  const stopped = stopOf(input, { fetched, applied, running });
  return { steps, ...(stopped !== undefined && { stopped }) };
}

function step(
  name: DeliveryStep['step'],
  state: StepState,
  revision: EngineRevision | undefined,
): DeliveryStep {
  return {
    step: name,
    ...state,
    ...(revision !== undefined && { revision }),
  };
}

function fetchedState({
  application,
  progress,
  declared,
  declaring,
  containsCommit,
}: StepsInput): StepState {
  const { sync, hydration, conditions } = application;
  if (hydration?.failure !== undefined) {
    return { state: 'failed', message: hydration.failure };
  }
  const isBroken = conditions.some(({ type }) =>
    ['ComparisonError', 'InvalidSpecError'].includes(type),
  );
  if (sync.state === 'unknown' && isBroken) {
    return {
      state: 'failed',
      ...(sync.reason !== undefined && { message: sync.reason }),
    };
  }
  // Whatever commit it has seen, it was told to make something else of it.
  if (declaring?.status === 'outOfSync') {
    return {
      state: 'pending',
      message: `The Application ${declaring.by} has still to bring what Git declares of it`,
    };
  }
  const { fetched } = progress;
  if (fetched === undefined) return { state: 'unknown' };
  if (declared?.commit === undefined || fetched.commit === undefined) {
    return { state: 'done' };
  }
  if (fetched.commit === declared.commit) return { state: 'done' };
  const isReached =
    containsCommit === undefined
      ? false
      : containsCommit(fetched.commit, declared.commit);
  // Of a tag, or of another branch, it can't be told.
  if (isReached === undefined) return { state: 'unknown' };
  return isReached
    ? { state: 'done' }
    : {
        state: 'pending',
        message: `Argo CD has seen ${shortRevision(
          fetched,
        )}, and not yet ${shortRevision(declared)}`,
      };
}

function appliedState(input: StepsInput, fetched: StepState): StepState {
  const { sync, operation, automated } = input.application;
  // What isn't seen can't have been applied.
  if (['failed', 'pending'].includes(fetched.state)) {
    return { state: 'pending' };
  }
  if (operation?.phase === 'running' && !operation.dryRun) {
    return {
      state: operation.isRetried ? 'failed' : 'pending',
      ...(operation.message !== undefined && { message: operation.message }),
    };
  }
  const hasFailed = operation?.phase === 'failed' && !operation.dryRun;
  if (hasFailed && sync.state !== 'synced') {
    return {
      state: 'failed',
      ...(operation.message !== undefined && { message: operation.message }),
    };
  }
  if (sync.state === 'unknown' || fetched.state === 'unknown') {
    return { state: 'unknown' };
  }
  if (sync.state === 'synced') return { state: 'done' };
  if (input.isOutdated) {
    return { state: 'pending', message: 'Argo CD has still to look at it' };
  }
  if (isApplied(input)) return { state: 'done' };
  return {
    state: 'pending',
    message:
      automated === undefined
        ? 'It waits for a person to sync it'
        : 'Argo CD has not synced it yet',
  };
}

/** What differs from a declaration that was applied is drift. */
function isApplied({
  progress: { fetched, applied },
  declared,
  containsCommit,
}: StepsInput): boolean {
  if (applied === undefined) return false;
  if (applied.revision === fetched?.revision) return true;
  if (applied.commit === undefined || declared?.commit === undefined) {
    return false;
  }
  return (
    applied.commit === declared.commit ||
    containsCommit?.(applied.commit, declared.commit) === true
  );
}

function runningState(
  { application: { health } }: StepsInput,
  applied: StepState,
): StepState {
  const message =
    health.message === undefined ? {} : { message: health.message };
  if (health.state === 'degraded') return { state: 'failed', ...message };
  if (health.state === 'unknown' || applied.state === 'unknown') {
    return { state: 'unknown', ...message };
  }
  if (applied.state !== 'done' || health.state !== 'healthy') {
    return { state: 'pending', ...message };
  }
  return { state: 'done' };
}

/** The first step that isn't done says why. */
function stopOf(
  { application, isOutdated }: StepsInput,
  steps: {
    readonly fetched: StepState;
    readonly applied: StepState;
    readonly running: StepState;
  },
): DeliveryStop | undefined {
  const { fetched, applied, running } = steps;
  const { isSkipped, automated, health } = application;
  if (isSkipped) {
    return {
      reason: 'suspended',
      message: 'Argo CD is told to leave it alone (skip-reconcile)',
    };
  }
  const told = (reason: DeliveryStop['reason'], message: string) => ({
    ...{ reason, message },
  });
  if (fetched.state === 'failed') {
    return told('failed', fetched.message ?? 'Its manifests can not be made');
  }
  if (fetched.state === 'pending') {
    return told('notFetched', fetched.message ?? 'Argo CD has not seen it yet');
  }
  if (applied.state === 'failed') {
    return told('failed', applied.message ?? 'The last sync failed');
  }
  if (applied.state === 'pending') {
    const isSynced = application.operation?.phase === 'running' || isOutdated;
    return automated === undefined && !isSynced
      ? told('waiting', applied.message ?? 'It waits for a sync')
      : told('rollingOut', applied.message ?? 'It is being synced');
  }
  if (running.state === 'failed') {
    return told('degraded', health.message ?? 'It runs, and not well');
  }
  if (running.state !== 'pending') return undefined;
  return health.state === 'suspended'
    ? told('suspended', health.message ?? 'A resource of it is suspended')
    : told('rollingOut', health.message ?? 'It is rolling out');
}
