import { GithubError, notFound } from '../../GithubError';
import { HostedRepository } from '../../HostedRepository';
import { protectionOf } from '../../RepositoryRecord';
import { actorOf, Call, repositoryOf } from '../Route';

/** The repository of a call that means to write into it. */
export async function writableOf(call: Call): Promise<HostedRepository> {
  const repository = await repositoryOf(call);
  actorOf(call);
  if (!repository.served.writable) {
    throw new GithubError(403, 'Repository was archived so is read-only.');
  }
  return repository;
}

/** The Git data API needs a repository that holds something. */
export async function refuseEmpty({ refs }: HostedRepository): Promise<void> {
  if ((await refs.list('refs/heads/')).length === 0) {
    throw new GithubError(409, 'Git Repository is empty.');
  }
}

/** A path within a tree that Git takes, and that no checkout could escape by. */
export function isPlainPath(path: string): boolean {
  return (
    path !== '' &&
    !path.includes('\0') &&
    path
      .split('/')
      .every(
        segment =>
          !['', '.', '..'].includes(segment) && !/^\.git$/i.test(segment),
      )
  );
}

/** The commit that a branch, a tag or an id names, else the default branch. */
export async function commitOf(
  repository: HostedRepository,
  name: string | null,
): Promise<string> {
  const wanted = name ?? (await repository.refs.defaultBranch());
  const commit = await repository.reader.resolve(wanted);
  if (commit !== undefined) return commit;
  await refuseEmpty(repository);
  throw notFound();
}

/** What a protected branch refuses of those who don't come by pull request. */
export async function guardBranch(
  repository: HostedRepository,
  ref: string,
  move: 'update' | 'force' | 'delete',
): Promise<void> {
  if (!/^refs\/(heads|tags)\//.test(ref)) {
    throw new GithubError(422, 'Reference cannot be updated');
  }
  const branch = ref.replace(/^refs\/heads\//, '');
  const protection = protectionOf(await repository.read(), branch);
  if (!protection) return;
  const { reviews, checks } = protection;
  if (move === 'force') {
    throw new GithubError(422, 'Cannot force-push to this branch');
  }
  if (move === 'delete') {
    throw new GithubError(422, 'Cannot delete this branch');
  }
  if (reviews) {
    throw new GithubError(422, 'Changes must be made through a pull request.');
  }
  if (checks && checks.contexts.length > 0) {
    throw new GithubError(
      422,
      `Required status check "${checks.contexts[0]}" is expected.`,
    );
  }
}
