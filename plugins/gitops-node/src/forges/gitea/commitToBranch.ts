import { ConflictError, InputError } from '@backstage/errors';
import { z } from 'zod';
import { ProposedContent, PullRequestRequest } from '../Forge';
import { isOwnCommit, proposalMessage } from '../proposalMessage';
import { GiteaApi, GiteaFailure } from './GiteaApi';
import { branchSchema, contentSchema } from './schemas';

interface Work {
  readonly api: GiteaApi;
  readonly path: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Puts the proposal's files on its branch, which begins at the commit that was
 * planned against. What is there as it should be is not committed again; a
 * branch that a person has pushed to is left alone.
 */
export async function commitToBranch(
  work: Work,
  request: PullRequestRequest,
): Promise<void> {
  const { branch, baseCommit } = request;
  await ensureBranch(work, request);
  const { commit } = await work.api.ask(branchSchema, {
    path: [...work.path, 'branches', branch],
    signal: work.signal,
  });
  if (commit.id !== baseCommit && !isOwnCommit(commit.message, branch)) {
    throw new ConflictError(
      `someone has pushed to the branch ${branch}; close its pull request or merge it`,
    );
  }
  const message = proposalMessage(request.commitMessage, request);
  await commitFiles(work, { branch, message, files: request.files });
}

/** Commits what differs, in one commit. */
export async function commitFiles(
  work: Work,
  {
    branch,
    message,
    files,
  }: {
    branch: string;
    message: string;
    files: readonly ProposedContent[];
  },
): Promise<void> {
  const operations = [];
  for (const file of files) {
    const operation = await operationFor(work, branch, file);
    if (operation !== undefined) operations.push(operation);
  }
  if (operations.length === 0) return;
  await work.api.ask(z.unknown(), {
    method: 'POST',
    path: [...work.path, 'contents'],
    body: { branch, message, files: operations },
    signal: work.signal,
  });
}

async function ensureBranch(
  { api, path, signal }: Work,
  { branch, baseCommit }: PullRequestRequest,
): Promise<void> {
  try {
    await api.ask(z.unknown(), {
      method: 'POST',
      path: [...path, 'branches'],
      body: { new_branch_name: branch, old_ref_name: baseCommit },
      signal,
    });
  } catch (error) {
    if (!(error instanceof GiteaFailure) || error.status !== 409) throw error;
  }
}

async function operationFor(
  { api, path, signal }: Work,
  branch: string,
  file: ProposedContent,
) {
  if (file.executable) {
    throw new InputError(`${file.path} can't be made executable over the API`);
  }
  const present = await api.find(contentSchema, {
    path: [...path, 'contents', ...file.path.split('/')],
    search: { ref: branch },
    signal,
  });
  const content =
    file.content === undefined
      ? undefined
      : Buffer.from(file.content).toString('base64');
  if (content === undefined) {
    return (
      present && { operation: 'delete', path: file.path, sha: present.sha }
    );
  }
  if (present === undefined) {
    return { operation: 'create', path: file.path, content };
  }
  return present.content === content
    ? undefined
    : { operation: 'update', path: file.path, content, sha: present.sha };
}
