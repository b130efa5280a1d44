import type {
  Proposal,
  ProposalRollout,
  PullRequestStatus,
} from '@backstage-gitops/plugin-gitops-common';
import { needsPerson } from '../follow/placeTrouble';
import type { Tone } from '../look/tones';

/** Where a proposal is, or the first thing that it waits for. */
export type ProposalStage =
  | 'opening'
  | 'failed'
  | 'draft'
  | 'conflict'
  | 'checksFailed'
  | 'changesRequested'
  | 'checks'
  | 'reviews'
  | 'blocked'
  | 'merge'
  | 'autoMerge'
  | 'merged'
  | 'suspended'
  | 'stuck'
  | 'running'
  | 'closed'
  | 'unknown';

/** What someone must do comes before what will come by itself. */
export function stageOf(proposal: Proposal): ProposalStage {
  if (proposal.state === 'merged') {
    return mergedStage(proposal.rollouts ?? []);
  }
  if (proposal.state !== 'open') return proposal.state;
  const { pullRequest } = proposal;
  return pullRequest ? openStage(pullRequest) : 'unknown';
}

/** What somebody keeps back on purpose is no failure. */
function mergedStage(rollouts: readonly ProposalRollout[]): ProposalStage {
  const held = rollouts.filter(needsPerson);
  if (held.length === 0) return 'merged';
  return held.every(({ stopped }) => stopped?.reason === 'suspended')
    ? 'suspended'
    : 'stuck';
}

function openStage(pullRequest: PullRequestStatus): ProposalStage {
  const { state, checks, mergeable } = pullRequest;
  if (state !== 'open') return state;
  if (pullRequest.draft) return 'draft';
  if (mergeable === 'conflict') return 'conflict';
  if (checks.state === 'failure') return 'checksFailed';
  if (pullRequest.changesRequestedBy.length > 0) return 'changesRequested';
  if (checks.state === 'pending') return 'checks';
  if (awaitedReviewers(pullRequest).length > 0) return 'reviews';
  if (mergeable === 'blocked') {
    return pullRequest.approvedBy.length > 0 ? 'blocked' : 'reviews';
  }
  if (pullRequest.autoMerge) return 'autoMerge';
  return mergeable === 'yes' ? 'merge' : 'unknown';
}

/** Who was asked for a review and has not approved yet. */
export function awaitedReviewers(pullRequest: PullRequestStatus): string[] {
  const { reviewsRequestedOf, approvedBy } = pullRequest;
  return reviewsRequestedOf.filter(name => !approvedBy.includes(name));
}

/** `ok` where all is done, `alert` where a person has to act on a failure. */
export const stageTones: Record<ProposalStage, Tone> = {
  opening: 'waiting',
  failed: 'alert',
  draft: 'unknown',
  conflict: 'alert',
  checksFailed: 'alert',
  changesRequested: 'alert',
  checks: 'waiting',
  reviews: 'waiting',
  blocked: 'waiting',
  merge: 'neutral',
  autoMerge: 'neutral',
  merged: 'neutral',
  suspended: 'waiting',
  stuck: 'alert',
  running: 'ok',
  closed: 'unknown',
  unknown: 'unknown',
};
