import { aLive, ObservedParts } from '../__testUtils__/live';
import { syncObstacle } from './syncReadiness';

const stale = { since: '2026-11-21T07:00:00Z', reason: 'no route to host' };

describe('syncObstacle', () => {
  it.each<[string, ObservedParts, boolean, string | undefined]>([
    ['a cluster that follows on request', { mode: 'manual' }, true, undefined],
    ['a cluster that follows Git', { mode: 'auto' }, true, undefined],
    ['one that is only observed', { mode: 'observe' }, true, 'observe'],
    ['one that Flux steers', { engine: 'flux' }, true, 'engine'],
    ['one that is away', { stale }, true, 'stale'],
    ['a person without the permission', {}, false, 'permission'],
  ])('%s', (_, parts, allowed, kind) => {
    expect(syncObstacle(aLive(parts), allowed)?.kind).toBe(kind);
  });

  it('tells why a target that was never seen is not synced', () => {
    const live = { state: 'unobserved', reason: 'no cluster' } as const;
    expect(syncObstacle(live, true)).toEqual({
      kind: 'unobserved',
      reason: 'no cluster',
    });
  });
});
