import { createHash } from 'node:crypto';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';

/** What stands in for a secret is another with each comparison. */
const mask = /\*\*\*[0-9a-f]{8}/g;

/**
 * Equal for observations that say the same, whenever they were made. A digest:
 * one is kept for each of thousands of units, which may hold as many resources.
 */
export function observationKey(observation: UnitObservation): string {
  const { observedAt: _, ...said } = observation;
  const text = JSON.stringify(said).replace(mask, '***');
  return createHash('sha1').update(text).digest('base64');
}
