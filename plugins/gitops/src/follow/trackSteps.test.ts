import type { Proposal } from '@backstage-gitops/plugin-gitops-common';
import { aProposal, aPullRequest } from '../__testUtils__/proposals';
import type { Arrival, ArrivalState } from './arrivals';
import { trackSteps } from './trackSteps';

const passed = { state: 'success' as const, waitingFor: [], failed: [] };
const on = (...states: ArrivalState[]): Arrival[] =>
  states.map((state, index) => ({ place: `eu-${index}`, state }));
const statesOf = (proposal: Proposal, arrivals: Arrival[] = []) =>
  trackSteps(proposal, arrivals).map(({ state }) => state);
const withPull = (parts: Parameters<typeof aPullRequest>[0]) =>
  aProposal({ pullRequest: aPullRequest({ checks: passed, ...parts }) });
const merged = aProposal({
  state: 'merged',
  pullRequest: aPullRequest({
    state: 'merged',
    checks: passed,
    approvedBy: ['dev-b'],
    mergedAt: '2026-11-21T09:15:00.000Z',
  }),
});

describe('trackSteps', () => {
  it('begins with what is being opened', () => {
    const proposal = aProposal({ state: 'opening', pullRequest: undefined });
    expect(statesOf(proposal)).toEqual([
      'current',
      'todo',
      'todo',
      'todo',
      'todo',
      'todo',
    ]);
  });

  it('waits for checks and reviews at once, and for a merge after them', () => {
    const proposal = aProposal({
      pullRequest: aPullRequest({ reviewsRequestedOf: ['dev-b'] }),
    });
    expect(statesOf(proposal).slice(0, 4)).toEqual([
      'done',
      'current',
      'current',
      'todo',
    ]);
  });

  it('waits for a merge where nothing else is waited for', () => {
    expect(statesOf(withPull({})).slice(1, 4)).toEqual([
      'done',
      'skipped',
      'current',
    ]);
  });

  it.each<[string, Parameters<typeof aPullRequest>[0], number]>([
    [
      'checks that fail',
      { checks: { state: 'failure', waitingFor: [], failed: ['lint'] } },
      1,
    ],
    ['changes that are requested', { changesRequestedBy: ['dev-b'] }, 2],
    ['a conflict', { mergeable: 'conflict' }, 3],
  ])('fails at %s', (_, parts, step) => {
    expect(statesOf(withPull(parts))[step]).toBe('failed');
  });

  it.each<[string, Arrival[], string, string]>([
    ['nothing is known of it', [], 'current', 'todo'],
    ['one is not applied', on('running', 'applying'), 'current', 'todo'],
    ['all are applied', on('running', 'applied'), 'done', 'current'],
    ['all run', on('running', 'running'), 'done', 'done'],
    ['one fails', on('running', 'failing'), 'done', 'failed'],
    ['nobody can tell', on('unobserved'), 'unknown', 'unknown'],
    ['a later change came', on('superseded'), 'unknown', 'unknown'],
  ])('follows a merge until it runs: %s', (_, arrivals, deployed, running) => {
    expect(statesOf(merged, arrivals).slice(3)).toEqual([
      'done',
      deployed,
      running,
    ]);
  });

  it('is all done once the portal says that it runs', () => {
    const done = { ...merged, state: 'running' as const };
    expect(statesOf(done)).not.toContain('current');
    expect(statesOf(done).slice(3)).toEqual(['done', 'done', 'done']);
  });

  it('is over where it was closed without a merge', () => {
    const proposal = {
      ...withPull({ state: 'closed' }),
      state: 'closed' as const,
    };
    expect(statesOf(proposal).slice(3)).toEqual(['failed', 'todo', 'todo']);
  });

  it('tells when it was opened, merged, and ran', () => {
    const arrivals: Arrival[] = [
      { place: 'eu-1', state: 'running', since: '2026-11-21T09:20:00.000Z' },
      { place: 'us-1', state: 'running', since: '2026-11-21T09:25:00.000Z' },
    ];
    const times = trackSteps(merged, arrivals).map(({ time }) => time);
    expect(times[0]).toBe('2026-11-21T09:10:00.000Z');
    expect(times[3]).toBe('2026-11-21T09:15:00.000Z');
    expect(times[5]).toBe('2026-11-21T09:25:00.000Z');
  });
});
