import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { waitingReason } from './waitingReason';

const open: PullRequestStatus = {
  number: 7,
  url: 'https://github.com/acme/platform/pull/7',
  title: 'Promote cart',
  state: 'open',
  draft: false,
  author: 'ada',
  sourceBranch: 'gitops/promote-cart',
  targetBranch: 'main',
  headCommit: '0'.repeat(40),
  checks: { state: 'success', waitingFor: [], failed: [] },
  approvedBy: [],
  changesRequestedBy: [],
  reviewsRequestedOf: [],
  mergeable: 'yes',
  autoMerge: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

const pending = (waitingFor: string[]): Partial<PullRequestStatus> => ({
  checks: { state: 'pending', waitingFor, failed: [] },
});

describe('waitingReason', () => {
  it.each<[Partial<PullRequestStatus>, string]>([
    [{}, 'ready to merge'],
    [
      { approvedBy: ['grace', 'alan'], ...pending(['lint']) },
      '2 approvals, waiting for check lint',
    ],
    [pending(['a', 'b', 'c', 'd']), 'waiting for checks a, b, c and 1 more'],
    [
      {
        checks: { state: 'failure', waitingFor: ['e2e'], failed: ['lint'] },
        autoMerge: true,
      },
      'check lint failed, merges by itself',
    ],
    [
      { reviewsRequestedOf: ['acme/shop'], mergeable: 'blocked' },
      'waiting for a review by acme/shop',
    ],
    [
      { approvedBy: ['grace'], changesRequestedBy: ['alan'] },
      '1 approval, changes requested by alan',
    ],
    [{ draft: true }, 'a draft'],
    [{ mergeable: 'conflict' }, 'conflicts with its branch'],
    [
      { approvedBy: ['grace'], mergeable: 'blocked' },
      '1 approval, the rules of its branch are not met yet',
    ],
    [
      {
        checks: { state: 'unknown', waitingFor: [], failed: [] },
        mergeable: 'unknown',
      },
      'its checks can’t be read',
    ],
  ])('says of %j: %s', (more, said) => {
    expect(waitingReason({ ...open, ...more })).toBe(said);
  });
});
