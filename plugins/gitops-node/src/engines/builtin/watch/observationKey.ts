import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';

/** What stands in for a secret is another with each comparison. */
const mask = /\*\*\*[0-9a-f]{8}/g;

/** Equal for observations that say the same, whenever they were made. */
export function observationKey(observation: UnitObservation): string {
  const { observedAt: _, ...said } = observation;
  return JSON.stringify(said).replace(mask, '***');
}
