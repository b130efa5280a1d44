import type { TargetLive } from '@backstage-gitops/plugin-gitops-common';
import { aDelivery } from '../__testUtils__/delivery';
import { aLive, ObservedParts } from '../__testUtils__/live';
import { liveStateOf, runsAsDeclared } from './liveState';

const stale = { since: '2026-11-21T07:00:00Z', reason: 'no route to host' };
const drift = {
  fields: 1,
  resources: 1,
  missing: 0,
  orphaned: 0,
  indeterminate: 0,
};
const none = { ...drift, fields: 0, resources: 0 };
const behind = { running: ['v40'], since: '2026-11-21T06:30:00Z' };

describe('liveStateOf', () => {
  it.each<[string, ObservedParts, string]>([
    ['seen healthy and in sync', {}, 'fine'],
    ['degraded, whatever else', { health: 'degraded', drift }, 'unhealthy'],
    ['declared and not there', { health: 'missing' }, 'unhealthy'],
    ['a field that differs', { sync: 'outOfSync', drift }, 'drifted'],
    ['something left over', { drift: { ...none, orphaned: 1 } }, 'drifted'],
    ['something missing', { drift: { ...none, missing: 1 } }, 'drifted'],
    ['not applied yet', { sync: 'outOfSync' }, 'outOfSync'],
    ['rolling out', { health: 'progressing' }, 'progressing'],
    ['pods of an older version', { behind }, 'progressing'],
    ['health that cannot be told', { health: 'unknown' }, 'unknown'],
    ['a comparison that failed', { sync: 'unknown' }, 'unknown'],
    [
      'a part not compared',
      { drift: { ...none, indeterminate: 1 } },
      'unknown',
    ],
    ['what an engine brought', { delivery: aDelivery() }, 'fine'],
    [
      'what an engine could not apply',
      { delivery: aDelivery({ state: 'failed' }), drift },
      'undelivered',
    ],
    [
      'what an engine is kept from',
      { delivery: aDelivery({ suspended: {} }), sync: 'outOfSync' },
      'held',
    ],
    [
      'what an engine can not tell of',
      { delivery: aDelivery({ state: 'unknown' }) },
      'unknown',
    ],
    ['fine when last seen, long ago', { stale }, 'unknown'],
  ])('%s', (_, parts, state) => {
    expect(liveStateOf(aLive(parts))).toBe(state);
  });

  it('takes what was never seen for unknown', () => {
    const never: TargetLive = { state: 'unobserved', reason: 'no cluster' };
    expect(liveStateOf(never)).toBe('unknown');
  });
});

describe('runsAsDeclared', () => {
  it.each<[string, TargetLive | undefined, boolean]>([
    ['pods that run what Git declares', aLive(), true],
    ['no cluster at all', undefined, false],
    ['no pod', aLive({ artifacts: [] }), false],
    ['an older version', aLive({ behind }), false],
    ['what was last seen long ago', aLive({ stale }), false],
  ])('%s', (_, live, expected) => {
    expect(runsAsDeclared(live)).toBe(expected);
  });
});
