import { fileChanges } from '../../git/fileChanges';
import { GithubError } from '../../GithubError';
import { HostedRepository } from '../../HostedRepository';
import { presentCommit, presentFile } from '../present/presentCommit';
import { presentPullRequestBriefly } from '../present/presentPullRequest';
import { Call, ok, Reply, repositoryOf, Route, route } from '../Route';
import { commitOf, isPlainPath } from './repositoryState';

/** Commits, with who stands behind them. */
export const commitRoutes: readonly Route[] = [
  route('GET', '/repos/:owner/:repo/commits', listCommits),
  route('GET', '/repos/:owner/:repo/commits/:ref', async call => {
    const repository = await repositoryOf(call);
    const sha = await knownCommit(call, repository);
    const { objects, gitDirectory } = repository;
    const commit = await objects.commit(sha);
    const files = await fileChanges(gitDirectory, commit.parents[0], sha);
    const sum = (of: 'additions' | 'deletions') =>
      files.reduce((total, file) => total + file[of], 0);
    return ok({
      ...presentCommit(call.site, repository, commit),
      stats: {
        additions: sum('additions'),
        deletions: sum('deletions'),
        total: sum('additions') + sum('deletions'),
      },
      files: files.map(file =>
        presentFile(call.site, repository, { file, commit: sha }),
      ),
    });
  }),
  route('GET', '/repos/:owner/:repo/commits/:ref/pulls', listPullRequests),
];

async function listCommits(call: Call): Promise<Reply> {
  const repository = await repositoryOf(call);
  const from = await commitOf(repository, call.query.get('sha'));
  const path = call.query.get('path') ?? undefined;
  if (path !== undefined && !isPlainPath(path)) {
    return { type: 'list', items: [] };
  }
  const all = await repository.refs.log({ from, path, limit: 10_000 });
  return commitPage(call, repository, all);
}

/** Pages of commits that are told in full only where they are asked for. */
export function commitPage(
  { site }: Call,
  repository: HostedRepository,
  shas: readonly string[],
): Reply {
  return {
    type: 'page',
    total: shas.length,
    items: (from, count) =>
      Promise.all(
        shas
          .slice(from, from + count)
          .map(async sha =>
            presentCommit(
              site,
              repository,
              await repository.objects.commit(sha),
            ),
          ),
      ),
  };
}

/** The commit of a call's `:ref`. */
export async function knownCommit(
  call: Call,
  repository: HostedRepository,
): Promise<string> {
  const { ref } = call.path;
  const sha = await repository.reader.resolve(ref);
  if (sha === undefined) {
    throw new GithubError(422, `No commit found for SHA: ${ref}`);
  }
  return sha;
}

/** The one that brought a commit in, else those that propose it. */
async function listPullRequests(call: Call): Promise<Reply> {
  const repository = await repositoryOf(call);
  const sha = await knownCommit(call, repository);
  const { pullRequests } = await repository.read();
  const found = [];
  for (const request of pullRequests) {
    const isLanding = request.merged?.commit === sha;
    const isHead = request.headSha === sha;
    if (isLanding || isHead || (await holds(repository, request, sha))) {
      found.push(
        await presentPullRequestBriefly(call.site, repository, request),
      );
    }
  }
  return { type: 'list', items: found };
}

/** Whether an open pull request proposes a commit. */
async function holds(
  { refs }: HostedRepository,
  request: { readonly state: string; headSha: string; baseSha: string },
  sha: string,
): Promise<boolean> {
  return (
    request.state === 'open' &&
    (await refs.isAncestor(sha, request.headSha)) &&
    !(await refs.isAncestor(sha, request.baseSha))
  );
}
