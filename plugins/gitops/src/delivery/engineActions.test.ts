import type { TargetDeliveryResponse } from '@backstage-gitops/plugin-gitops-common';
import { aDelivery, aDeliveryAnswer } from '../__testUtils__/delivery';
import { aLive } from '../__testUtils__/live';
import { offeredActions } from './engineActions';

const all = { sync: true, suspend: true };
const flux = aLive({ engine: 'flux' });
const argocd = aLive({ engine: 'argocd' });
const offered = (parts: Partial<TargetDeliveryResponse>, may = all) =>
  offeredActions(aDeliveryAnswer(parts), may).map(({ action, obstacle }) =>
    obstacle ? `${action}: ${obstacle.kind}` : action,
  );

describe('offeredActions', () => {
  it('offers what the engine knows, and nothing that it does not', () => {
    expect(offered({ live: flux })).toEqual(['refresh', 'suspend']);
    expect(
      offered({ live: argocd, actions: ['refresh', 'terminate'] }),
    ).toEqual(['refresh', 'terminate']);
  });

  it('says that there is nothing to end, where nothing is under way', () => {
    expect(offered({ live: argocd, actions: ['refresh'] })).toEqual([
      'refresh',
      'terminate: idle',
    ]);
  });

  it('offers to resume what is suspended, which is not refreshed before', () => {
    const delivery = aDelivery({ state: 'suspended', suspended: {} });
    expect(offered({ live: flux, delivery, actions: ['resume'] })).toEqual([
      'refresh: suspended',
      'resume',
    ]);
  });

  it.each<[string, Partial<TargetDeliveryResponse>, string]>([
    [
      'the engine is away',
      {
        live: { ...flux, stale: { since: '2026-11-21T07:00:00Z', reason: '' } },
      },
      'stale',
    ],
    [
      'several objects claim it',
      {
        delivery: aDelivery({
          claimedBy: [
            { group: 'g', kind: 'Kustomization', name: 'a' },
            { group: 'g', kind: 'Kustomization', name: 'b' },
          ],
        }),
      },
      'claimed',
    ],
    [
      'no object applies it',
      { delivery: aDelivery({ object: undefined }) },
      'absent',
    ],
  ])('offers nothing while %s', (_, parts, kind) => {
    expect(offered({ live: flux, ...parts })).toEqual([
      `refresh: ${kind}`,
      `suspend: ${kind}`,
    ]);
  });

  it('asks for one permission to refresh and for another to suspend', () => {
    const one = offeredActions(aDeliveryAnswer(), {
      sync: false,
      suspend: false,
    });
    expect(one.map(({ obstacle }) => obstacle)).toEqual([
      { kind: 'permission', permission: 'gitops.target.sync' },
      { kind: 'permission', permission: 'gitops.target.suspend' },
    ]);
    expect(offered({}, { sync: true, suspend: false })).toEqual([
      'refresh',
      'suspend: permission',
    ]);
  });
});
