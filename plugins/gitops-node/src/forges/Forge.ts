import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';

/** A file of a proposal as it is to be. @public */
export interface ProposedContent {
  readonly path: string;
  /** Absent where the file is removed. */
  readonly content?: string;
  readonly executable?: boolean;
}

/** Someone a commit names. @public */
export interface CommitPerson {
  readonly name: string;
  readonly email: string;
}

/**
 * A pull request to be. `branch` identifies it: where a pull request from it is
 * open already, that one is updated.
 *
 * @public
 */
export interface PullRequestRequest {
  readonly repositoryUrl: string;
  readonly targetBranch: string;
  /** The commit that was planned against. */
  readonly baseCommit: string;
  readonly branch: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly commitMessage: string;
  readonly files: readonly ProposedContent[];
  readonly labels: readonly string[];
  /** User names, and teams as `org/team`; those the forge doesn't know are left out. */
  readonly reviewers: readonly string[];
  readonly draft: boolean;
  readonly autoMerge: boolean;
  /** The person it is for, where the App's own name stands on the commit. */
  readonly coAuthor?: CommitPerson;
  /** A token of the person's own; else that of `integrations`. */
  readonly token?: string;
}

/** Who stood behind a merged change. @public */
export interface PullRequestFacts {
  readonly number: number;
  readonly url: string;
  readonly author: string;
  readonly mergedBy?: string;
  readonly mergedAt?: string;
  readonly approvers: readonly string[];
}

/** An open pull request and the files that it touches. @public */
export interface OpenPullRequest extends PullRequestStatus {
  readonly files: readonly string[];
}

/** A repository to be. @public */
export interface RepositoryRequest {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
  readonly description: string;
  readonly visibility: 'public' | 'internal' | 'private';
  readonly defaultBranch: string;
  readonly files: readonly ProposedContent[];
  readonly commitMessage: string;
  readonly protection?: {
    readonly requiredApprovals: number;
    readonly requireCodeOwners: boolean;
    readonly requiredChecks: readonly string[];
  };
  readonly token?: string;
}

/** @public */
export interface ForgeRequestOptions {
  readonly signal?: AbortSignal;
}

/**
 * Where pull requests live. Every effect is idempotent: called again after a
 * crash at any point, it finishes what was begun. Rejects with
 * `@backstage/errors`: NotAllowedError (401, 403), NotFoundError, ConflictError
 * (409, 422 that says so), ServiceUnavailableError (429 and 5xx after the
 * retries), never with a token in the message.
 *
 * @public
 */
export interface Forge {
  readonly kind: 'github' | 'gitlab' | 'gitea';
  openPullRequest(
    request: PullRequestRequest,
    options?: ForgeRequestOptions,
  ): Promise<PullRequestStatus>;
  pullRequest(
    repositoryUrl: string,
    number: number,
    options?: ForgeRequestOptions,
  ): Promise<PullRequestStatus>;
  /** Every open one, with its files; at most `limit` (100). */
  openPullRequests(
    repositoryUrl: string,
    options?: ForgeRequestOptions & { readonly limit?: number },
  ): Promise<readonly OpenPullRequest[]>;
  pullRequestFacts(
    repositoryUrl: string,
    number: number,
    options?: ForgeRequestOptions,
  ): Promise<PullRequestFacts>;
  /** Makes a repository with one first commit; finds it where it exists already. */
  createRepository(
    request: RepositoryRequest,
    options?: ForgeRequestOptions,
  ): Promise<{ readonly url: string; readonly remoteUrl: string }>;
}
