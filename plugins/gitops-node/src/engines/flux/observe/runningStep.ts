import { DeliveryStep } from '@backstage-gitops/plugin-gitops-common';
import { FluxApplier } from '../api/FluxObject';
import { DeliveryContext } from './DeliveryContext';

/** Whether what was applied runs, and well. */
export function runningStep(
  { readiness }: FluxApplier,
  applied: DeliveryStep,
  { seen }: DeliveryContext,
): DeliveryStep {
  const step = 'running';
  const { state, message } = seen.health;
  const told = { step, ...(message !== undefined && { message }) } as const;
  if (applied.state !== 'done') {
    return { step, state: applied.state === 'unknown' ? 'unknown' : 'pending' };
  }
  if (readiness.reason === 'HealthCheckFailed') {
    return { step, state: 'failed', message: readiness.message ?? message };
  }
  switch (state) {
    case 'healthy':
    case 'suspended':
      return { ...told, state: 'done' };
    case 'degraded':
      return { ...told, state: 'failed' };
    case 'unknown':
      return { ...told, state: 'unknown' };
    default:
      return { ...told, state: 'pending' };
  }
}
