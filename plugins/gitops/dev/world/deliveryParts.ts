import type {
  Delivery,
  DeliveryStep,
  EngineRevision,
} from '@backstage-gitops/plugin-gitops-common';
import type { ObservedParts } from '../../src/__testUtils__/live';
import { hoursAgo, sha } from './clock';

/** What an engine can be found at; `live` is what the cluster shows meanwhile. */
export interface EngineStory {
  readonly live: ObservedParts;
  readonly delivery: Delivery;
  /** Whether the pods run the version before. */
  readonly older?: true;
}

export type DeliveryParts = Partial<Delivery>;
type States = [
  DeliveryStep['state'],
  DeliveryStep['state'],
  DeliveryStep['state'],
  DeliveryStep['state'],
];

/** What Git declares now. */
export const fresh = revisionOf(11, 0.6);
/** What it declared before. */
export const former = revisionOf(12, 26);

export function revisionOf(seed: number, hours: number): EngineRevision {
  const commit = sha(seed);
  return {
    revision: `main@sha1:${commit}`,
    commit,
    at: hoursAgo(hours),
  };
}

/** The four steps; what isn't applied is at the revision before. */
export function way(states: States, message?: string): DeliveryStep[] {
  const names = ['declared', 'fetched', 'applied', 'running'] as const;
  const stuck = states.findIndex(state => state !== 'done');
  return names.map((step, index) => ({
    step,
    state: states[index],
    ...(step !== 'running' && {
      revision: states[index] === 'done' ? fresh : former,
    }),
    ...(index === stuck && message !== undefined && { message }),
  }));
}
