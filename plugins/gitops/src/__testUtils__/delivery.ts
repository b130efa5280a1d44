import type {
  Delivery,
  DeliveryStep,
  TargetDeliveryResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { aLive } from './live';

const COMMIT = '6aa2976855200d4d6339e6f086c3113286d752ef';

export const revision = {
  revision: `main@sha1:${COMMIT}`,
  commit: COMMIT,
  at: '2026-11-21T09:20:00.000Z',
};

/** The four steps in these states, each at the revision that was read. */
export function steps(
  ...states: [
    DeliveryStep['state'],
    DeliveryStep['state'],
    DeliveryStep['state'],
    DeliveryStep['state'],
  ]
): DeliveryStep[] {
  const names = ['declared', 'fetched', 'applied', 'running'] as const;
  return names.map((step, index) => ({
    step,
    state: states[index],
    ...(states[index] === 'done' && step !== 'running' && { revision }),
  }));
}

/** Everything of what Git declares was brought by Flux and runs. */
export function aDelivery(parts: Partial<Delivery> = {}): Delivery {
  return {
    object: {
      group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
      namespace: 'flux-system',
      name: 'ticket-sales',
    },
    state: 'synced',
    fetched: revision,
    attempted: revision,
    applied: revision,
    waitsFor: [],
    conditions: [],
    history: [],
    steps: steps('done', 'done', 'done', 'done'),
    ...parts,
  };
}

export function aDeliveryAnswer(
  parts: Partial<TargetDeliveryResponse> = {},
): TargetDeliveryResponse {
  return {
    live: aLive({ engine: 'flux', mode: undefined }),
    delivery: aDelivery(),
    events: [],
    windows: [],
    actions: ['refresh', 'suspend'],
    ...parts,
  };
}
