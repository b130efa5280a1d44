import { DeliveryStep } from '@backstage-gitops/plugin-gitops-common';
import { ResourceRef } from '../../../manifests/Resource';
import { describeRef } from '../../builtin/resourceRef';
import { FluxSource } from '../api/FluxObject';
import { shortRevision } from '../api/revision';
import { DeliveryContext, reaches } from './DeliveryContext';

/** Whether a source holds what Git declares. */
export function fetchedStep(
  ref: ResourceRef | undefined,
  source: FluxSource | undefined,
  context: DeliveryContext,
): DeliveryStep {
  const step = 'fetched';
  if (source === undefined) {
    const message =
      ref === undefined
        ? 'It tells no source'
        : `${describeRef(ref)} is not there, or can't be read`;
    return { step, state: 'unknown', message };
  }
  const { fetched: revision, readiness, suspended } = source;
  const hasIt = reaches(context, revision?.commit);
  const name = describeRef(source.ref);
  if (hasIt === true) return { step, state: 'done', revision };
  const told = { step, ...(revision !== undefined && { revision }) } as const;
  if (readiness.state === 'failed') {
    const message = `${name}: ${readiness.message ?? 'it failed'}`;
    return { ...told, state: 'failed', message };
  }
  if (suspended !== undefined) {
    return { ...told, state: 'pending', message: `${name} is suspended` };
  }
  if (revision === undefined) {
    const message = `${name} has fetched nothing yet`;
    return { ...told, state: 'pending', message };
  }
  return hasIt === undefined
    ? {
        ...told,
        state: 'unknown',
        message: `${name} doesn't tell of which commit ${revision.revision} was made`,
      }
    : {
        ...told,
        state: 'pending',
        message: `${name} has fetched ${shortRevision(
          revision,
        )}, not yet ${context.desired.revision.slice(0, 8)}`,
      };
}
