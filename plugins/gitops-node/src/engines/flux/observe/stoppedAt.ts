import {
  DeliveryStep,
  DeliveryStop,
} from '@backstage-gitops/plugin-gitops-common';
import { FluxApplier } from '../api/FluxObject';

/**
 * Where a declaration is stuck: at the first step that isn't done. While it is
 * suspended nothing else would bring it further.
 *
 * @param waiting - the first is waited for; that one waits for the others.
 */
export function stoppedAt(
  object: FluxApplier,
  steps: readonly DeliveryStep[],
  waiting: readonly string[],
): DeliveryStop | undefined {
  const step = steps.find(({ state }) => state !== 'done');
  if (step === undefined) return undefined;
  if (step.step === 'running') return runningStop(step);
  const { readiness, suspended } = object;
  if (suspended !== undefined) return suspension(suspended);
  if (readiness.state === 'waiting') {
    return {
      reason: 'waiting',
      message: `It waits for ${waiting.join(', ')}`,
    };
  }
  const told = readiness.message ?? '';
  if (step.state === 'unknown') {
    return readiness.state === 'failed'
      ? { reason: 'failed', message: told }
      : undefined;
  }
  const message = step.message ?? told;
  if (step.step === 'fetched' || readiness.state === 'unfetched') {
    return { reason: 'notFetched', message };
  }
  return step.state === 'failed'
    ? { reason: 'failed', message }
    : { reason: 'rollingOut', message };
}

function runningStop({
  state,
  message = '',
}: DeliveryStep): DeliveryStop | undefined {
  if (state === 'unknown') return undefined;
  return state === 'failed'
    ? { reason: 'degraded', message }
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
