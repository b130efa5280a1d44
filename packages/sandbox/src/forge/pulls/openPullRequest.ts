import { isoTime } from '../git/CommitDetails';
import { GithubError, invalid } from '../GithubError';
import { Work } from '../HostedRepository';
import { ownersOfRequest } from './Mergeability';
import { pointPullRequest } from './moveBranch';
import { PullRequest } from './PullRequest';

export interface NewPullRequest {
  readonly title: string;
  readonly body?: string;
  /** A branch, or `owner:branch`. */
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
  readonly author: string;
}

/** Opens one; the owners of its files are asked for a review. */
export async function openPullRequest(
  work: Work,
  wanted: NewPullRequest,
): Promise<PullRequest> {
  const { repository, record } = work;
  const { headRef, headSha, baseSha } = await ends(work, wanted);
  const number = record.lastNumber + 1;
  record.lastNumber = number;
  await pointPullRequest(work, number, headSha);
  const owners = wanted.draft
    ? []
    : (await ownersOfRequest(repository, { headSha }, baseSha)).flat();
  const at = isoTime(Date.now());
  const request: PullRequest = {
    number,
    title: wanted.title,
    ...(wanted.body !== undefined && { body: wanted.body }),
    author: wanted.author,
    state: 'open',
    draft: wanted.draft,
    ...{ headRef, headSha, baseRef: wanted.base, baseSha },
    ...{ createdAt: at, updatedAt: at },
    labels: [],
    requestedUsers: unique(
      owners.filter(owner => !owner.includes('/') && owner !== wanted.author),
    ),
    requestedTeams: unique(
      owners.flatMap(owner => {
        const [organisation, slug] = owner.split('/');
        return slug && repository.accounts.isOrganisation(organisation)
          ? [slug]
          : [];
      }),
    ),
    reviews: [],
    comments: [],
  };
  record.pullRequests.push(request);
  work.emit({
    type: 'pull_request',
    action: 'opened',
    request,
    actor: wanted.author,
  });
  return request;
}

async function ends(work: Work, { head, base }: NewPullRequest) {
  const { repository, record } = work;
  const [owner, branch] = head.includes(':')
    ? head.split(':', 2)
    : [repository.owner, head];
  const headSha =
    owner.toLowerCase() === repository.owner.toLowerCase()
      ? await repository.refs.branch(branch)
      : undefined;
  const baseSha = await repository.refs.branch(base);
  if (headSha === undefined) throw wrong('head');
  if (baseSha === undefined) throw wrong('base');
  const isOpen = record.pullRequests.some(
    request =>
      request.state === 'open' &&
      request.headRef === branch &&
      request.baseRef === base,
  );
  if (isOpen) {
    throw refused(
      `A pull request already exists for ${repository.owner}:${branch}.`,
    );
  }
  if (await repository.refs.isAncestor(headSha, baseSha)) {
    throw refused(`No commits between ${base} and ${branch}`);
  }
  return { headRef: branch, headSha, baseSha };
}

function wrong(field: string): GithubError {
  return invalid({ resource: 'PullRequest', field, code: 'invalid' });
}

function refused(message: string): GithubError {
  return new GithubError(422, 'Validation Failed', [
    { resource: 'PullRequest', field: 'base', code: 'custom', message },
  ]);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
