import { isoTime } from '../git/CommitDetails';
import { GithubError } from '../GithubError';
import { Work } from '../HostedRepository';
import { replacePullRequest } from '../RepositoryRecord';
import { PullRequest, Review, ReviewState } from './PullRequest';

export interface NewReview {
  readonly user: string;
  readonly state: Exclude<ReviewState, 'DISMISSED'>;
  readonly body: string;
  readonly commit?: string;
}

/** Keeps what someone says of a pull request; nobody approves their own. */
export function reviewPullRequest(
  work: Work,
  request: PullRequest,
  { user, state, body, commit }: NewReview,
): { readonly request: PullRequest; readonly review: Review } {
  if (user === request.author && state !== 'COMMENTED') {
    throw new GithubError(
      422,
      state === 'APPROVED'
        ? 'Can not approve your own pull request'
        : 'Can not request changes on your own pull request',
    );
  }
  if (state !== 'APPROVED' && body === '') {
    throw new GithubError(422, 'Body can not be blank');
  }
  const { record, repository } = work;
  record.lastId += 1;
  const at = isoTime(Date.now());
  const review: Review = {
    ...{ id: record.lastId, user, state, body },
    submittedAt: at,
    commit: commit ?? request.headSha,
  };
  const changed: PullRequest = {
    ...request,
    updatedAt: at,
    reviews: [...request.reviews, review],
    requestedUsers: request.requestedUsers.filter(login => login !== user),
    requestedTeams: request.requestedTeams.filter(
      slug => !repository.accounts.team(slug)?.members.includes(user),
    ),
  };
  replacePullRequest(record, changed);
  work.emit({
    type: 'pull_request_review',
    action: 'submitted',
    ...{ request: changed, review, actor: user },
  });
  return { request: changed, review };
}
