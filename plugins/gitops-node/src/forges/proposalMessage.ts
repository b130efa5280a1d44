import { CommitPerson } from './Forge';

const trailer = 'Gitops-Proposal';

/**
 * A commit's message with the branch it was made for, by which it is known
 * again, and a trailer for the person it was made for. Neither can add a line
 * of its own.
 */
export function proposalMessage(
  message: string,
  { branch, coAuthor }: { branch: string; coAuthor?: CommitPerson },
): string {
  const trailers = [`${trailer}: ${oneLine(branch)}`];
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

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}<>]+/gu, ' ').trim();
}
