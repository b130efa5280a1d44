import { Account } from '../accounts/Accounts';
import { GithubError, notFound } from '../GithubError';
import { HostedRepository, Work } from '../HostedRepository';
import { settleAutoMerges } from '../pulls/autoMerge';
import { mergePullRequest } from '../pulls/mergePullRequest';
import { closePullRequest } from '../pulls/moveBranch';
import { PullRequest } from '../pulls/PullRequest';
import { reviewPullRequest } from '../pulls/reviewPullRequest';
import { findPullRequest } from '../RepositoryRecord';

type Action = (
  work: Work,
  request: PullRequest,
  person: Account,
) => Promise<unknown>;

/** What the buttons of a pull request's page do. */
const actions: Readonly<Record<string, Action>> = {
  approve: async (work, request, { login }) => {
    reviewPullRequest(work, request, {
      ...{ user: login, state: 'APPROVED', body: '' },
    });
    await settleAutoMerges(work);
  },
  merge: (work, request, by) =>
    mergePullRequest(work, request, { method: 'merge', by }),
  close: async (work, request, { login }) =>
    closePullRequest(work, request, login),
};

/** Does it, or says (as a value) why it may not be done. */
export async function actOnPullRequest(
  repository: HostedRepository,
  number: number,
  form: URLSearchParams,
): Promise<{ readonly complaint?: string; readonly person?: string }> {
  const action = form.get('action') ?? '';
  const login = form.get('person') ?? '';
  const person = repository.accounts.people.find(each => each.login === login);
  if (!person || !Object.hasOwn(actions, action)) {
    return { complaint: 'Say who you are, and what is to be done.' };
  }
  try {
    await repository.change(async work => {
      const request = findPullRequest(work.record, number);
      if (!request) throw notFound();
      if (request.state !== 'open') {
        throw new GithubError(422, 'It is not open any more.');
      }
      await actions[action](work, request, person);
    });
    return { person: login };
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return { complaint: `${error.message}`, person: login };
  }
}
