import { z } from 'zod';
import {
  CreatedRepository,
  ProposedContent,
  RepositoryRequest,
} from '../Forge';
import { firstCommitOf } from '../remote/firstCommit';
import { RemoteFile } from '../remote/Remote';
import { commitFiles, makeExecutable, modesOf } from './commitFiles';
import { GiteaBranches } from './GiteaBranches';
import { GiteaRepository } from './GiteaRepository';
import { gitCommitSchema, repositorySchema } from './schemas';

/**
 * Makes a repository, its first commit and its protection. One that is there
 * and holds anything else is someone else's: it stays as it is.
 */
export async function createRepository(
  work: GiteaRepository,
  request: RepositoryRequest,
): Promise<CreatedRepository> {
  const made = await ensureRepository(work, request);
  await ensureFirstCommit(work, request);
  await protect(work, request);
  return { url: made.html_url, remoteUrl: made.clone_url, warnings: [] };
}

async function ensureFirstCommit(
  work: GiteaRepository,
  request: RepositoryRequest,
): Promise<void> {
  const { api, path } = work;
  const { defaultBranch: branch, commitMessage: message } = request;
  const commits = await api.ask(z.array(gitCommitSchema), {
    path: [...path, 'commits'],
    search: { sha: branch, limit: '4', stat: 'false', files: 'false' },
  });
  const todo = firstCommitOf(
    commits.map(({ commit }) => commit.message),
    request,
  );
  const files = request.files.filter(({ content }) => content !== undefined);
  if (todo === 'todo') {
    const before = await filesOf(work, branch, files);
    await commitFiles(work, { branch, message, files, before });
  }
  const modes = modesOf(files, await filesOf(work, branch, files));
  await makeExecutable(work, { branch, message, modes });
}

async function filesOf(
  work: GiteaRepository,
  branch: string,
  files: readonly ProposedContent[],
): Promise<ReadonlyMap<string, RemoteFile>> {
  const branches = new GiteaBranches(work);
  const head = await branches.head(branch);
  if (head === undefined) return new Map();
  return branches.files(
    head.id,
    files.map(({ path }) => path),
  );
}

async function ensureRepository(
  { api, path }: GiteaRepository,
  request: RepositoryRequest,
) {
  const { owner, name, description, visibility, defaultBranch } = request;
  const present = await api.find(repositorySchema, { path });
  if (present !== undefined) return present;
  const organisation = await api.find(z.unknown(), { path: ['orgs', owner] });
  return api.ask(repositorySchema, {
    method: 'POST',
    path: organisation ? ['orgs', owner, 'repos'] : ['user', 'repos'],
    body: {
      name,
      description,
      private: visibility !== 'public',
      auto_init: true,
      default_branch: defaultBranch,
    },
  });
}

async function protect(
  { api, path }: GiteaRepository,
  { defaultBranch, protection }: RepositoryRequest,
): Promise<void> {
  if (protection === undefined) return;
  const rules = [...path, 'branch_protections'];
  const rule = {
    required_approvals: protection.requiredApprovals,
    enable_status_check: protection.requiredChecks.length > 0,
    status_check_contexts: protection.requiredChecks,
    block_on_codeowner_reviews: protection.requireCodeOwners,
  };
  const own = [...rules, defaultBranch];
  const present = await api.find(z.unknown(), { path: own });
  await api.tell(
    present === undefined
      ? {
          method: 'POST',
          path: rules,
          body: { rule_name: defaultBranch, ...rule },
        }
      : { method: 'PATCH', path: own, body: rule },
  );
}
