/**
 * Where commits stand on the branches of a repository, by first parents: what a
 * branch has been at, one state after the other.
 *
 * @public
 */
export interface CommitOrder {
  /**
   * Whether a branch was at `later` when, or after, it was at `earlier`.
   * `undefined` where no branch is known to have been at both: another branch's
   * commit, one that a merge brought in, or one that has not been fetched.
   */
  contains(later: string, earlier: string): boolean | undefined;
  /** Index among the branch's first parents; 0 is the oldest. */
  positionOf(branch: string, commit: string): number | undefined;
}
