import { Account, Team } from '../../accounts/Accounts';
import { apiUrl, nodeId, numericId, Site } from '../../Site';

const begun = '2020-01-01T00:00:00Z';

/** `simple-user`, of people, bots and organisations alike. */
export function presentAccount(site: Site, { login, type }: Account) {
  const url = apiUrl(site, `/users/${encodeURIComponent(login)}`);
  return {
    login,
    id: numericId('account', login),
    node_id: nodeId(type, login),
    avatar_url: `${site.url}/avatar.svg`,
    gravatar_id: '',
    url,
    html_url: `${site.url}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
  };
}

/** `simple-user` by login, for whoever an old record names. */
export function presentLogin(site: Site, login: string) {
  return presentAccount(site, site.accounts.account(login));
}

/** `public-user`. */
export function presentProfile(site: Site, account: Account) {
  return {
    ...presentAccount(site, account),
    name: account.name,
    company: null,
    blog: '',
    location: null,
    email: account.email ?? null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: begun,
    updated_at: begun,
  };
}

/** What `private-user` has beside that. */
export function presentOwnProfile(site: Site, account: Account) {
  return {
    ...presentProfile(site, account),
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}

/** `organization-full`. */
export function presentOrganisation(
  site: Site,
  account: Account,
  repositories: number,
) {
  const { login, name } = account;
  const url = apiUrl(site, `/orgs/${login}`);
  return {
    ...presentOrganisationBriefly(site, account),
    name,
    html_url: `${site.url}/${login}`,
    has_organization_projects: false,
    has_repository_projects: false,
    public_repos: repositories,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: 'Organization',
    created_at: begun,
    updated_at: begun,
    archived_at: null,
    url,
  };
}

/** `organization-simple`. */
export function presentOrganisationBriefly(
  site: Site,
  { login, name }: Account,
) {
  const url = apiUrl(site, `/orgs/${login}`);
  return {
    login,
    id: numericId('account', login),
    node_id: nodeId('Organization', login),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${site.url}/avatar.svg`,
    description: name,
  };
}

/** `team`, which has no parent. */
export function presentTeam(site: Site, { slug, name, description }: Team) {
  const organisation = site.accounts.organisation?.login ?? '';
  const url = apiUrl(site, `/orgs/${organisation}/teams/${slug}`);
  return {
    id: numericId('team', slug),
    node_id: nodeId('Team', slug),
    name,
    slug,
    description,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'push',
    url,
    html_url: `${site.url}/orgs/${organisation}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    organization_id: numericId('account', organisation),
    parent: null,
  };
}
