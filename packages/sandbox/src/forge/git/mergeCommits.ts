import { askGit } from '../../git/runGit';
import { Signature } from './CommitDetails';
import { GitObjects } from './GitObjects';

/** What a merge comes to: a tree, or the files that conflict. */
export type MergeOutcome =
  | { readonly type: 'merged'; readonly tree: string }
  | { readonly type: 'conflict'; readonly files: readonly string[] };

/** Merges two commits as `git merge` would, and moves nothing. */
export async function mergeCommits(
  gitDirectory: string,
  ours: string,
  theirs: string,
): Promise<MergeOutcome> {
  const { code, output, complaint } = await askGit(
    [
      ...['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z'],
      ...[ours, theirs],
    ],
    { gitDirectory },
  );
  const [tree, ...files] = output.toString('utf8').split('\0').filter(Boolean);
  if (code === 0) return { type: 'merged', tree };
  if (code === 1) return { type: 'conflict', files: [...new Set(files)] };
  if (/unrelated histories/.test(complaint)) {
    return { type: 'conflict', files: [] };
  }
  throw new Error(`git merge-tree failed: ${complaint.slice(0, 2000)}`);
}

/**
 * Puts commits, oldest first, one by one onto another. Returns the last, or
 * the files that conflict.
 */
export async function rebaseCommits(options: {
  readonly gitDirectory: string;
  readonly objects: GitObjects;
  readonly commits: readonly string[];
  readonly onto: string;
  readonly committer: Signature;
}): Promise<
  | { readonly type: 'rebased'; readonly commit: string }
  | { readonly type: 'conflict'; readonly files: readonly string[] }
> {
  const { gitDirectory, objects, commits, committer } = options;
  let tip = options.onto;
  for (const sha of commits) {
    const commit = await objects.commit(sha);
    const [parent] = commit.parents;
    // Beside its parent the tip's tree is "ours": the merge is a cherry-pick.
    const beside = await objects.writeCommit({
      tree: (await objects.commit(tip)).tree,
      parents: parent === undefined ? [] : [parent],
      message: 'The state that a commit is put onto',
      author: committer,
      committer,
    });
    const outcome = await mergeCommits(gitDirectory, beside, sha);
    if (outcome.type === 'conflict') return outcome;
    tip = await objects.writeCommit({
      tree: outcome.tree,
      parents: [tip],
      message: commit.message,
      author: commit.author,
      committer,
    });
  }
  return { type: 'rebased', commit: tip };
}
