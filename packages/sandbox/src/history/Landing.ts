import { Edit } from './Edit';
import { Person } from './Person';

/** Work as its author left it. `at` is in seconds since 1970, UTC. */
export interface Work {
  readonly author: Person;
  readonly at: number;
  readonly subject: string;
  readonly body?: string;
  readonly edits: readonly Edit[];
}

/** A commit pushed straight to the main branch. */
export interface DirectCommit extends Work {
  readonly type: 'direct';
}

/**
 * A pull request. Without `landed` it is still open. `merge` keeps its commits
 * under a merge commit, `squash` makes one new commit of them.
 */
export interface PullRequest {
  readonly type: 'pullRequest';
  readonly branch: string;
  readonly title: string;
  readonly body?: string;
  readonly author: Person;
  readonly openedAt: number;
  readonly commits: readonly Work[];
  readonly approvers: readonly Person[];
  readonly landed?: {
    readonly as: 'merge' | 'squash';
    readonly at: number;
    readonly by: Person;
  };
}

/** One way for a change to reach the main branch. */
export type Landing = DirectCommit | PullRequest;
