import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { Check, checksOf } from '../checksOf';
import { Review, verdictsOf } from '../verdictsOf';
import { GiteaApi } from './GiteaApi';
import {
  combinedStatusSchema,
  GiteaPull,
  GiteaReview,
  pullSchema,
  reviewSchema,
} from './schemas';

/** A pull request with its checks and reviews: three requests. */
export async function readPullRequest(
  api: GiteaApi,
  path: readonly string[],
  number: number,
  signal?: AbortSignal,
): Promise<PullRequestStatus> {
  const pull = await api.ask(pullSchema, {
    path: [...path, 'pulls', `${number}`],
    signal,
  });
  const reviews = await api.list(reviewSchema, {
    path: [...path, 'pulls', `${number}`, 'reviews'],
    signal,
  });
  const combined = await api.find(combinedStatusSchema, {
    path: [...path, 'commits', pull.head.sha, 'status'],
    signal,
  });
  return pullRequestStatus(
    pull,
    reviews,
    (combined?.statuses ?? []).map(check),
  );
}

function check({
  context,
  status,
}: {
  context: string;
  status: string;
}): Check {
  switch (status) {
    case 'pending':
      return { name: context, state: 'pending' };
    // A warning doesn't keep anything from being merged.
    case 'success':
    case 'warning':
      return { name: context, state: 'success' };
    default:
      return { name: context, state: 'failure' };
  }
}

function pullRequestStatus(
  pull: GiteaPull,
  reviews: readonly GiteaReview[],
  checks: readonly Check[],
): PullRequestStatus {
  const verdicts = verdictsOf(reviews.map(reviewOf));
  const decided = [...verdicts.approvedBy, ...verdicts.changesRequestedBy];
  const state = pull.state === 'open' ? 'open' : 'closed';
  return {
    number: pull.number,
    url: pull.html_url,
    title: pull.title,
    state: pull.merged ? 'merged' : state,
    draft: pull.draft ?? false,
    author: pull.user?.login ?? 'ghost',
    sourceBranch: pull.head.ref,
    targetBranch: pull.base.ref,
    headCommit: pull.head.sha,
    ...(pull.merged &&
      pull.merge_commit_sha && { mergeCommit: pull.merge_commit_sha }),
    checks: checksOf(checks),
    ...verdicts,
    reviewsRequestedOf: (pull.requested_reviewers ?? []).flatMap(user =>
      user && !decided.includes(user.login) ? [user.login] : [],
    ),
    mergeable: mergeability(pull),
    autoMerge: false,
    createdAt: pull.created_at,
    updatedAt: pull.updated_at,
    ...(pull.merged_at && { mergedAt: pull.merged_at }),
  };
}

const verdictOfState: Readonly<Record<string, Review['verdict']>> = {
  APPROVED: 'approved',
  REQUEST_CHANGES: 'changesRequested',
};

function reviewOf({ user, state, dismissed }: GiteaReview): Review {
  return {
    user: user?.login,
    verdict: dismissed ? 'dismissed' : verdictOfState[state] ?? 'none',
  };
}

function mergeability({
  merged,
  mergeable,
}: GiteaPull): PullRequestStatus['mergeable'] {
  if (merged || mergeable === undefined) return 'unknown';
  return mergeable ? 'yes' : 'conflict';
}
