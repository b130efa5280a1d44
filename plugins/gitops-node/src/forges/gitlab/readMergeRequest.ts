import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { Check, checksOf } from '../checksOf';
import { PullRequestFacts } from '../Forge';
import { isLimit, statusOf } from '../forgeFailure';
import { GitlabProject } from './GitlabProject';
import {
  approvalsSchema,
  GitlabMergeRequest,
  GitlabReviewer,
  GitlabStatus,
  mergeRequestSchema,
  reviewersSchema,
  statusesSchema,
} from './schemas';

/** A merge request with its checks and reviews: three requests, or four. */
export async function readMergeRequest(
  project: GitlabProject,
  number: number,
): Promise<PullRequestStatus> {
  return statusOfMergeRequest(project, await readOne(project, number));
}

/**
 * What a merge request that is read already lacks: approvals, checks, and what
 * its reviewers said where it has any.
 */
export async function statusOfMergeRequest(
  project: GitlabProject,
  pull: GitlabMergeRequest,
): Promise<PullRequestStatus> {
  const hasReviewers = (pull.reviewers ?? []).length > 0;
  const [approvedBy, reviewers, checks] = await Promise.all([
    readApprovers(project, pull.iid),
    hasReviewers ? readReviewers(project, pull.iid) : [],
    readChecks(project, pull.sha ?? ''),
  ]);
  const said = (state: string) =>
    reviewers
      .filter(reviewer => reviewer.state === state)
      .map(({ user }) => user.username);
  const unheard = [...said('unreviewed'), ...said('review_started')];
  return {
    number: pull.iid,
    url: pull.web_url,
    title: pull.title,
    state: stateOf(pull),
    draft: pull.draft ?? false,
    author: pull.author?.username ?? 'ghost',
    sourceBranch: pull.source_branch,
    targetBranch: pull.target_branch,
    headCommit: pull.sha ?? '',
    ...mergeCommitOf(pull),
    checks,
    approvedBy,
    changesRequestedBy: said('requested_changes'),
    reviewsRequestedOf: unheard.filter(name => !approvedBy.includes(name)),
    mergeable: mergeability(pull),
    autoMerge: pull.merge_when_pipeline_succeeds ?? false,
    createdAt: pull.created_at,
    updatedAt: pull.updated_at,
    ...(pull.merged_at && { mergedAt: pull.merged_at }),
  };
}

/** Who stood behind it: two requests. */
export async function readFacts(
  project: GitlabProject,
  number: number,
): Promise<PullRequestFacts> {
  const [pull, approvers] = await Promise.all([
    readOne(project, number),
    readApprovers(project, number),
  ]);
  return {
    number,
    url: pull.web_url,
    author: pull.author?.username ?? 'ghost',
    approvers,
    ...(pull.merge_user && { mergedBy: pull.merge_user.username }),
    ...(pull.merged_at && { mergedAt: pull.merged_at }),
  };
}

/** Jobs of pipelines and statuses from outside, which GitLab lists together. */
export async function readChecks(
  { gitlab, path }: GitlabProject,
  commit: string,
): Promise<PullRequestStatus['checks']> {
  if (commit === '') return checksOf([]);
  const query = { all: false, perPage: 100 };
  try {
    const statuses = statusesSchema.parse(
      await gitlab.commits.allStatuses(path, commit, query),
    );
    return checksOf(statuses.map(checkOf));
  } catch (error) {
    // Where pipelines are switched off, or not for this token to see.
    if (statusOf(error) === 404) return checksOf([]);
    if (statusOf(error) === 403 && !isLimit(error)) return checksOf(undefined);
    throw error;
  }
}

export function stateOf({
  state,
}: GitlabMergeRequest): PullRequestStatus['state'] {
  if (state === 'merged') return 'merged';
  // `locked`: it is being merged.
  return state === 'opened' || state === 'locked' ? 'open' : 'closed';
}

async function readOne(
  { gitlab, path }: GitlabProject,
  number: number,
): Promise<GitlabMergeRequest> {
  return mergeRequestSchema.parse(
    await gitlab.mergeRequests.show(path, number),
  );
}

async function readApprovers(
  { gitlab, path }: GitlabProject,
  mergerequestIId: number,
): Promise<string[]> {
  const { approved_by: approvals } = approvalsSchema.parse(
    await gitlab.mergeRequestApprovals.showConfiguration(path, {
      mergerequestIId,
    }),
  );
  return (approvals ?? []).map(({ user }) => user.username);
}

async function readReviewers(
  { gitlab, path }: GitlabProject,
  number: number,
): Promise<GitlabReviewer[]> {
  return reviewersSchema.parse(
    await gitlab.mergeRequests.showReviewers(path, number),
  );
}

/**
 * The statuses of jobs (docs.gitlab.com/api/commits, "List the statuses of a
 * commit"). A manual job waits for a person only where it may not fail.
 */
function checkOf({
  name,
  status,
  allow_failure: mayFail,
}: GitlabStatus): Check {
  switch (status) {
    case 'success':
    case 'skipped':
      return { name, state: 'success' };
    case 'failed':
    case 'canceled':
      return { name, state: mayFail ? 'success' : 'failure' };
    default:
      return { name, state: mayFail ? 'success' : 'pending' };
  }
}

/** What a merge left on the target: its commit, the squashed, or the branch's own. */
function mergeCommitOf(pull: GitlabMergeRequest) {
  if (pull.state !== 'merged') return {};
  const mergeCommit =
    pull.merge_commit_sha ?? pull.squash_commit_sha ?? pull.sha;
  return mergeCommit ? { mergeCommit } : {};
}

const unsettled: readonly string[] = [
  'approvals_syncing',
  'checking',
  'preparing',
  'unchecked',
];

/** docs.gitlab.com/api/merge_requests, "Merge status". */
function mergeability({
  state,
  detailed_merge_status: status,
  has_conflicts: hasConflicts,
}: GitlabMergeRequest): PullRequestStatus['mergeable'] {
  if (state !== 'opened' || !status || unsettled.includes(status)) {
    return 'unknown';
  }
  if (status === 'conflict' || hasConflicts) return 'conflict';
  return status === 'mergeable' ? 'yes' : 'blocked';
}
