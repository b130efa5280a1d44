import { CreatedRepository, RepositoryRequest } from '../Forge';
import { absent, isLimit, statusOf } from '../forgeFailure';
import { firstCommitOf } from '../remote/firstCommit';
import { treeEntry } from './GithubBranches';
import { GithubRepository, names } from './GithubRepository';

/**
 * Makes a repository, its first commit and its protection. One that is there
 * and holds anything else is someone else's: it stays as it is.
 */
export async function createRepository(
  work: GithubRepository,
  request: RepositoryRequest,
): Promise<CreatedRepository> {
  const made = await ensureRepository(work, request);
  if (made.default_branch !== request.defaultBranch) {
    await work.octokit.rest.repos.renameBranch({
      ...names(work),
      branch: made.default_branch,
      new_name: request.defaultBranch,
    });
  }
  await ensureFirstCommit(work, request);
  return {
    url: made.html_url,
    remoteUrl: made.clone_url,
    warnings: await protect(work, request),
  };
}

async function ensureFirstCommit(
  work: GithubRepository,
  request: RepositoryRequest,
): Promise<void> {
  const { git, repos } = work.octokit.rest;
  const ref = `heads/${request.defaultBranch}`;
  const commits = await repos.listCommits({
    ...names(work),
    sha: request.defaultBranch,
    per_page: 3,
  });
  const todo = firstCommitOf(
    commits.data.map(({ commit }) => commit.message),
    request,
  );
  if (todo === 'done') return;
  const parent = commits.data[0].sha;
  const tree = await git.createTree({
    ...names(work),
    tree: request.files.flatMap(file =>
      file.content === undefined ? [] : [treeEntry(file)],
    ),
  });
  const commit = await git.createCommit({
    ...names(work),
    message: request.commitMessage,
    tree: tree.data.sha,
    parents: [parent],
  });
  await git.updateRef({ ...names(work), ref, sha: commit.data.sha });
}

async function ensureRepository(
  work: GithubRepository,
  request: RepositoryRequest,
) {
  const { repos, orgs } = work.octokit.rest;
  const { owner, name, description, visibility } = request;
  const options = { request: { signal: work.signal } };
  const present = await absent(() => repos.get(names(work)));
  if (present !== undefined) return present.data;
  const made = {
    name,
    description,
    private: visibility !== 'public',
    auto_init: true,
    ...options,
  };
  const organisation = await absent(() => orgs.get({ org: owner, ...options }));
  if (organisation === undefined) {
    return (await repos.createForAuthenticatedUser(made)).data;
  }
  if (visibility !== 'internal') {
    return (await repos.createInOrg({ org: owner, ...made })).data;
  }
  // Enterprise alone has it, and the client's types don't.
  const route: string = 'POST /orgs/{org}/repos';
  await work.octokit.request(route, { org: owner, ...made, visibility });
  return (await repos.get(names(work))).data;
}

/** What could not be protected, for a person. */
async function protect(
  work: GithubRepository,
  { defaultBranch, protection }: RepositoryRequest,
): Promise<string[]> {
  if (protection === undefined) return [];
  try {
    await work.octokit.rest.repos.updateBranchProtection({
      ...names(work),
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
    });
    return [];
  } catch (error) {
    // Private repositories of a free plan have none.
    if (statusOf(error) !== 403 || isLimit(error)) throw error;
    return [
      `GitHub did not protect the branch ${defaultBranch}: the plan has no protection for it, or the token may not administer the repository`,
    ];
  }
}
