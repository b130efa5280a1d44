import { isoTime } from '../git/CommitDetails';
import { GithubError } from '../GithubError';
import { HostedRepository, Work } from '../HostedRepository';
import { Hosting } from '../Hosting';
import { assessMergeability } from '../pulls/Mergeability';
import { MergeMethod, PullRequest } from '../pulls/PullRequest';
import { findPullRequest, replacePullRequest } from '../RepositoryRecord';
import { readNodeId } from '../Site';
import { Fields } from './Fields';
import { actorOf, Call, ok, Reply } from './Route';

interface Change {
  readonly work: Work;
  readonly request: PullRequest;
  readonly input: Fields;
  readonly actor: string;
}

const methods: Readonly<Record<string, MergeMethod>> = {
  MERGE: 'merge',
  SQUASH: 'squash',
  REBASE: 'rebase',
};

/** The mutations that REST has no word for. */
const mutations: Readonly<Record<string, (change: Change) => Promise<void>>> = {
  enablePullRequestAutoMerge,
  disablePullRequestAutoMerge,
  convertPullRequestToDraft: change => setDraft(change, true),
  markPullRequestReadyForReview: change => setDraft(change, false),
};

/**
 * Answers a document of one mutation of a pull request, whose input is written
 * with variables. It is no GraphQL server: everything else is an error of
 * GraphQL's shape.
 */
export async function answerGraphql(call: Call): Promise<Reply> {
  const actor = actorOf(call).login;
  const fields = new Fields('Query', call.body);
  const variables = fields.object('variables') ?? new Fields('Query', {});
  const [, name, text] =
    /^\s*mutation\b[^{]*\{\s*(\w+)\s*\(\s*input:\s*(\{[^}]*\}|\$\w+)/.exec(
      fields.string('query'),
    ) ?? [];
  if (name === undefined || !Object.hasOwn(mutations, name)) {
    return failure(name, 'UNSUPPORTED', 'This mutation is not known here');
  }
  try {
    const input = readInput(text, variables);
    const { repository, number } = find(call.hosting, input);
    await repository.change(async work => {
      const request = findPullRequest(work.record, number);
      if (!request) throw unknownNode();
      await mutations[name]({ work, request, input, actor });
    });
    return ok({ data: { [name]: { clientMutationId: null } } });
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    const type = error.status === 404 ? 'NOT_FOUND' : 'UNPROCESSABLE';
    return failure(name, type, error.message);
  }
}

/** An object whose values are variables, strings or words. */
function readInput(text: string, variables: Fields): Fields {
  const value = (written: string): unknown =>
    written.startsWith('$')
      ? variables.optionalString(written.slice(1))
      : written.replace(/^"|"$/g, '');
  if (text.startsWith('$')) {
    return variables.object(text.slice(1)) ?? new Fields('Query', {});
  }
  const pairs = text.matchAll(/(\w+)\s*:\s*(\$\w+|"[^"]*"|\w+)/g);
  return new Fields(
    'Query',
    Object.fromEntries([...pairs].map(([, key, said]) => [key, value(said)])),
  );
}

function find(hosting: Hosting, input: Fields) {
  const key = readNodeId('PullRequest', input.string('pullRequestId'));
  const [, owner, name, number] =
    /^([^/]+)\/([^/]+)#(\d+)$/.exec(key ?? '') ?? [];
  const repository: HostedRepository | undefined =
    owner === undefined ? undefined : hosting.find(owner, name);
  if (!repository) throw unknownNode();
  return { repository, number: Number(number) };
}

function unknownNode(): GithubError {
  return new GithubError(404, 'Could not resolve to a node with that id');
}

function failure(path: string | undefined, type: string, message: string) {
  return ok({
    data: path === undefined ? null : { [path]: null },
    errors: [{ type, path: path === undefined ? [] : [path], message }],
  });
}

async function enablePullRequestAutoMerge(change: Change) {
  const { work, request, input, actor } = change;
  const { record, repository } = work;
  if (!record.allowAutoMerge) {
    throw refused('Auto merge is not allowed for this repository');
  }
  if (request.state !== 'open') throw refused('Pull request is closed');
  const { state } = await assessMergeability(repository, record, request);
  // What can be merged is to be merged.
  if (state === 'clean' || state === 'unstable') {
    throw refused(`Pull request is in ${state} status`);
  }
  const title = input.optionalString('commitHeadline');
  const message = input.optionalString('commitBody');
  const said = input.optionalString('mergeMethod') ?? 'MERGE';
  if (!Object.hasOwn(methods, said)) throw refused('Unknown merge method');
  keep(change, 'auto_merge_enabled', {
    ...request,
    autoMerge: {
      ...{ by: actor, method: methods[said] },
      ...(title && { title }),
      ...(message && { message }),
    },
  });
}

async function disablePullRequestAutoMerge(change: Change) {
  const { autoMerge, ...rest } = change.request;
  if (!autoMerge)
    throw refused("Can't disable auto-merge for this pull request.");
  keep(change, 'auto_merge_disabled', rest);
}

async function setDraft(change: Change, draft: boolean) {
  if (change.request.draft === draft) return;
  keep(change, draft ? 'converted_to_draft' : 'ready_for_review', {
    ...change.request,
    draft,
  });
}

function keep(
  { work, actor }: Change,
  action:
    | 'auto_merge_enabled'
    | 'auto_merge_disabled'
    | 'converted_to_draft'
    | 'ready_for_review',
  changed: PullRequest,
) {
  const request = { ...changed, updatedAt: isoTime(Date.now()) };
  replacePullRequest(work.record, request);
  work.emit({ type: 'pull_request', action, request, actor });
}

function refused(message: string): GithubError {
  return new GithubError(422, message);
}
