import { DeliveryStep } from '@backstage-gitops/plugin-gitops-common';
import { FluxHelmRelease, FluxKustomization } from '../api/FluxObject';
import { readRevision } from '../api/revision';
import { describeRef } from '../../builtin/resourceRef';
import { deployedOf } from '../release/ReleaseManifests';
import { DeliveryContext, reaches } from './DeliveryContext';
import { EngineSteps } from './kustomizationSteps';

/**
 * A HelmRelease is fetched once the object in the cluster is what Git declares
 * and its chart is there; applied once it was released as it stands.
 */
export function releaseSteps(
  object: FluxHelmRelease,
  context: DeliveryContext,
): EngineSteps {
  const deployed = deployedOf(object);
  const version = deployed?.chartVersion;
  const applied =
    version === undefined
      ? undefined
      : readRevision(version, deployed?.lastDeployed);
  const chart = context.state.source(object.chart);
  const { fetched } = chart ?? {};
  const declared = declaringStep(object, context);
  const steps: EngineSteps['steps'] = [
    declared.state === 'done' ? chartStep(object, context) : declared,
    releasedStep(object, applied),
  ];
  return {
    ...(fetched !== undefined && { fetched }),
    ...(applied !== undefined && { applied }),
    steps,
  };
}

/** The object comes to the cluster through the Kustomization that holds it. */
function declaringStep(
  object: FluxHelmRelease,
  context: DeliveryContext,
): DeliveryStep {
  const step = 'fetched';
  if (context.declaringObject === 'synced') return { step, state: 'done' };
  const parent = context.state.get(object.appliedBy);
  if (parent?.kind !== 'Kustomization') {
    const message =
      'Nothing tells of which commit the HelmRelease in the cluster is';
    return { step, state: 'unknown', message };
  }
  const revision = parent.applied;
  const isThere =
    reaches(context, revision?.commit) === true &&
    context.declaringObject !== 'drifted';
  return isThere
    ? { step, state: 'done', revision }
    : {
        step,
        state: parent.readiness.state === 'failed' ? 'failed' : 'pending',
        ...(revision !== undefined && { revision }),
        message: parentMessage(parent),
      };
}

function parentMessage(parent: FluxKustomization): string {
  const name = describeRef(parent.ref);
  if (parent.suspended !== undefined) return `${name} is suspended`;
  return parent.readiness.state === 'ready'
    ? `${name} has not applied it yet`
    : `${name}: ${parent.readiness.message ?? 'it is not ready'}`;
}

function chartStep(
  object: FluxHelmRelease,
  { state }: DeliveryContext,
): DeliveryStep {
  const step = 'fetched';
  const chart = state.source(object.chart);
  if (chart === undefined) {
    const isReady = object.readiness.state === 'ready';
    return isReady
      ? { step, state: 'done' }
      : {
          step,
          state: 'pending',
          message: 'Its chart has not been fetched yet',
        };
  }
  const { readiness, fetched: revision, ref } = chart;
  if (readiness.state === 'ready') return { step, state: 'done', revision };
  return {
    step,
    state: readiness.state === 'failed' ? 'failed' : 'pending',
    ...(revision !== undefined && { revision }),
    message: `${describeRef(ref)}: ${readiness.message ?? 'it is not ready'}`,
  };
}

function releasedStep(
  { readiness, suspended }: FluxHelmRelease,
  revision: EngineSteps['applied'],
): DeliveryStep {
  const told = {
    step: 'applied',
    ...(revision !== undefined && { revision }),
    ...(readiness.message !== undefined && { message: readiness.message }),
  } as const;
  switch (readiness.state) {
    case 'ready':
      return { step: 'applied', state: 'done', revision };
    case 'failed':
    case 'unknown':
      return { ...told, state: readiness.state };
    default:
      return {
        ...told,
        state: 'pending',
        ...(suspended !== undefined && { message: 'It is suspended' }),
      };
  }
}
