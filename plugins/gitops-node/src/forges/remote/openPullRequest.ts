import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { ConflictError } from '@backstage/errors';
import { PullRequestRequest } from '../Forge';
import { isFinal } from '../forgeFailure';
import { bringBranch } from './bringBranch';
import { checkBranch, checkPaths } from './plannedFiles';
import { FoundPullRequest, Remote } from './Remote';

/**
 * One open pull request with the planned contents, whatever of it is there
 * already. Where it was merged meanwhile, that is what is told.
 */
export async function openPullRequest(
  { branches, pullRequests }: Remote,
  request: PullRequestRequest,
): Promise<PullRequestStatus> {
  const { branch, targetBranch } = request;
  checkPaths(request.files);
  checkBranch(branch);
  checkBranch(targetBranch);
  const found = await pullRequests.find(branch, targetBranch);
  const outcome = await bringBranch(branches, request, found);
  if (outcome === 'landed') {
    if (found?.state === 'merged') return pullRequests.read(found.number);
    throw new ConflictError(
      `${targetBranch} already holds what it would change`,
    );
  }
  const number = await ensure(pullRequests, request, found);
  await pullRequests.decorate(number, request);
  return pullRequests.read(number);
}

async function ensure(
  pullRequests: Remote['pullRequests'],
  request: PullRequestRequest,
  found: FoundPullRequest | undefined,
): Promise<number> {
  if (found?.state === 'open') {
    await pullRequests.update(found.number, request);
    return found.number;
  }
  try {
    return await pullRequests.create(request);
  } catch (error) {
    if (isFinal(error)) throw error;
    // Another replica was faster with the same proposal, or the answer alone
    // was lost.
    const { branch, targetBranch } = request;
    const other = await pullRequests.find(branch, targetBranch);
    if (other?.state !== 'open') throw error;
    return other.number;
  }
}
