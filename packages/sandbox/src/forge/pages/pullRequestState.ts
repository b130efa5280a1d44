import { html, Html } from '../html';
import { CheckOutcome } from '../checks/Check';
import { PullRequest } from '../pulls/PullRequest';

/** A pull request's state in a word; the colour says it again. */
export function stateBadge(request: PullRequest): Html {
  const [kind, word] = wordsOf(request);
  return html`<strong class="state ${kind}">${word}</strong>`;
}

function wordsOf(request: PullRequest): readonly [string, string] {
  if (request.merged) return ['merged', 'Merged'];
  if (request.state === 'closed') return ['closed', 'Closed'];
  return request.draft ? ['quiet', 'Draft'] : ['open', 'Open'];
}

const words: Readonly<Record<CheckOutcome['state'], readonly string[]>> = {
  success: ['good', '✓', 'passed'],
  failure: ['bad', '✗', 'failed'],
  pending: ['wait', '●', 'is running'],
};

/** A check with its sign, its name and how it went. */
export function checkLine({ name, state, summary }: CheckOutcome): Html {
  const [kind, sign, word] = words[state];
  return html`<li>
    <span class="sign ${kind}" aria-hidden="true">${sign}</span>
    <span
      ><code>${name}</code> ${word}${summary &&
      html`<span class="quiet"> · ${summary}</span>`}</span
    >
  </li>`;
}
