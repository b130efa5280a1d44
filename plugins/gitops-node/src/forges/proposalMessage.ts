import { CommitPerson } from './Forge';

const trailer = 'Gitops-Proposal';
const planTrailer = 'Gitops-Plan';

/**
 * A commit's message with the branch and the plan it was made for, by which it
 * is known again, and a trailer for the person it was made for. None can add a
 * line of its own.
 */
export function proposalMessage(
  message: string,
  {
    branch,
    plan,
    coAuthor,
  }: { branch: string; plan: string; coAuthor?: CommitPerson },
): string {
  const trailers = [
    `${trailer}: ${oneLine(branch)}`,
    `${planTrailer}: ${oneLine(plan)}`,
  ];
  if (coAuthor !== undefined) {
    const { name, email } = coAuthor;
    trailers.push(`Co-authored-by: ${oneLine(name)} <${oneLine(email)}>`);
  }
  return `${message.trimEnd()}\n\n${trailers.join('\n')}\n`;
}

/** Whether a commit was made here for a branch, and not by a person. */
export function isOwnCommit(message: string, branch: string): boolean {
  return message.split('\n').includes(`${trailer}: ${oneLine(branch)}`);
}

/** The plan that a commit of ours was made for. */
export function planOf(message: string): string | undefined {
  const line = message
    .split('\n')
    .find(it => it.startsWith(`${planTrailer}: `));
  return line?.slice(planTrailer.length + 2);
}

/** The message of a first part, which is told from the whole by its plan. */
export function unfinished(message: string): string {
  return message.replace(
    new RegExp(`^${planTrailer}: .*$`, 'm'),
    `${planTrailer}: unfinished`,
  );
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}<>]+/gu, ' ').trim();
}
