import { CommitDetails } from '../../git/CommitDetails';
import { ChangedFile } from '../../git/fileChanges';
import { HostedRepository } from '../../HostedRepository';
import { nodeId, Site } from '../../Site';
import { encodePath } from '../../html';
import { presentAccount } from './presentAccount';
import { repositoryPage, repositoryUrl } from './presentRepository';

const unsigned = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** `git-commit`, as the Git data API tells it. */
export function presentGitCommit(
  site: Site,
  repository: HostedRepository,
  commit: CommitDetails,
) {
  const url = repositoryUrl(site, repository);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: pageOf(site, repository, commit.sha),
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    parents: parentsOf(site, repository, commit),
    verification: unsigned,
  };
}

/** `commit`, with the accounts of author and committer. */
export function presentCommit(
  site: Site,
  repository: HostedRepository,
  commit: CommitDetails,
) {
  const url = `${repositoryUrl(site, repository)}/commits/${commit.sha}`;
  const { tree, ...gitCommit } = presentGitCommit(site, repository, commit);
  return {
    sha: commit.sha,
    node_id: gitCommit.node_id,
    url,
    html_url: gitCommit.html_url,
    comments_url: `${url}/comments`,
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree,
      url: gitCommit.url,
      comment_count: 0,
      verification: unsigned,
    },
    author: accountOf(site, commit.author.email),
    committer: accountOf(site, commit.committer.email),
    parents: gitCommit.parents,
  };
}

/** `diff-entry`. */
export function presentFile(
  site: Site,
  repository: HostedRepository,
  { file, commit }: { readonly file: ChangedFile; readonly commit: string },
) {
  const path = encodePath(file.path);
  const page = repositoryPage(site, repository);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${commit}/${path}`,
    raw_url: `${page}/raw/${commit}/${path}`,
    contents_url: `${repositoryUrl(
      site,
      repository,
    )}/contents/${path}?ref=${commit}`,
    ...(file.patch !== undefined && { patch: file.patch }),
    ...(file.previousPath !== undefined && {
      previous_filename: file.previousPath,
    }),
  };
}

function parentsOf(
  site: Site,
  repository: HostedRepository,
  { parents }: CommitDetails,
) {
  const url = repositoryUrl(site, repository);
  return parents.map(sha => ({
    sha,
    url: `${url}/commits/${sha}`,
    html_url: pageOf(site, repository, sha),
  }));
}

function accountOf(site: Site, email: string) {
  const account = site.accounts.ofEmail(email);
  return account ? presentAccount(site, account) : null;
}

function pageOf(site: Site, repository: HostedRepository, sha: string) {
  return `${repositoryPage(site, repository)}/commit/${sha}`;
}
