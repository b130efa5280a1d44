import { Change } from '@backstage-gitops/plugin-gitops-common';
import {
  Discovery,
  DiscoveryInput,
  DiscoveryRule,
  EnvironmentConfig,
} from '../discovery/model';
import { FileRule } from '../discovery/rules/FileRule';
import { CommitOrder } from '../git/CommitOrder';
import { FileTree } from '../git/FileTree';
import { GitCredentialProvider } from '../git/GitCredentialProvider';

export type { GitCredentialProvider } from '../git/GitCredentialProvider';

/** One entry of `gitops.repositories`. @public */
export interface RepositoryConfig {
  readonly id: string;
  readonly url: string;
  /** The URL that its manifests use for it, where `url` is a local copy. */
  readonly upstream?: string;
  /** The branch to read; the remote's HEAD where neither this nor `branches` is set. */
  readonly branch?: string;
  /** Environment to branch, where each environment is a branch. */
  readonly branches?: Readonly<Record<string, string>>;
  readonly rules: readonly DiscoveryRule[];
}

/** @public */
export interface ConfigRepositoryOptions {
  readonly repository: RepositoryConfig;
  readonly environments: readonly EnvironmentConfig[];
  /** Rules in code, beside those of `repository`. */
  readonly fileRules?: readonly FileRule[];
  /** Where the private mirror is kept; made when absent. */
  readonly mirrorDirectory: string;
  readonly credentials?: GitCredentialProvider;
}

/** @public */
export interface RefreshResult {
  /** Commit by branch. */
  readonly revisions: Readonly<Record<string, string>>;
  /** Whether any branch moved since the last refresh. */
  readonly moved: boolean;
  /** Branches whose history was rewritten (force-pushed). */
  readonly rewritten: readonly string[];
}

/** @public */
export interface HistoryOptions {
  /** `all` also lists changes that touched dependency files only. */
  readonly kind: 'versions' | 'all';
  readonly limit: number;
  /** Changes strictly after (older than) the one this cursor names. */
  readonly cursor?: string;
  /** Only changes that landed at this position of the branch, or later. */
  readonly downTo?: number;
}

/**
 * At which commits a repository is read: a commit-ish (not where it has a
 * branch for each environment), or a commit of some of its branches by their
 * names. The newest of each branch where neither says otherwise.
 *
 * @public
 */
export interface ReadAt {
  readonly ref?: string;
  readonly revisions?: Readonly<Record<string, string>>;
}

/** A change with its place on the branch it landed on. @public */
export interface LandedChange extends Change {
  /** Index of `landedBy` among the branch's first parents; 0 is the oldest. */
  readonly position: number;
}

/** @public */
export interface HistoryPage {
  readonly changes: readonly LandedChange[];
  readonly nextCursor?: string;
}

/**
 * A config repository from mirror to facts: the one way in which the command
 * line and the backend read Git.
 *
 * @public
 */
export interface ConfigRepository {
  /** Brings the mirror up to date. */
  refresh(options?: { signal?: AbortSignal }): Promise<RefreshResult>;
  /** What the branches declare. */
  discover(
    options?: ReadAt & { signal?: AbortSignal },
  ): Promise<Discovery & { revisions: Readonly<Record<string, string>> }>;
  /** What discovery is a function of; what a proposal is planned over. */
  input(options?: ReadAt & { signal?: AbortSignal }): Promise<DiscoveryInput>;
  /** The files of a commit: `ref`, else that of `branch`. */
  tree(
    options?: ReadAt & { branch?: string; signal?: AbortSignal },
  ): Promise<FileTree>;
  /**
   * The merged history of the targets, newest first. Builds the index at the
   * first call and extends it after a refresh. At a commit it is limited to
   * what that can reach.
   */
  history(
    targets: readonly string[],
    options: HistoryOptions & ReadAt & { signal?: AbortSignal },
  ): Promise<HistoryPage>;
  /**
   * Which state of a branch came before which, up to the last refresh. The same
   * object at each call, so that it can be asked between two of them.
   */
  commitOrder(options?: { signal?: AbortSignal }): Promise<CommitOrder>;
  close(): Promise<void>;
}
