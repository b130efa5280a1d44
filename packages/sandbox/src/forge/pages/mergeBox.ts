import { html, Html } from '../html';
import { HostedRepository } from '../HostedRepository';
import { Mergeability } from '../pulls/Mergeability';
import { PullRequest } from '../pulls/PullRequest';
import { baseOf } from './contentPage';

/** What a form is written with. */
export interface FormOptions {
  /** Shows that a post comes from a page of the forge. */
  readonly csrf: string;
  /** Who the reader was when they last did something: a login. */
  readonly person?: string;
  /** Why what was asked for last could not be done. */
  readonly complaint?: string;
}

/** What stands in the way of a merge, and the buttons. */
export function mergeBox(
  repository: HostedRepository,
  request: PullRequest,
  options: { readonly mergeability: Mergeability; readonly form: FormOptions },
): Html | undefined {
  const { people } = repository.accounts;
  if (people.length === 0) return undefined;
  const { mergeability, form } = options;
  const chosen = suggestPerson(repository, request, options);
  const canMerge = ['clean', 'unstable'].includes(mergeability.state);
  return html`<section class="box" aria-labelledby="merge">
    <h2 id="merge">Merge</h2>
    ${obstacles(request, mergeability)}
    <form
      method="post"
      action="${baseOf(repository)}/pull/${request.number}"
      class="actions"
    >
      <input type="hidden" name="csrf" value="${form.csrf}" />
      <label>
        <span>You are</span>
        <select name="person">
          ${people.map(
            ({ login, name }) =>
              html`<option
                value="${login}"
                ${login === chosen ? html`selected` : undefined}
              >
                ${name}${teamsOf(repository, login)}
              </option>`,
          )}
        </select>
      </label>
      <button name="action" value="approve">Approve</button>
      <button
        class="main"
        name="action"
        value="merge"
        ${canMerge ? undefined : html`disabled`}
      >
        Merge
      </button>
      <button class="plain" name="action" value="close">Close</button>
    </form>
  </section>`;
}

function obstacles(request: PullRequest, mergeability: Mergeability): Html {
  const { state, conflicts, missing } = mergeability;
  if (state === 'dirty') {
    return html`<div class="facts">
      <p>
        <span class="sign bad" aria-hidden="true">✗</span>
        This branch conflicts with
        <code>${request.baseRef}</code>${conflicts.length > 0 ? ' in' : '.'}
      </p>
      <ul>
        ${conflicts.map(path => html`<li><code>${path}</code></li>`)}
      </ul>
    </div>`;
  }
  const reasons = state === 'draft' ? ['It is still a draft.'] : missing;
  const isFree = reasons.length === 0 && state !== 'behind';
  return html`<ul class="facts">
    ${reasons.map(
      reason => html`<li>
        <span class="sign wait" aria-hidden="true">●</span>
        <span>${reason}</span>
      </li>`,
    )}
    ${state === 'behind'
      ? html`<li>
          <span class="sign wait" aria-hidden="true">●</span>
          <span>This branch is behind <code>${request.baseRef}</code>.</span>
        </li>`
      : undefined}
    ${isFree
      ? html`<li>
          <span class="sign good" aria-hidden="true">✓</span>
          <span>Nothing stands in the way.</span>
        </li>`
      : undefined}
    ${request.autoMerge
      ? html`<li>
          <span class="sign quiet" aria-hidden="true">…</span>
          <span>It is merged as soon as it can be.</span>
        </li>`
      : undefined}
  </ul>`;
}

/** Whoever's approval is needed next, else whoever the reader was. */
function suggestPerson(
  { accounts }: HostedRepository,
  request: PullRequest,
  { mergeability, form }: { mergeability: Mergeability; form: FormOptions },
): string | undefined {
  const others = accounts.people.filter(
    ({ login }) => login !== request.author,
  );
  const [owners] = mergeability.awaitedOwners;
  const owner =
    owners &&
    others.find(({ login }) =>
      owners.some(each => accounts.isMeant(login, each)),
    );
  return owner?.login ?? form.person ?? others[0]?.login;
}

function teamsOf({ accounts }: HostedRepository, login: string): string {
  const teams = accounts.teams.filter(({ members }) => members.includes(login));
  return teams.length > 0
    ? ` (${teams.map(({ name }) => name).join(', ')})`
    : '';
}
