import {
  DeliveryStep,
  EngineRevision,
} from '@backstage-gitops/plugin-gitops-common';
import { FluxKustomization } from '../api/FluxObject';
import { shortRevision } from '../api/revision';
import { DeliveryContext, reaches } from './DeliveryContext';
import { fetchedStep } from './fetchedStep';

export interface EngineSteps {
  readonly fetched?: EngineRevision;
  readonly applied?: EngineRevision;
  /** `fetched` and `applied`. */
  readonly steps: readonly [DeliveryStep, DeliveryStep];
}

/** Reasons of a Kustomization that was applied, and isn't well. */
const appliedReasons = new Set(['HealthCheckFailed']);

export function kustomizationSteps(
  object: FluxKustomization,
  context: DeliveryContext,
): EngineSteps {
  const source = context.state.source(object.source);
  const applied = appliedStep(object, context);
  const told = fetchedStep(object.source, source, context);
  // What is live can't have been applied without having been fetched.
  const fetched: DeliveryStep =
    applied.state === 'done' && told.state !== 'failed'
      ? { step: 'fetched', state: 'done', revision: told.revision }
      : told;
  return {
    ...(source?.fetched !== undefined && { fetched: source.fetched }),
    ...(object.applied !== undefined && { applied: object.applied }),
    steps: [fetched, applied],
  };
}

function appliedStep(
  object: FluxKustomization,
  context: DeliveryContext,
): DeliveryStep {
  const { applied, attempted, readiness } = object;
  const step = 'applied';
  const told = {
    step,
    ...(applied !== undefined && { revision: applied }),
  } as const;
  if (reaches(context, applied?.commit) === true) {
    return { ...told, state: 'done' };
  }
  const isAttempted = reaches(context, attempted?.commit) === true;
  if (isAttempted && appliedReasons.has(readiness.reason ?? '')) {
    return { step, state: 'done', revision: attempted };
  }
  // A revision that changes nothing of the unit is applied as it is.
  const isLive = context.seen.sync.state === 'synced' && applied !== undefined;
  if (isLive && readiness.state !== 'failed') return { ...told, state: 'done' };
  if (readiness.state === 'failed') {
    return { ...told, state: 'failed', message: readiness.message };
  }
  if (readiness.state === 'unknown') {
    return { ...told, state: 'unknown', message: readiness.message };
  }
  return { ...told, state: 'pending', message: pendingMessage(object) };
}

function pendingMessage({
  applied,
  readiness,
  suspended,
}: FluxKustomization): string {
  if (suspended !== undefined) return 'It is suspended';
  if (readiness.state !== 'ready' && readiness.message !== undefined) {
    return readiness.message;
  }
  return applied === undefined
    ? 'Nothing has been applied yet'
    : `Applied is ${shortRevision(applied)}`;
}
