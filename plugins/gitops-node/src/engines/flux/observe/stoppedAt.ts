import {
  DeliveryStep,
  DeliveryStop,
} from '@backstage-gitops/plugin-gitops-common';
import { FluxApplier } from '../api/FluxObject';

/**
 * Where a declaration is stuck: at the first step that isn't done. While it is
 * suspended nothing else would bring it further.
 */
export function stoppedAt(
  object: FluxApplier,
  steps: readonly DeliveryStep[],
  waiting: readonly string[],
): DeliveryStop | undefined {
  const step = steps.find(({ state }) => state !== 'done');
  if (step === undefined || step.state === 'unknown') return undefined;
  const message = step.message ?? object.readiness.message ?? '';
  if (step.step === 'running') {
    return step.state === 'failed'
      ? { reason: 'degraded', message }
      : { reason: 'rollingOut', message };
  }
  if (object.suspended !== undefined) return suspension(object.suspended);
  if (object.readiness.state === 'waiting') {
    return { reason: 'waiting', message: waitingMessage(waiting) };
  }
  if (step.step === 'fetched' || object.readiness.state === 'unfetched') {
    return { reason: 'notFetched', message };
  }
  return step.state === 'failed'
    ? { reason: 'failed', message }
    : { reason: 'rollingOut', message };
}

function suspension({
  by,
  reason,
}: NonNullable<FluxApplier['suspended']>): DeliveryStop {
  const who = by === undefined ? '' : ` by ${by}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  return { reason: 'suspended', message: `It is suspended${who}${why}` };
}

/** The first is waited for; that one waits for the others. */
function waitingMessage(waiting: readonly string[]): string {
  return `It waits for ${waiting.join(', ')}`;
}
