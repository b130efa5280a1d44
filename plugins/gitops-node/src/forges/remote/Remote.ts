import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { ConflictError } from '@backstage/errors';
import {
  CreatedRepository,
  OpenPullRequest,
  ProposedContent,
  PullRequestFacts,
  PullRequestRequest,
  RepositoryRequest,
} from '../Forge';

/** @public */
export interface RemoteCommit {
  readonly id: string;
  readonly message: string;
}

/** A file at a commit, by Git's own id of its content. @public */
export interface RemoteFile {
  readonly id: string;
  readonly executable: boolean;
}

/** @public */
export interface RemoteCommitRequest {
  readonly branch: string;
  readonly message: string;
  readonly files: readonly ProposedContent[];
  /** The tip of `targetBranch`, which the commit goes onto. */
  readonly onto: RemoteCommit;
  readonly targetBranch: string;
  /** The files at `onto`. */
  readonly before: ReadonlyMap<string, RemoteFile>;
  /** Where the branch is, if it is there. */
  readonly from?: RemoteCommit;
}

/** A branch that is elsewhere than it was a moment ago. */
export class BranchMovedError extends ConflictError {
  constructor(branch: string) {
    super(`the branch ${branch} moved meanwhile`);
    this.name = 'ConflictError';
  }
}

/** @public */
export interface RemoteBranches {
  head(branch: string): Promise<RemoteCommit | undefined>;
  /** Those of `paths` that are files at a commit. */
  files(
    commit: string,
    paths: readonly string[],
  ): Promise<ReadonlyMap<string, RemoteFile>>;
  /** Rejects where the branch isn't `from` any more. */
  commit(request: RemoteCommitRequest): Promise<void>;
  remove(branch: string): Promise<void>;
}

/** An open pull request of a list, with what reads the rest of it. @public */
export interface ListedPullRequest {
  readonly number: number;
  readonly headCommit: string;
  readonly updatedAt: string;
  details(): Promise<OpenPullRequest>;
  checks(): Promise<PullRequestStatus['checks']>;
}

/** @public */
export interface FoundPullRequest {
  readonly number: number;
  readonly state: PullRequestStatus['state'];
}

/** @public */
export interface RemotePullRequests {
  /** The open one from a branch, else the newest. */
  find(
    branch: string,
    targetBranch: string,
  ): Promise<FoundPullRequest | undefined>;
  /** Rejects where there is an open one. */
  create(request: PullRequestRequest): Promise<number>;
  update(number: number, request: PullRequestRequest): Promise<void>;
  /** Labels, reviewers and auto-merge: niceties, without which it is still open. */
  decorate(number: number, request: PullRequestRequest): Promise<void>;
  close(number: number): Promise<void>;
  read(number: number): Promise<PullRequestStatus>;
  facts(number: number): Promise<PullRequestFacts>;
  /** Those that are open, newest change first. */
  list(limit: number): Promise<readonly ListedPullRequest[]>;
}

/**
 * A repository on a forge, as much of it as the forge's own API decides. Whoever
 * adds a forge writes this, and extends RemoteForge.
 *
 * @public
 */
export interface Remote {
  readonly branches: RemoteBranches;
  readonly pullRequests: RemotePullRequests;
  create(request: RepositoryRequest): Promise<CreatedRepository>;
}
