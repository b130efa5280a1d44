import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { RestEndpointMethodTypes } from '@octokit/rest';
import { Check, checksOf } from '../checksOf';
import { PullRequestFacts } from '../Forge';
import { isLimit, statusOf } from '../forgeFailure';
import { factsOf, outlineOf } from '../pullOfGithubShape';
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
  const pull = await readPull(work, number);
  const [reviews, checks] = await Promise.all([
    readReviews(work, number),
    readChecks(work, pull.head.sha),
  ]);
  return pullRequestStatus(pull, reviews, checks);
}

/** Who stood behind it: two requests. */
export async function readFacts(
  work: GithubRepository,
  number: number,
): Promise<PullRequestFacts> {
  const [pull, reviews] = await Promise.all([
    readPull(work, number),
    readReviews(work, number),
  ]);
  return factsOf(pull, verdictsOf(reviews.map(reviewOf)).approvedBy);
}

/** Check runs and statuses of a commit: two requests. */
export async function readChecks(
  work: GithubRepository,
  ref: string,
): Promise<PullRequestStatus['checks']> {
  const { octokit } = work;
  const query = { ...names(work), ref, per_page: 100 };
  const [runs, statuses] = await Promise.all([
    readable(() => octokit.paginate(octokit.rest.checks.listForRef, query)),
    readable(() =>
      octokit.paginate(octokit.rest.repos.listCommitStatusesForRef, query),
    ),
  ]);
  if (runs === undefined || statuses === undefined) return checksOf(undefined);
  return checksOf([
    ...runs.map(checkOfRun),
    ...latestStatuses(statuses).map(checkOfStatus),
  ]);
}

async function readPull(work: GithubRepository, number: number): Promise<Pull> {
  const { data } = await work.octokit.rest.pulls.get({
    ...names(work),
    pull_number: number,
  });
  return data;
}

function readReviews(
  work: GithubRepository,
  number: number,
): Promise<PullReview[]> {
  const { octokit } = work;
  return octokit.paginate(octokit.rest.pulls.listReviews, {
    ...names(work),
    pull_number: number,
    per_page: 100,
  });
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
    if (statusOf(error) === 403 && !isLimit(error)) return undefined;
    throw error;
  }
}

/** What the answers of GitHub mean together. */
function pullRequestStatus(
  pull: Pull,
  reviews: readonly PullReview[],
  checks: PullRequestStatus['checks'],
): PullRequestStatus {
  return {
    ...outlineOf(pull),
    checks,
    ...verdictsOf(reviews.map(reviewOf)),
    reviewsRequestedOf: [
      ...(pull.requested_reviewers ?? []).map(({ login }) => login),
      ...(pull.requested_teams ?? []).map(({ slug }) => slug),
    ],
    mergeable: mergeability(pull),
    autoMerge: pull.auto_merge !== null && pull.auto_merge !== undefined,
  };
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
