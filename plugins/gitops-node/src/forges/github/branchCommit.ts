import { ConflictError } from '@backstage/errors';
import { PullRequestRequest } from '../Forge';
import { statusOf } from '../forgeFailure';
import { isOwnCommit, proposalMessage } from '../proposalMessage';
import { GithubRepository, names } from './GithubRepository';

/**
 * Puts the proposal's files on its branch, as one commit on the commit that
 * was planned against: the forge merges it as Git does, so nothing that landed
 * since is overwritten. Where the branch holds that commit already, it stays.
 *
 * Author and committer are left to GitHub, which signs an App's commits then.
 */
export async function branchCommit(
  work: GithubRepository,
  request: PullRequestRequest,
): Promise<string> {
  const { octokit } = work;
  const base = await octokit.rest.git.getCommit({
    ...names(work),
    commit_sha: request.baseCommit,
  });
  const tree = await octokit.rest.git.createTree({
    ...names(work),
    base_tree: base.data.tree.sha,
    tree: request.files.map(treeEntry),
  });
  const head = await branchHead(work, request.branch);
  if (head !== undefined) {
    const present = await octokit.rest.git.getCommit({
      ...names(work),
      commit_sha: head,
    });
    const isSame =
      present.data.tree.sha === tree.data.sha &&
      present.data.parents[0]?.sha === request.baseCommit;
    if (isSame) return head;
    if (!isOwnCommit(present.data.message, request.branch)) {
      throw new ConflictError(
        `someone has pushed to the branch ${request.branch}; close its pull request or merge it`,
      );
    }
  }
  const commit = await octokit.rest.git.createCommit({
    ...names(work),
    message: proposalMessage(request.commitMessage, request),
    tree: tree.data.sha,
    parents: [request.baseCommit],
  });
  await pointBranch(work, request.branch, commit.data.sha);
  return commit.data.sha;
}

function treeEntry({
  path,
  content,
  executable,
}: PullRequestRequest['files'][number]) {
  const mode = executable ? ('100755' as const) : ('100644' as const);
  const entry = { path, mode, type: 'blob' as const };
  return content === undefined
    ? { ...entry, sha: null }
    : { ...entry, content };
}

async function branchHead(
  work: GithubRepository,
  branch: string,
): Promise<string | undefined> {
  try {
    const { data } = await work.octokit.rest.git.getRef({
      ...names(work),
      ref: `heads/${branch}`,
    });
    return data.object.sha;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** The branch is the proposal's own: its name is made from what it asks. */
async function pointBranch(
  work: GithubRepository,
  branch: string,
  sha: string,
): Promise<void> {
  const { git } = work.octokit.rest;
  try {
    await git.createRef({ ...names(work), ref: `refs/heads/${branch}`, sha });
  } catch (error) {
    // It exists; also where another replica was faster with the same proposal.
    if (statusOf(error) !== 422) throw error;
    const ref = `heads/${branch}`;
    await git.updateRef({ ...names(work), ref, sha, force: true });
  }
}
