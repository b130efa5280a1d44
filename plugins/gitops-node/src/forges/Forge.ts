import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { ForgeRepository } from './ForgeRepository';

/** One that is spoken here, or what another one calls itself. @public */
export type ForgeKind =
  | 'github'
  | 'gitlab'
  | 'gitea'
  | (string & Record<never, never>);

/**
 * The portal's own token for a repository, or for making one where `name` is
 * absent.
 *
 * @public
 */
export type ForgeToken = (
  owner: string,
  name?: string,
) => Promise<string | undefined>;

/** A file of a proposal as it is to be. @public */
export interface ProposedContent {
  readonly path: string;
  /** Absent where the file is removed. */
  readonly content?: string;
  /** Absent: as it is; what is new is not. */
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
  /**
   * The commit that was planned against. The proposal's commit goes onto the
   * newest one of `targetBranch`; where one of the files has changed between
   * the two, it is refused with a ConflictError.
   */
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
  /** When it was read, in ISO 8601; what doesn't say is read anew. */
  readonly readAt?: string;
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

/** A repository that is there. @public */
export interface CreatedRepository {
  /** Its page. */
  readonly url: string;
  /** What Git clones it from. */
  readonly remoteUrl: string;
  /** What was asked for and the forge could not do, for a person. */
  readonly warnings: readonly string[];
}

/** @public */
export interface ForgeRequestOptions {
  readonly signal?: AbortSignal;
}

/** @public */
export interface OpenPullRequestsOptions extends ForgeRequestOptions {
  /** At most so many, those that changed last; 100. */
  readonly limit?: number;
  /**
   * What was listed before. Of a pull request that has not changed since, its
   * checks alone are asked for again.
   */
  readonly known?: readonly OpenPullRequest[];
}

/**
 * Where pull requests live. Every effect is idempotent: called again after a
 * crash at any point, it finishes what was begun. Rejects with
 * `@backstage/errors`: AuthenticationError (401), NotAllowedError (403),
 * NotFoundError, ConflictError (409, 422 that says so), ForgeLimitError (429
 * and limits that outlast the retries), ServiceUnavailableError (5xx after the
 * retries, no answer), never with a token in the message.
 *
 * @public
 */
export interface Forge {
  readonly kind: ForgeKind;
  openPullRequest(
    request: PullRequestRequest,
    options?: ForgeRequestOptions,
  ): Promise<PullRequestStatus>;
  pullRequest(
    repositoryUrl: string,
    number: number,
    options?: ForgeRequestOptions,
  ): Promise<PullRequestStatus>;
  /**
   * Every open one, with its files. `mergeable` of one that has not changed
   * is as it was known; `pullRequest` tells it anew.
   */
  openPullRequests(
    repositoryUrl: string,
    options?: OpenPullRequestsOptions,
  ): Promise<readonly OpenPullRequest[]>;
  pullRequestFacts(
    repositoryUrl: string,
    number: number,
    options?: ForgeRequestOptions,
  ): Promise<PullRequestFacts>;
  /**
   * Gives a pull request up: closes it where it is open, and removes its
   * branch where a proposal alone made it. One that is merged stays so.
   */
  closePullRequest(
    repositoryUrl: string,
    number: number,
    options?: ForgeRequestOptions & { readonly token?: string },
  ): Promise<PullRequestStatus>;
  /**
   * What engines are to clone a repository from; `https://HOST/OWNER/NAME.git`
   * where absent.
   */
  cloneUrl?(repository: ForgeRepository): string;
  /** Makes a repository with one first commit; finds it where it exists already. */
  createRepository(
    request: RepositoryRequest,
    options?: ForgeRequestOptions,
  ): Promise<CreatedRepository>;
}
