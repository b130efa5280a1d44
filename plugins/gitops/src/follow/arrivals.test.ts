import { aChange, anArtifact, aTarget } from '../__testUtils__/builders';
import { aLive, ObservedParts } from '../__testUtils__/live';
import type { ProposalRollout } from '@backstage-gitops/plugin-gitops-common';
import { arrivalOf, arrivalOfRollout } from './arrivals';

const target = aTarget({ cluster: 'eu-1' });
const move = {
  target: target.id,
  kind: 'image',
  name: 'registry.larkspur.example/ticket-sales',
  from: 'v40',
  to: 'v41',
};
const running = (version: string) => [
  {
    kind: 'image' as const,
    name: 'registry.larkspur.example/ticket-sales',
    version,
    pods: 3,
    ready: 3,
    since: '2026-11-21T09:00:00.000Z',
  },
];
const of = (parts: ObservedParts) =>
  arrivalOf({ ...target, live: aLive(parts) }, [move]).state;

describe('arrivalOf', () => {
  it('waits for the portal to read what was merged', () => {
    expect(arrivalOf(target, [{ ...move, to: 'v42' }]).state).toBe('reading');
  });

  it('knows a later change from one that was not read', () => {
    const lastChange = aChange({ effectiveAt: '2026-11-21T09:00:00.000Z' });
    const later = { ...target, lastChange };
    const other = [{ ...move, to: 'v42' }];
    const at = (mergedAt: string) => arrivalOf(later, other, mergedAt).state;
    expect(at('2026-11-21T08:00:00.000Z')).toBe('superseded');
    expect(at('2026-11-21T09:30:00.000Z')).toBe('reading');
  });

  it.each<[string, ObservedParts, string]>([
    [
      'the engine has not applied it',
      { artifacts: running('v40'), sync: 'outOfSync' },
      'applying',
    ],
    [
      'it is applied, and older pods still run',
      { artifacts: running('v40'), behind: { running: ['v40'] } },
      'applied',
    ],
    ['it runs', { artifacts: running('v41') }, 'running'],
    [
      'it runs, and is not well',
      { artifacts: running('v41'), health: 'degraded' },
      'failing',
    ],
    [
      'the cluster is away',
      {
        artifacts: running('v41'),
        stale: { since: '2026-11-21T07:00:00Z', reason: 'no route' },
      },
      'unobserved',
    ],
  ])('tells that %s', (_, parts, state) => {
    expect(of(parts)).toBe(state);
  });

  it('says where, and since when it runs', () => {
    const live = aLive({ artifacts: running('v41') });
    expect(arrivalOf({ ...target, live }, [move])).toEqual({
      place: 'eu-1',
      state: 'running',
      since: '2026-11-21T09:00:00.000Z',
    });
  });

  it('knows an image by its digest', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const pinned = { ...target, artifacts: [anArtifact({ digest })] };
    const moved = [{ ...move, to: `v41@${digest}` }];
    expect(arrivalOf(pinned, moved).state).toBe('unobserved');
    expect(arrivalOf(target, moved).state).toBe('reading');
  });
});

describe('arrivalOfRollout', () => {
  const done = (
    ...steps: ProposalRollout['steps'][number]['step'][]
  ): ProposalRollout['steps'] =>
    steps.map(step => ({ step, state: 'done' as const }));

  it.each<[Partial<ProposalRollout>, string]>([
    [{ state: 'waiting', steps: [] }, 'reading'],
    [{ state: 'waiting', steps: done('declared', 'fetched') }, 'applying'],
    [{ state: 'waiting', steps: done('declared', 'applied') }, 'applied'],
    [
      {
        ...{ state: 'waiting', steps: done('declared', 'applied') },
        stopped: { reason: 'degraded', message: 'CrashLoopBackOff' },
      },
      'failing',
    ],
    [{ state: 'running' }, 'running'],
    [{ state: 'unseen' }, 'unobserved'],
    [{ state: 'superseded' }, 'superseded'],
  ])('of %j is %s', (parts, state) => {
    const rollout: ProposalRollout = {
      ...{ target: 'cart', place: 'eu-1', state: 'waiting', steps: [] },
      ...parts,
    };
    expect(arrivalOfRollout(rollout)).toEqual({ place: 'eu-1', state });
  });
});
