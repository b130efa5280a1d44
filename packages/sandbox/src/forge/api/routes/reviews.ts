import { isoTime } from '../../git/CommitDetails';
import { GithubError, notFound } from '../../GithubError';
import { settleAutoMerges } from '../../pulls/autoMerge';
import { PullRequest } from '../../pulls/PullRequest';
import { NewReview, reviewPullRequest } from '../../pulls/reviewPullRequest';
import { replacePullRequest } from '../../RepositoryRecord';
import { Fields } from '../Fields';
import { presentLogin, presentTeam } from '../present/presentAccount';
import {
  presentPullRequestBriefly,
  presentReview,
} from '../present/presentPullRequest';
import { actorOf, Call, created, ok, Reply, Route, route } from '../Route';
import { changePullRequest, pullRequestOf } from './pulls';

const base = '/repos/:owner/:repo/pulls/:number';

const states: Readonly<Record<string, NewReview['state']>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

/** Reviews, and whom they are asked of. */
export const reviewRoutes: readonly Route[] = [
  route('GET', `${base}/reviews`, async call => {
    const { repository, request } = await pullRequestOf(call);
    return {
      type: 'list',
      items: request.reviews.map(review =>
        presentReview(call.site, repository, { request, review }),
      ),
    };
  }),
  route('POST', `${base}/reviews`, submitReview),
  route('GET', `${base}/requested_reviewers`, async call => {
    const { request } = await pullRequestOf(call);
    const { site } = call;
    return ok({
      users: request.requestedUsers.map(login => presentLogin(site, login)),
      teams: request.requestedTeams.flatMap(slug => {
        const team = site.accounts.team(slug);
        return team ? [presentTeam(site, team)] : [];
      }),
    });
  }),
  route('POST', `${base}/requested_reviewers`, async call =>
    created(await changeReviewers(call, 'review_requested')),
  ),
  route('DELETE', `${base}/requested_reviewers`, async call =>
    ok(await changeReviewers(call, 'review_request_removed')),
  ),
];

async function submitReview(call: Call): Promise<Reply> {
  const fields = new Fields('PullRequestReview', call.body ?? {});
  const event = fields.optionalString('event');
  const state =
    event !== undefined && Object.hasOwn(states, event)
      ? states[event]
      : undefined;
  if (state === undefined) {
    // GitHub keeps a review without an event as a draft that nobody sees.
    throw new GithubError(
      422,
      'Variable $event of type was provided invalid value',
    );
  }
  const user = actorOf(call).login;
  const body = fields.optionalString('body') ?? '';
  const commit = fields.optionalString('commit_id');
  const { repository, result } = await changePullRequest(
    call,
    async (work, request) => {
      const said = reviewPullRequest(work, request, {
        ...{ user, state, body, commit },
      });
      await settleAutoMerges(work);
      return said;
    },
  );
  return ok(presentReview(call.site, repository, result));
}

async function changeReviewers(
  call: Call,
  action: 'review_requested' | 'review_request_removed',
) {
  const fields = new Fields('PullRequest', call.body);
  const users = fields.strings('reviewers');
  const teams = fields.strings('team_reviewers');
  const actor = actorOf(call).login;
  const { repository, result } = await changePullRequest(
    call,
    async (work, request) => {
      if (action === 'review_requested') {
        checkReviewers(call, request, { users, teams });
      }
      const changed: PullRequest = {
        ...request,
        updatedAt: isoTime(Date.now()),
        requestedUsers: changedList(request.requestedUsers, users, action),
        requestedTeams: changedList(request.requestedTeams, teams, action),
      };
      replacePullRequest(work.record, changed);
      work.emit({ type: 'pull_request', action, request: changed, actor });
      return changed;
    },
  );
  return presentPullRequestBriefly(call.site, repository, result);
}

function changedList(
  present: readonly string[],
  named: readonly string[],
  action: 'review_requested' | 'review_request_removed',
): string[] {
  return action === 'review_requested'
    ? [...new Set([...present, ...named])]
    : present.filter(name => !named.includes(name));
}

function checkReviewers(
  call: Call,
  request: PullRequest,
  { users, teams }: { users: readonly string[]; teams: readonly string[] },
) {
  const { accounts } = call.site;
  if (users.includes(request.author)) {
    throw new GithubError(
      422,
      'Review cannot be requested from pull request author.',
    );
  }
  const known =
    users.every(login => accounts.find(login)?.type === 'User') &&
    teams.every(slug => accounts.team(slug) !== undefined);
  if (!known) {
    throw new GithubError(
      422,
      `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${call.path.owner}/${call.path.repo} repository.`,
    );
  }
  if (request.state !== 'open') throw notFound();
}
