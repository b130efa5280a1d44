import type { EngineCondition } from '@backstage-gitops/plugin-gitops-common';
import type { Tone } from '../look/tones';

/** Conditions of Flux that tell of something bad, or under way, where true. */
const BAD_IF_TRUE = ['Stalled'];
const BUSY_IF_TRUE = ['Reconciling'];

/**
 * How a condition reads. Those of Flux are good where true, but for some; those
 * of Argo CD are told only where there is something to tell, and end in what.
 */
export function conditionTone({
  type,
  status,
}: Pick<EngineCondition, 'type' | 'status'>): Tone {
  if (type.endsWith('Error')) return 'alert';
  if (type.endsWith('Warning')) return 'waiting';
  if (status === 'Unknown') return 'unknown';
  if (BUSY_IF_TRUE.includes(type)) return 'neutral';
  const good = BAD_IF_TRUE.includes(type)
    ? status === 'False'
    : status === 'True';
  return good ? 'ok' : 'alert';
}
