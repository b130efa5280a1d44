import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { RestEndpointMethodTypes } from '@octokit/rest';
import { Check, checksOf } from '../checksOf';
import { statusOf } from '../forgeFailure';
import { Review, verdictsOf } from '../verdictsOf';
import { GithubRepository, names } from './GithubRepository';

type Pull = RestEndpointMethodTypes['pulls']['get']['response']['data'];
type PullReview =
  RestEndpointMethodTypes['pulls']['listReviews']['response']['data'][number];

/** A pull request with its checks and reviews: four requests. */
export async function readPullRequest(
  work: GithubRepository,
  number: number,
): Promise<PullRequestStatus> {
  const { octokit } = work;
  const { data: pull } = await octokit.rest.pulls.get({
    ...names(work),
    pull_number: number,
  });
  const [reviews, runs, statuses] = await Promise.all([
    octokit.paginate(octokit.rest.pulls.listReviews, {
      ...names(work),
      pull_number: number,
      per_page: 100,
    }),
    readable(() =>
      octokit.paginate(octokit.rest.checks.listForRef, {
        ...names(work),
        ref: pull.head.sha,
        per_page: 100,
      }),
    ),
    readable(() =>
      octokit.paginate(octokit.rest.repos.listCommitStatusesForRef, {
        ...names(work),
        ref: pull.head.sha,
        per_page: 100,
      }),
    ),
  ]);
  const checks =
    runs === undefined || statuses === undefined
      ? undefined
      : [
          ...runs.map(checkOfRun),
          ...latestStatuses(statuses).map(checkOfStatus),
        ];
  return pullRequestStatus(pull, reviews, checks);
}

function checkOfRun(run: {
  name: string;
  status: string;
  conclusion: string | null;
}): Check {
  if (run.status !== 'completed') return { name: run.name, state: 'pending' };
  const isFine = ['success', 'neutral', 'skipped'].includes(
    run.conclusion ?? '',
  );
  return { name: run.name, state: isFine ? 'success' : 'failure' };
}

/** They are listed newest first. */
function latestStatuses<T extends { context: string }>(
  statuses: readonly T[],
): T[] {
  const latest = new Map<string, T>();
  for (const status of statuses) {
    if (!latest.has(status.context)) latest.set(status.context, status);
  }
  return [...latest.values()];
}

function checkOfStatus({
  context,
  state,
}: {
  context: string;
  state: string;
}): Check {
  if (state === 'pending') return { name: context, state };
  return { name: context, state: state === 'success' ? state : 'failure' };
}

/**
 * `undefined` where the token may not read it. A server without the route has
 * none of it.
 */
async function readable<T>(read: () => Promise<T[]>): Promise<T[] | undefined> {
  try {
    return await read();
  } catch (error) {
    if (statusOf(error) === 404) return [];
    if (statusOf(error) === 403) return undefined;
    throw error;
  }
}

/** What the answers of GitHub mean together. */
export function pullRequestStatus(
  pull: Pull,
  reviews: readonly PullReview[],
  checks: readonly Check[] | undefined,
): PullRequestStatus {
  return {
    number: pull.number,
    url: pull.html_url,
    title: pull.title,
    state: stateOf(pull),
    draft: pull.draft ?? false,
    author: pull.user?.login ?? 'ghost',
    sourceBranch: pull.head.ref,
    targetBranch: pull.base.ref,
    headCommit: pull.head.sha,
    ...(pull.merged &&
      pull.merge_commit_sha && { mergeCommit: pull.merge_commit_sha }),
    checks: checksOf(checks),
    ...verdictsOf(reviews.map(reviewOf)),
    reviewsRequestedOf: [
      ...(pull.requested_reviewers ?? []).map(({ login }) => login),
      ...(pull.requested_teams ?? []).map(({ slug }) => slug),
    ],
    mergeable: mergeability(pull),
    autoMerge: pull.auto_merge !== null && pull.auto_merge !== undefined,
    createdAt: pull.created_at,
    updatedAt: pull.updated_at,
    ...(pull.merged_at && { mergedAt: pull.merged_at }),
  };
}

function stateOf({ merged, state }: Pull): PullRequestStatus['state'] {
  if (merged) return 'merged';
  return state === 'open' ? 'open' : 'closed';
}

const verdicts: Readonly<Record<string, Review['verdict']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changesRequested',
  DISMISSED: 'dismissed',
};

function reviewOf({ user, state }: PullReview): Review {
  return { user: user?.login, verdict: verdicts[state] ?? 'none' };
}

function mergeability({
  mergeable,
  mergeable_state: state,
}: Pull): PullRequestStatus['mergeable'] {
  if (mergeable === false || state === 'dirty') return 'conflict';
  if (state === 'blocked' || state === 'behind') return 'blocked';
  return mergeable ? 'yes' : 'unknown';
}
