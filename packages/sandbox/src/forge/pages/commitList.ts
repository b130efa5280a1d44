import { html, Html } from '../html';
import { CommitSummary } from '../Repository';
import { commitLink, time } from './layout';

/** Commits, newest first. */
export function commitList(
  base: string,
  commits: readonly CommitSummary[],
): Html {
  return html`<ol class="commits">
    ${commits.map(
      commit => html`<li>
        <div class="subject">${withPullRequests(base, commit.subject)}</div>
        <div class="by">
          ${commitLink(base, commit.id)} ${commit.author} ·
          ${time(commit.committedAt)}
        </div>
      </li>`,
    )}
  </ol>`;
}

/** Text in which `#12` leads to the pull request. */
export function withPullRequests(base: string, text: string): Html[] {
  return text
    .split(/(#\d+)/)
    .map(part =>
      /^#\d+$/.test(part)
        ? html`<a href="${base}/pull/${part.slice(1)}">${part}</a>`
        : html`${part}`,
    );
}
