import { aDelivery } from '../__testUtils__/delivery';
import { aLive, ObservedParts } from '../__testUtils__/live';
import { syncObstacle } from './syncReadiness';

const stale = { since: '2026-11-21T07:00:00Z', reason: 'no route to host' };

const one = { group: 'g', kind: 'Kustomization', name: 'one' };
const other = { ...one, name: 'other' };

describe('syncObstacle', () => {
  it.each<[string, ObservedParts, boolean, string | undefined]>([
    ['a cluster that follows on request', { mode: 'manual' }, true, undefined],
    ['a cluster that follows Git', { mode: 'auto' }, true, undefined],
    ['one that is only observed', { mode: 'observe' }, true, 'observe'],
    ['an engine that tells nothing', { engine: 'flux' }, true, 'engine'],
    [
      'one that Flux steers',
      { engine: 'flux', delivery: aDelivery() },
      true,
      undefined,
    ],
    [
      'one that Flux is kept from',
      { engine: 'flux', delivery: aDelivery({ suspended: {} }) },
      true,
      'suspended',
    ],
    [
      'one that no object applies',
      { engine: 'flux', delivery: aDelivery({ object: undefined }) },
      true,
      'absent',
    ],
    [
      'one that several objects claim',
      { engine: 'flux', delivery: aDelivery({ claimedBy: [one, other] }) },
      true,
      'claimed',
    ],
    [
      'one that Argo CD is at',
      {
        engine: 'argocd',
        delivery: aDelivery({
          operation: { phase: 'running', automated: true },
        }),
      },
      true,
      'underWay',
    ],
    ['one that is away', { stale }, true, 'stale'],
    ['a person without the permission', {}, false, 'permission'],
  ])('%s', (_, parts, allowed, kind) => {
    expect(syncObstacle(aLive(parts), allowed)?.kind).toBe(kind);
  });

  it('knows that no sync would begin now, where the engine was asked', () => {
    const live = aLive({ engine: 'argocd', delivery: aDelivery() });
    expect(syncObstacle(live, true, false)?.kind).toBe('window');
    expect(syncObstacle(live, true, true)).toBeUndefined();
  });

  it('tells why a target that was never seen is not synced', () => {
    const live = { state: 'unobserved', reason: 'no cluster' } as const;
    expect(syncObstacle(live, true)).toEqual({
      kind: 'unobserved',
      reason: 'no cluster',
    });
  });
});
