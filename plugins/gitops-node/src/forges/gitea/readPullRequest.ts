import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { Check, checksOf } from '../checksOf';
import { PullRequestFacts } from '../Forge';
import { factsOf, outlineOf } from '../pullOfGithubShape';
import { Review, verdictsOf } from '../verdictsOf';
import { GiteaRepository } from './GiteaRepository';
import {
  combinedStatusSchema,
  GiteaPull,
  GiteaReview,
  pullSchema,
  reviewSchema,
} from './schemas';

/** A pull request with its checks and reviews: three requests. */
export async function readPullRequest(
  work: GiteaRepository,
  number: number,
): Promise<PullRequestStatus> {
  return statusOfPull(work, await readPull(work, number));
}

/** What a pull request that is read already lacks: two requests. */
export async function statusOfPull(
  work: GiteaRepository,
  pull: GiteaPull,
): Promise<PullRequestStatus> {
  const [reviews, checks] = await Promise.all([
    readReviews(work, pull.number),
    readChecks(work, pull.head.sha),
  ]);
  return pullRequestStatus(pull, reviews, checks);
}

/** Who stood behind it: two requests. */
export async function readFacts(
  work: GiteaRepository,
  number: number,
): Promise<PullRequestFacts> {
  const pull = await readPull(work, number);
  const reviews = await readReviews(work, number);
  return factsOf(pull, verdictsOf(reviews.map(reviewOf)).approvedBy);
}

export async function readChecks(
  { api, path }: GiteaRepository,
  commit: string,
): Promise<PullRequestStatus['checks']> {
  const combined = await api.find(combinedStatusSchema, {
    path: [...path, 'commits', commit, 'status'],
  });
  return checksOf((combined?.statuses ?? []).map(check));
}

function readPull(
  { api, path }: GiteaRepository,
  number: number,
): Promise<GiteaPull> {
  return api.ask(pullSchema, { path: [...path, 'pulls', `${number}`] });
}

function readReviews(
  { api, path }: GiteaRepository,
  number: number,
): Promise<GiteaReview[]> {
  return api.list(reviewSchema, {
    path: [...path, 'pulls', `${number}`, 'reviews'],
  });
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
  checks: PullRequestStatus['checks'],
): PullRequestStatus {
  const verdicts = verdictsOf(reviews.map(reviewOf));
  const decided = [...verdicts.approvedBy, ...verdicts.changesRequestedBy];
  return {
    ...outlineOf(pull),
    checks,
    ...verdicts,
    reviewsRequestedOf: (pull.requested_reviewers ?? []).flatMap(user =>
      user && !decided.includes(user.login) ? [user.login] : [],
    ),
    mergeable: mergeability(pull),
    autoMerge: false,
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
