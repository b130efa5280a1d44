import { aProposal, aPullRequest } from '../__testUtils__/proposals';
import { awaitedReviewers, stageOf } from './proposalStage';

const fine = { state: 'success' as const, waitingFor: [], failed: [] };
const of = (parts: Parameters<typeof aPullRequest>[0]) =>
  stageOf(aProposal({ pullRequest: aPullRequest({ checks: fine, ...parts }) }));

describe('stageOf', () => {
  it.each<[string, Parameters<typeof aPullRequest>[0], string]>([
    ['a draft', { draft: true }, 'draft'],
    ['a conflict', { mergeable: 'conflict' }, 'conflict'],
    [
      'failed checks before all that waits',
      {
        checks: { state: 'failure', waitingFor: ['a'], failed: ['b'] },
        reviewsRequestedOf: ['dev-b'],
      },
      'checksFailed',
    ],
    [
      'requested changes',
      { changesRequestedBy: ['dev-b'], reviewsRequestedOf: ['dev-c'] },
      'changesRequested',
    ],
    [
      'checks before reviews',
      {
        checks: { state: 'pending', waitingFor: [], failed: [] },
        reviewsRequestedOf: ['dev-b'],
      },
      'checks',
    ],
    [
      'a review that was asked for',
      { reviewsRequestedOf: ['dev-b'] },
      'reviews',
    ],
    ['a review that the forge wants', { mergeable: 'blocked' }, 'reviews'],
    [
      'another rule of the forge',
      { mergeable: 'blocked', approvedBy: ['dev-b'] },
      'blocked',
    ],
    ['nothing more', { mergeable: 'yes' }, 'merge'],
    ['nothing more, and merges by itself', { autoMerge: true }, 'autoMerge'],
    ['what the forge has not worked out', { mergeable: 'unknown' }, 'unknown'],
    ['a merge that was not heard of yet', { state: 'merged' }, 'merged'],
  ])('tells %s', (_, parts, stage) => {
    expect(of(parts)).toBe(stage);
  });

  it.each(['opening', 'failed', 'merged', 'running', 'closed'] as const)(
    'takes the word of the portal that it is %s',
    state => {
      expect(stageOf(aProposal({ state }))).toBe(state);
    },
  );

  it('does not know of a pull request that it is not told of', () => {
    expect(stageOf(aProposal({ pullRequest: undefined }))).toBe('unknown');
  });
});

describe('awaitedReviewers', () => {
  it('are those who have not approved', () => {
    const reviewsRequestedOf = ['dev-a', 'dev-b'];
    const pullRequest = aPullRequest({
      reviewsRequestedOf,
      approvedBy: ['dev-a'],
    });
    expect(awaitedReviewers(pullRequest)).toEqual(['dev-b']);
  });
});
