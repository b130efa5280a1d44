import { ConflictError, NotFoundError } from '@backstage/errors';
import { PullRequestRequest } from '../Forge';
import { isFinal } from '../forgeFailure';
import { isOwnCommit, planOf, proposalMessage } from '../proposalMessage';
import { areAsPlanned, changedPaths, fingerprintOf } from './plannedFiles';
import {
  BranchMovedError,
  FoundPullRequest,
  RemoteBranches,
  RemoteCommitRequest,
} from './Remote';

const attempts = 3;

/**
 * Puts the planned files on the proposal's branch, as a commit on the newest
 * one of the target branch; never over what someone changed since it was
 * planned, and never over what a person pushed to the branch. A branch that
 * holds the same plan stays, and with it the reviews that it has. `landed`
 * where the target branch has it all already.
 */
export async function bringBranch(
  branches: RemoteBranches,
  request: PullRequestRequest,
  found: FoundPullRequest | undefined,
): Promise<'ready' | 'landed'> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryBranch(branches, request, found);
    } catch (error) {
      // Someone was faster, perhaps with the same: looked at anew it is known.
      if (!(error instanceof BranchMovedError) || attempt === attempts) {
        throw error;
      }
    }
  }
}

async function tryBranch(
  branches: RemoteBranches,
  request: PullRequestRequest,
  found: FoundPullRequest | undefined,
): Promise<'ready' | 'landed'> {
  const { branch, targetBranch, baseCommit, files } = request;
  const paths = files.map(({ path }) => path);
  const tip = await branches.head(targetBranch);
  if (tip === undefined) {
    throw new NotFoundError(`there is no branch ${targetBranch}`);
  }
  const planned = await branches.files(baseCommit, paths);
  const newest =
    tip.id === baseCommit ? planned : await branches.files(tip.id, paths);
  if (areAsPlanned(files, newest, tip.id)) return 'landed';
  const changed = changedPaths(files, planned, newest);
  if (changed.length > 0) {
    throw new ConflictError(
      `changed on ${targetBranch} since it was planned: ${changed.join(', ')}`,
    );
  }
  const plan = fingerprintOf(files, newest);
  const head = await branches.head(branch);
  if (head !== undefined) {
    const isOwn = isOwnCommit(head.message, branch);
    const isOver = found !== undefined && found.state !== 'open';
    if (isOwn && planOf(head.message) === plan && !isOver) return 'ready';
    if (!isOwn) {
      const present = await branches.files(head.id, paths);
      if (areAsPlanned(files, present, head.id)) return 'ready';
      throw new ConflictError(
        `someone has pushed to the branch ${branch}; close its pull request or merge it`,
      );
    }
  }
  await commit(branches, {
    branch,
    targetBranch,
    message: proposalMessage(request.commitMessage, { ...request, plan }),
    // What is to go and isn't there needs no edit.
    files: files.filter(
      ({ path, content }) => content !== undefined || newest.has(path),
    ),
    onto: tip,
    before: newest,
    ...(head && { from: head }),
  });
  return 'ready';
}

/**
 * Whatever went wrong: where a branch is elsewhere by now, someone was faster,
 * or it was done and the answer alone was lost.
 */
async function commit(
  branches: RemoteBranches,
  request: RemoteCommitRequest,
): Promise<void> {
  try {
    await branches.commit(request);
  } catch (error) {
    if (isFinal(error)) throw error;
    const { branch, from, targetBranch, onto } = request;
    const head = await branches.head(branch);
    const tip = await branches.head(targetBranch);
    const hasMoved = head?.id !== from?.id || tip?.id !== onto.id;
    throw hasMoved ? new BranchMovedError(branch) : error;
  }
}
