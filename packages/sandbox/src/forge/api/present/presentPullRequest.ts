import { fileChanges } from '../../git/fileChanges';
import { HostedRepository } from '../../HostedRepository';
import { assessMergeability } from '../../pulls/Mergeability';
import { PullRequest, Review } from '../../pulls/PullRequest';
import { nodeId, numericId, Site } from '../../Site';
import { presentLogin, presentTeam } from './presentAccount';
import { presentLabel } from './presentLabel';
import {
  presentRepository,
  repositoryPage,
  repositoryUrl,
} from './presentRepository';

/** What a pull request's node is known by. */
export function pullRequestKey(
  { owner, name }: HostedRepository,
  number: number,
): string {
  return `${owner}/${name}#${number}`;
}

/** `pull-request-simple`, as lists tell it. */
export async function presentPullRequestBriefly(
  site: Site,
  repository: HostedRepository,
  request: PullRequest,
) {
  const { number, merged, autoMerge } = request;
  const key = pullRequestKey(repository, number);
  return {
    id: numericId('pull request', key),
    node_id: nodeId('PullRequest', key),
    number,
    state: request.state,
    locked: false,
    title: request.title,
    body: request.body ?? null,
    draft: request.draft,
    user: presentLogin(site, request.author),
    ...pullRequestAddresses(site, repository, request),
    created_at: request.createdAt,
    updated_at: request.updatedAt,
    closed_at: request.closedAt ?? null,
    merged_at: merged?.at ?? null,
    merge_commit_sha: merged?.commit ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: request.requestedUsers.map(login =>
      presentLogin(site, login),
    ),
    requested_teams: teamsOf(site, request),
    labels: await labelsOf(site, repository, request),
    milestone: null,
    head: await presentEnd(site, repository, request.headRef, request.headSha),
    base: await presentEnd(site, repository, request.baseRef, request.baseSha),
    author_association: 'MEMBER',
    auto_merge: autoMerge
      ? {
          enabled_by: presentLogin(site, autoMerge.by),
          merge_method: autoMerge.method,
          commit_title: autoMerge.title ?? '',
          commit_message: autoMerge.message ?? '',
        }
      : null,
    active_lock_reason: null,
  };
}

/** `pull-request`: with what only a look at Git tells. */
export async function presentPullRequest(
  site: Site,
  repository: HostedRepository,
  request: PullRequest,
) {
  const { merged } = request;
  return {
    ...(await presentPullRequestBriefly(site, repository, request)),
    merged: merged !== undefined,
    merged_by: merged ? presentLogin(site, merged.by) : null,
    ...(await mergeabilityOf(repository, request)),
    rebaseable: null,
    maintainer_can_modify: false,
    comments: request.comments.length,
    review_comments: 0,
    ...(await countsOf(repository, request)),
  };
}

async function mergeabilityOf(
  repository: HostedRepository,
  request: PullRequest,
) {
  if (request.state !== 'open') {
    return { mergeable: null, mergeable_state: 'unknown' };
  }
  const { state } = await assessMergeability(
    repository,
    await repository.read(),
    request,
  );
  return { mergeable: state !== 'dirty', mergeable_state: state };
}

async function countsOf(repository: HostedRepository, request: PullRequest) {
  const from = await comparedWith(repository, request);
  const [files, commits] = await Promise.all([
    fileChanges(repository.gitDirectory, from, request.headSha),
    repository.refs.count(request.headSha, from),
  ]);
  const sum = (of: 'additions' | 'deletions') =>
    files.reduce((total, file) => total + file[of], 0);
  return {
    commits,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: files.length,
  };
}

/** The commit that a pull request's diff begins at. */
export async function comparedWith(
  { refs }: HostedRepository,
  request: PullRequest,
): Promise<string | undefined> {
  const base =
    request.state === 'open'
      ? await refs.branch(request.baseRef)
      : request.baseSha;
  return refs.mergeBase(base ?? request.baseSha, request.headSha);
}

/** `pull-request-review`. */
export function presentReview(
  site: Site,
  repository: HostedRepository,
  {
    request,
    review,
  }: { readonly request: PullRequest; readonly review: Review },
) {
  const key = pullRequestKey(repository, request.number);
  const { url, html_url: page } = pullRequestAddresses(
    site,
    repository,
    request,
  );
  const html = `${page}#review-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', `${key}/${review.id}`),
    user: presentLogin(site, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    author_association: 'MEMBER',
    submitted_at: review.submittedAt,
    commit_id: review.commit,
    _links: { html: { href: html }, pull_request: { href: url } },
  };
}

function pullRequestAddresses(
  site: Site,
  repository: HostedRepository,
  { number, headSha }: PullRequest,
) {
  const base = repositoryUrl(site, repository);
  const page = `${repositoryPage(site, repository)}/pull/${number}`;
  const all = {
    url: `${base}/pulls/${number}`,
    html_url: page,
    issue_url: `${base}/issues/${number}`,
    comments_url: `${base}/issues/${number}/comments`,
    review_comments_url: `${base}/pulls/${number}/comments`,
    review_comment_url: `${base}/pulls/comments{/number}`,
    commits_url: `${base}/pulls/${number}/commits`,
    statuses_url: `${base}/statuses/${headSha}`,
  };
  const links = {
    self: all.url,
    html: page,
    issue: all.issue_url,
    comments: all.comments_url,
    review_comments: all.review_comments_url,
    review_comment: all.review_comment_url,
    commits: all.commits_url,
    statuses: all.statuses_url,
  };
  return {
    ...all,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    _links: Object.fromEntries(
      Object.entries(links).map(([name, href]) => [name, { href }]),
    ),
  };
}

async function presentEnd(
  site: Site,
  repository: HostedRepository,
  ref: string,
  sha: string,
) {
  const repo = await presentRepository(site, repository);
  const { owner } = repo;
  return { label: `${owner.login}:${ref}`, ref, sha, user: owner, repo };
}

async function labelsOf(
  site: Site,
  repository: HostedRepository,
  request: PullRequest,
) {
  const { labels } = await repository.read();
  return request.labels.flatMap(name => {
    const label = labels.find(each => each.name === name);
    return label ? [presentLabel(site, repository, label)] : [];
  });
}

function teamsOf(site: Site, request: PullRequest) {
  return request.requestedTeams.flatMap(slug => {
    const team = site.accounts.team(slug);
    return team ? [presentTeam(site, team)] : [];
  });
}
