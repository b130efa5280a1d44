import { CheckRun, CommitStatus } from '../../checks/Check';
import { HostedRepository } from '../../HostedRepository';
import { nodeId, numericId, Site } from '../../Site';
import { presentAccount, presentLogin } from './presentAccount';
import { repositoryPage, repositoryUrl } from './presentRepository';

/** `check-run`. */
export function presentCheckRun(
  site: Site,
  repository: HostedRepository,
  run: CheckRun,
) {
  const url = `${repositoryUrl(site, repository)}/check-runs/${run.id}`;
  const page = `${repositoryPage(site, repository)}/commit/${run.sha}`;
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    external_id: run.externalId ?? '',
    head_sha: run.sha,
    name: run.name,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: run.startedAt,
    completed_at: run.completedAt ?? null,
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: null,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: numericId('check suite', `${run.app} ${run.sha}`) },
    app: presentApp(site, run.app),
    pull_requests: [],
  };
}

/** `integration`: the App that a bot acts for. */
function presentApp(site: Site, login: string) {
  const slug = login.replace('[bot]', '');
  const owner = site.accounts.owner(site.accounts.organisation?.login ?? login);
  return {
    id: numericId('app', slug),
    slug,
    node_id: nodeId('App', slug),
    owner: presentAccount(site, owner),
    name: slug,
    description: null,
    external_url: site.url,
    html_url: `${site.url}/apps/${slug}`,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
    permissions: { checks: 'write', contents: 'read' },
    events: ['pull_request'],
  };
}

/** `status`. */
export function presentStatus(
  site: Site,
  repository: HostedRepository,
  status: CommitStatus,
) {
  return {
    ...presentSimpleStatus(site, repository, status),
    creator: presentLogin(site, status.creator),
  };
}

/** `simple-commit-status`. */
export function presentSimpleStatus(
  site: Site,
  repository: HostedRepository,
  status: CommitStatus,
) {
  return {
    url: `${repositoryUrl(site, repository)}/statuses/${status.sha}`,
    avatar_url: `${site.url}/avatar.svg`,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description ?? null,
    target_url: status.targetUrl ?? null,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}
