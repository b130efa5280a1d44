import { Octokit } from '@octokit/rest';
import { CreatedRepository, RepositoryRequest } from '../Forge';
import { statusOf } from '../forgeFailure';

/**
 * Makes a repository, its first commit and its protection. What is there
 * already stays: a repository of that name that holds commits is left alone
 * but for its protection.
 */
export async function createRepository(
  octokit: Octokit,
  request: RepositoryRequest,
  signal: AbortSignal | undefined,
): Promise<CreatedRepository> {
  const { owner, name: repo, defaultBranch } = request;
  const names = { owner, repo, request: { signal } };
  const data = await ensureRepository(octokit, request, signal);
  const ref = `heads/${defaultBranch}`;
  const head = await octokit.rest.git.getRef({ ...names, ref }).catch(error => {
    // 409: the repository is empty.
    if (statusOf(error) === 404 || statusOf(error) === 409) return undefined;
    throw error;
  });
  const commits = head
    ? await octokit.rest.repos.listCommits({ ...names, per_page: 2 })
    : undefined;
  // A repository is made with one commit of its own, since the Git data API
  // works on no empty one.
  if (head && commits && commits.data.length === 1) {
    const tree = await octokit.rest.git.createTree({
      ...names,
      tree: request.files.flatMap(({ path, content, executable }) =>
        content === undefined
          ? []
          : [
              {
                path,
                content,
                mode: executable ? ('100755' as const) : ('100644' as const),
                type: 'blob' as const,
              },
            ],
      ),
    });
    const commit = await octokit.rest.git.createCommit({
      ...names,
      message: request.commitMessage,
      tree: tree.data.sha,
      parents: [head.data.object.sha],
    });
    await octokit.rest.git.updateRef({ ...names, ref, sha: commit.data.sha });
  }
  await protect(octokit, request, signal);
  return { url: data.html_url, remoteUrl: data.clone_url, warnings: [] };
}

async function ensureRepository(
  octokit: Octokit,
  request: RepositoryRequest,
  signal: AbortSignal | undefined,
) {
  const { owner, name, description, visibility } = request;
  const options = { request: { signal } };
  try {
    return (await octokit.rest.repos.get({ owner, repo: name, ...options }))
      .data;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
  const made = {
    name,
    description,
    private: visibility !== 'public',
    auto_init: true,
    ...options,
  };
  try {
    await octokit.rest.orgs.get({ org: owner, ...options });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return (await octokit.rest.repos.createForAuthenticatedUser(made)).data;
  }
  return (await octokit.rest.repos.createInOrg({ org: owner, ...made })).data;
}

async function protect(
  octokit: Octokit,
  { owner, name, defaultBranch, protection }: RepositoryRequest,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (protection === undefined) return;
  await octokit.rest.repos.updateBranchProtection({
    owner,
    repo: name,
    branch: defaultBranch,
    enforce_admins: true,
    required_pull_request_reviews: {
      required_approving_review_count: protection.requiredApprovals,
      require_code_owner_reviews: protection.requireCodeOwners,
    },
    required_status_checks:
      protection.requiredChecks.length === 0
        ? null
        : { strict: false, contexts: [...protection.requiredChecks] },
    restrictions: null,
    request: { signal },
  });
}
