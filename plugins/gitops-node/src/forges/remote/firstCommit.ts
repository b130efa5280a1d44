import { ConflictError } from '@backstage/errors';
import { RepositoryRequest } from '../Forge';

/** What GitHub, GitLab and Gitea say of the commit they make a repository with. */
const initialMessage = /^initial commit/i;

/**
 * Whether a repository still waits for its first commit, by the messages of
 * its newest commits, newest first. Throws a ConflictError where it is one
 * that somebody works in.
 */
export function firstCommitOf(
  messages: readonly string[],
  { owner, name, commitMessage }: RepositoryRequest,
): 'todo' | 'done' {
  const others = messages.filter(
    message => message.trim() !== commitMessage.trim(),
  );
  const isFresh =
    others.length === 0 ||
    (others.length === 1 && initialMessage.test(others[0]));
  if (!isFresh) throw new ConflictError(`${owner}/${name} exists already`);
  return others.length === messages.length ? 'todo' : 'done';
}
