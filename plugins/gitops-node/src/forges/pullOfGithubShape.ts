import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { PullRequestFacts } from './Forge';

/**
 * What the answers of GitHub and of Gitea, which took its shape from there, say
 * of a pull request in the same words.
 */
export interface GithubShapedPull {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly state: string;
  readonly merged: boolean;
  readonly draft?: boolean;
  readonly user?: { readonly login: string } | null;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string };
  readonly merge_commit_sha?: string | null;
  readonly merged_by?: { readonly login: string } | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly merged_at?: string | null;
}

/** Where it comes from, where it goes, and how far it is. */
export function outlineOf(pull: GithubShapedPull) {
  return {
    number: pull.number,
    url: pull.html_url,
    title: pull.title,
    state: stateOf(pull),
    draft: pull.draft ?? false,
    author: authorOf(pull),
    sourceBranch: pull.head.ref,
    targetBranch: pull.base.ref,
    headCommit: pull.head.sha,
    // Of one that is open, it is a trial merge.
    ...(pull.merged &&
      pull.merge_commit_sha && { mergeCommit: pull.merge_commit_sha }),
    createdAt: pull.created_at,
    updatedAt: pull.updated_at,
    ...(pull.merged_at && { mergedAt: pull.merged_at }),
  };
}

/** Who stood behind it. */
export function factsOf(
  pull: GithubShapedPull,
  approvers: readonly string[],
): PullRequestFacts {
  return {
    number: pull.number,
    url: pull.html_url,
    author: authorOf(pull),
    approvers,
    ...(pull.merged_by && { mergedBy: pull.merged_by.login }),
    ...(pull.merged_at && { mergedAt: pull.merged_at }),
  };
}

export function stateOf({
  merged,
  state,
}: Pick<GithubShapedPull, 'merged' | 'state'>): PullRequestStatus['state'] {
  if (merged) return 'merged';
  return state === 'open' ? 'open' : 'closed';
}

/** An account that is gone is shown as GitHub shows it. */
function authorOf({ user }: GithubShapedPull): string {
  return user?.login ?? 'ghost';
}
