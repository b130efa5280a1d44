import { comparedWith } from '../api/present/presentPullRequest';
import { CheckOutcome, outcomesOf } from '../checks/Check';
import { html, Html } from '../html';
import { HostedRepository } from '../HostedRepository';
import { assessMergeability, Mergeability } from '../pulls/Mergeability';
import { PullRequest, Review } from '../pulls/PullRequest';
import { findPullRequest } from '../RepositoryRecord';
import { commitList } from './commitList';
import { baseOf } from './contentPage';
import { diffBoxes } from './diff';
import { commitLink, time } from './layout';
import { markdown } from './markdown';
import { FormOptions, mergeBox } from './mergeBox';
import { checkLine, stateBadge } from './pullRequestState';

/** A pull request with all that is known of it, and what can be done with it. */
export async function pullRequestPage(
  repository: HostedRepository,
  number: number,
  form: FormOptions,
): Promise<{ readonly title: string; readonly body: Html } | undefined> {
  const record = await repository.read();
  const request = findPullRequest(record, number);
  if (request === undefined) return undefined;
  const isOpen = request.state === 'open';
  const mergeability = isOpen
    ? await assessMergeability(repository, record, request)
    : undefined;
  const checks = outcomesOf(request.headSha, record);
  const title = `${request.title} · Pull request #${number}`;
  const body = html`${heading(repository, request)}
  ${form.complaint &&
  html`<p class="complaint" role="alert">${form.complaint}</p>`}
  ${request.body ? markdown(request.body) : undefined}
  ${checks.length > 0 ? checkBox(checks) : undefined}
  ${reviewBox(repository, request, mergeability)}
  ${mergeability && repository.served.writable
    ? mergeBox(repository, request, { mergeability, form })
    : undefined}
  ${await changes(repository, request)}`;
  return { title, body };
}

function heading(repository: HostedRepository, request: PullRequest): Html {
  const { accounts } = repository;
  const { merged } = request;
  return html`<h1>
      ${request.title} <span class="quiet">#${request.number}</span>
    </h1>
    <p class="by">
      ${stateBadge(request)}
      ${merged
        ? html`by ${accounts.account(merged.by).name}, ${time(merged.at)}, as
          ${commitLink(baseOf(repository), merged.commit)}`
        : undefined}
    </p>
    <p class="by">
      Opened by ${accounts.account(request.author).name},
      ${time(request.createdAt)}, from <code>${request.headRef}</code> into
      <code>${request.baseRef}</code>
      ${request.labels.map(label => html`<span class="label">${label}</span> `)}
    </p>`;
}

function checkBox(checks: readonly CheckOutcome[]): Html {
  const isRunning = checks.some(({ state }) => state === 'pending');
  return html`<section class="box" aria-labelledby="checks">
    <h2 id="checks">Checks</h2>
    <ul class="facts">
      ${checks.map(checkLine)}
      ${isRunning ? html`<li><a href="?">Look again</a></li>` : undefined}
    </ul>
  </section>`;
}

const said: Readonly<Record<Review['state'], readonly string[]>> = {
  APPROVED: ['good', '✓', 'approved'],
  CHANGES_REQUESTED: ['bad', '✗', 'asked for changes'],
  COMMENTED: ['quiet', '…', 'commented'],
  DISMISSED: ['quiet', '–', 'approved an earlier state'],
};

function reviewBox(
  repository: HostedRepository,
  request: PullRequest,
  mergeability: Mergeability | undefined,
): Html | undefined {
  const { accounts } = repository;
  const asked = [
    ...request.requestedUsers.map(login => accounts.account(login).name),
    ...request.requestedTeams.map(slug => accounts.team(slug)?.name ?? slug),
  ];
  const awaited = (mergeability?.awaitedOwners ?? []).map(owners =>
    owners.map(owner => `@${owner}`).join(' or '),
  );
  if (request.reviews.length + asked.length + awaited.length === 0) {
    return undefined;
  }
  return html`<section class="box" aria-labelledby="reviews">
    <h2 id="reviews">Reviews</h2>
    <ul class="facts">
      ${request.reviews.map(review => {
        const [kind, sign, words] = said[review.state];
        const by = accounts.account(review.user).name;
        return html`<li>
          <span class="sign ${kind}" aria-hidden="true">${sign}</span>
          <span
            >${review.state === 'APPROVED'
              ? html`Approved by ${by}`
              : html`${by} ${words}`}
            <span class="quiet">· ${time(review.submittedAt)}</span>
            ${review.body
              ? html`<span class="said">${review.body}</span>`
              : undefined}</span
          >
        </li>`;
      })}
      ${asked.length > 0 ? waiting(`Asked: ${asked.join(', ')}`) : undefined}
      ${awaited.map(owners =>
        waiting(`Owned by ${owners}, who has not approved`),
      )}
    </ul>
  </section>`;
}

function waiting(text: string): Html {
  return html`<li>
    <span class="sign wait" aria-hidden="true">●</span><span>${text}</span>
  </li>`;
}

async function changes(
  repository: HostedRepository,
  request: PullRequest,
): Promise<Html> {
  const { reader } = repository;
  const from = await comparedWith(repository, request);
  if (from === undefined) return html`<p class="note">No common history.</p>`;
  const [commits, diff] = await Promise.all([
    reader.commitsBetween(from, request.headSha),
    reader.diff(request.headSha, from),
  ]);
  return html`<h2>Commits</h2>
    ${commitList(baseOf(repository), commits)}
    <h2>Changed files</h2>
    ${diffBoxes(diff)}`;
}
