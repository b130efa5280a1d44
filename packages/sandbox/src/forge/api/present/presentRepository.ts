import { HostedRepository } from '../../HostedRepository';
import { apiUrl, nodeId, numericId, Site } from '../../Site';
import { presentAccount } from './presentAccount';

/** The address of a repository in the API. */
export function repositoryUrl(
  site: Site,
  { owner, name }: HostedRepository,
): string {
  return apiUrl(site, `/repos/${encodeURIComponent(owner)}/${name}`);
}

/** The address of a repository's pages. */
export function repositoryPage(
  { url }: Site,
  { owner, name }: HostedRepository,
): string {
  return `${url}/${encodeURIComponent(owner)}/${name}`;
}

/** `full-repository`, which is a `repository` and a `minimal-repository` too. */
export async function presentRepository(
  site: Site,
  repository: HostedRepository,
) {
  const { owner, name, served } = repository;
  const fullName = `${owner}/${name}`;
  const record = await repository.read();
  const page = repositoryPage(site, repository);
  const open = record.pullRequests.filter(({ state }) => state === 'open');
  return {
    id: numericId('repository', fullName),
    node_id: nodeId('Repository', fullName),
    name,
    full_name: fullName,
    private: record.visibility !== 'public',
    visibility: record.visibility,
    owner: presentAccount(site, site.accounts.owner(owner)),
    html_url: page,
    description: record.description ?? null,
    fork: false,
    ...addresses(site, repository),
    git_url: `${page}.git`,
    ssh_url: `${page}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    network_count: 0,
    subscribers_count: 0,
    forks_count: 0,
    forks: 0,
    open_issues_count: open.length,
    open_issues: open.length,
    language: null,
    has_issues: false,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    mirror_url: null,
    archived: !served.writable,
    disabled: false,
    license: null,
    is_template: false,
    topics: [],
    default_branch: await repository.refs.defaultBranch(),
    created_at: record.createdAt,
    pushed_at: record.pushedAt,
    updated_at: record.pushedAt,
    ...settings(record),
    permissions: { admin: true, push: true, pull: true },
  };
}

function settings(record: {
  readonly allowAutoMerge: boolean;
  readonly deleteBranchOnMerge: boolean;
}) {
  return {
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: true,
    allow_auto_merge: record.allowAutoMerge,
    allow_update_branch: false,
    allow_forking: false,
    delete_branch_on_merge: record.deleteBranchOnMerge,
    web_commit_signoff_required: false,
  };
}

/** Templates of the addresses below a repository's own. */
const templates: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

function addresses(site: Site, repository: HostedRepository) {
  const url = repositoryUrl(site, repository);
  return {
    url,
    ...Object.fromEntries(
      Object.entries(templates).map(([key, path]) => [key, `${url}${path}`]),
    ),
  };
}
