import { html, Html } from '../html';
import { HostedRepository } from '../HostedRepository';
import { commitList, withPullRequests } from './commitList';
import { baseOf, contentPage } from './contentPage';
import { diffBoxes } from './diff';
import { commitLink, time } from './layout';
import { item } from './pullRequestList';

export function homePage(repositories: readonly HostedRepository[]): Html {
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

export async function repositoryPage(
  repository: HostedRepository,
): Promise<Html> {
  const base = baseOf(repository);
  const { reader } = repository;
  const { description, pullRequests } = await repository.read();
  const head = await reader.resolve('HEAD');
  const open = pullRequests.filter(({ state }) => state === 'open').reverse();
  const [content, commits] = head
    ? await Promise.all([reader.content(head, ''), reader.commits(head, 30)])
    : [undefined, []];
  return html`<h1>${repository.name}</h1>
    ${description ? html`<p class="by">${description}</p>` : undefined}
    <nav class="tabs" aria-label="Repository">
      <a href="${base}/pulls">Pull requests (${open.length} open)</a>
    </nav>
    ${head && content
      ? contentPage(base, head, '', content)
      : html`<p class="note">This repository is empty.</p>`}
    ${open.length > 0
      ? html`<h2>Open pull requests</h2>
          <ul class="box files">
            ${open.slice(0, 10).map(request => item(repository, request))}
          </ul>`
      : undefined}
    ${commits.length > 0
      ? html`<h2>Last commits</h2>
          ${commitList(base, commits)}`
      : undefined}`;
}

export async function commitPage(
  { reader, owner, name }: HostedRepository,
  id: string,
): Promise<Html | undefined> {
  const base = baseOf({ owner, name });
  const commit = await reader.commit(id);
  if (commit === undefined) return undefined;
  const diff = await reader.diff(commit.id, commit.parents[0]);
  const body = commit.message.split('\n').slice(1).join('\n').trim();
  return html`<h1>${withPullRequests(base, commit.subject)}</h1>
    <p class="by">
      ${commit.author} · ${time(commit.committedAt)} · commit
      <span class="id">${commit.id}</span>
    </p>
    <p class="by">
      ${commit.parents.length > 1 ? 'Parents' : 'Parent'}
      ${commit.parents.map(parent => html`${commitLink(base, parent)} `)}
      <a href="${base}/tree/${commit.id}">files</a>
    </p>
    ${body ? html`<pre class="message">${body}</pre>` : undefined}
    ${diffBoxes(diff)}`;
}
