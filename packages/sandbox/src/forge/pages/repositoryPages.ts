import { html, Html } from '../html';
import { PullRequestPage } from '../../history/pullRequestsFile';
import { Repository } from '../Repository';
import { ServedRepository } from '../ServedRepository';
import { commitList, withPullRequests } from './commitList';
import { baseOf, contentPage } from './contentPage';
import { diffBoxes } from './diff';
import { commitLink, time } from './layout';

export function homePage(repositories: readonly ServedRepository[]): Html {
  return html`<h1>Repositories</h1>
    <ul class="box files">
      ${repositories.map(
        repository => html`<li>
          <a href="${baseOf(repository)}"
            >${repository.owner}/${repository.name}</a
          >
        </li>`,
      )}
    </ul>`;
}

export async function repositoryPage(repository: Repository): Promise<Html> {
  const base = baseOf(repository);
  const head = await repository.resolve('HEAD');
  if (head === undefined) {
    return html`<h1>${repository.name}</h1>
      <p class="note">This repository is empty.</p>`;
  }
  const [content, commits, requests] = await Promise.all([
    repository.content(head, ''),
    repository.commits(head, 30),
    repository.pullRequests(),
  ]);
  const open = requests.filter(request => !request.landed);
  return html`${content && contentPage(base, head, '', content)}
    ${open.length > 0
      ? html`<h2>Open pull requests</h2>
          <ul class="box files">
            ${open.map(
              request => html`<li>
                <a href="${base}/pulls/${request.number}"
                  >#${request.number} ${request.title}</a
                >
              </li>`,
            )}
          </ul>`
      : undefined}
    <h2>Last commits</h2>
    ${commitList(base, commits)}`;
}

export async function commitPage(
  repository: Repository,
  id: string,
): Promise<Html | undefined> {
  const base = baseOf(repository);
  const commit = await repository.commit(id);
  if (commit === undefined) return undefined;
  const diff = await repository.diff(commit.id, commit.parents[0]);
  const body = commit.message.split('\n').slice(1).join('\n').trim();
  return html`<h1>${withPullRequests(base, commit.subject)}</h1>
    <p class="by">
      ${commit.author} · ${time(commit.committedAt)} · commit
      <span class="id">${commit.id}</span>
    </p>
    <p class="by">
      ${commit.parents.length > 1 ? 'Parents' : 'Parent'}
      ${commit.parents.map(parent => html`${commitLink(base, parent)} `)}
      <a href="${base}/src/commit/${commit.id}">files</a>
    </p>
    ${body ? html`<pre class="message">${body}</pre>` : undefined}
    ${diffBoxes(diff)}`;
}

/**
 * A pull request of the sandbox's own, or undefined; a repository that came
 * from elsewhere has none, see {@link Repository.findLanding}.
 */
export async function pullRequestPage(
  repository: Repository,
  number: number,
): Promise<Html | undefined> {
  const requests = await repository.pullRequests();
  const request = requests.find(candidate => candidate.number === number);
  if (request === undefined) return undefined;
  const base = baseOf(repository);
  const { commits, diff } = await changesOf(repository, request);
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  return html`<h1>
      ${request.title} <span class="quiet">#${request.number}</span>
    </h1>
    <p class="by">
      ${request.landed
        ? html`<strong class="state merged">Merged</strong> by
            ${request.landed.by}, ${time(iso(request.landed.at))}, as
            ${commitLink(base, request.landed.commit)}`
        : html`<strong class="state open">Open</strong>`}
    </p>
    <p class="by">
      Opened by ${request.author}, ${time(iso(request.openedAt))}, from
      <code>${request.branch}</code>
    </p>
    ${request.approvers.length > 0
      ? html`<p class="by">Approved by ${request.approvers.join(', ')}</p>`
      : undefined}
    ${request.body
      ? html`<pre class="message">${request.body}</pre>`
      : undefined}
    <h2>Commits</h2>
    ${commitList(base, commits)} ${diffBoxes(diff)}`;
}

async function changesOf(repository: Repository, request: PullRequestPage) {
  const landed =
    request.landed && (await repository.commit(request.landed.commit));
  // What main was before the request landed, or is while it is open.
  const main = landed?.parents[0] ?? (await repository.resolve('HEAD'));
  const base = main && (await repository.mergeBase(main, request.head));
  if (base === undefined) return { commits: [], diff: '' };
  const [commits, diff] = await Promise.all([
    repository.commitsBetween(base, request.head),
    repository.diff(request.head, base),
  ]);
  return { commits, diff };
}
