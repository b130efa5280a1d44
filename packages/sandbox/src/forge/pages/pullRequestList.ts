import { html, Html } from '../html';
import { HostedRepository } from '../HostedRepository';
import { PullRequest, verdicts } from '../pulls/PullRequest';
import { baseOf } from './contentPage';
import { time } from './layout';
import { stateBadge } from './pullRequestState';

const pageSize = 50;

/** A repository's pull requests, open or closed, newest first. */
export async function pullRequestListPage(
  repository: HostedRepository,
  query: URLSearchParams,
): Promise<Html> {
  const { pullRequests } = await repository.read();
  const state = query.get('state') === 'closed' ? 'closed' : 'open';
  const all = pullRequests
    .filter(request => request.state === state)
    .sort((a, b) => b.number - a.number);
  const last = Math.max(1, Math.ceil(all.length / pageSize));
  const asked = Number(query.get('page') ?? 1);
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), last) : 1;
  const shown = all.slice((page - 1) * pageSize, page * pageSize);
  const count = (of: string) =>
    pullRequests.filter(request => request.state === of).length;
  const here = `${baseOf(repository)}/pulls`;
  const tab = (of: 'open' | 'closed', word: string) =>
    html`<a
      href="${here}?state=${of}"
      ${of === state ? html`aria-current="page"` : undefined}
      >${count(of)} ${word}</a
    >`;
  return html`<h1>Pull requests</h1>
    <nav class="tabs" aria-label="State">
      ${tab('open', 'open')} ${tab('closed', 'closed')}
    </nav>
    ${shown.length > 0
      ? html`<ul class="box files">
          ${shown.map(request => item(repository, request))}
        </ul>`
      : html`<p class="note">None is ${state}.</p>`}
    ${last > 1 ? pager({ here, state, page, last }) : undefined}`;
}

/** One pull request of a list. */
export function item(repository: HostedRepository, request: PullRequest): Html {
  const { accounts } = repository;
  const { number, title, merged } = request;
  const approvals = [...verdicts(request).values()].filter(
    verdict => verdict === 'APPROVED',
  ).length;
  return html`<li>
    <a class="title" href="${baseOf(repository)}/pull/${number}">${title}</a>
    ${stateBadge(request)}
    <div class="by">
      #${number} by ${accounts.account(request.author).name} ·
      ${merged ? 'merged' : 'opened'} ${time(merged?.at ?? request.createdAt)}
      ${approvals > 0
        ? html`· ${approvals} ${approvals === 1 ? 'approval' : 'approvals'}`
        : undefined}
    </div>
  </li>`;
}

function pager(options: {
  readonly here: string;
  readonly state: string;
  readonly page: number;
  readonly last: number;
}): Html {
  const { here, state, page, last } = options;
  const link = (to: number, word: string) =>
    to < 1 || to > last
      ? undefined
      : html`<a href="${here}?state=${state}&page=${to}">${word}</a>`;
  return html`<nav class="tabs" aria-label="Pages">
    ${link(page - 1, 'Newer')}
    <span class="quiet">Page ${page} of ${last}</span>
    ${link(page + 1, 'Older')}
  </nav>`;
}
