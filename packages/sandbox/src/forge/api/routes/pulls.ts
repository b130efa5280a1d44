import { fileChanges } from '../../git/fileChanges';
import { GithubError, invalid, notFound } from '../../GithubError';
import { HostedRepository, Work } from '../../HostedRepository';
import { isoTime } from '../../git/CommitDetails';
import { closePullRequest } from '../../pulls/moveBranch';
import { mergePullRequest } from '../../pulls/mergePullRequest';
import { openPullRequest } from '../../pulls/openPullRequest';
import { PullRequest } from '../../pulls/PullRequest';
import { findPullRequest, replacePullRequest } from '../../RepositoryRecord';
import { Fields } from '../Fields';
import { presentFile } from '../present/presentCommit';
import {
  comparedWith,
  presentPullRequest,
  presentPullRequestBriefly,
} from '../present/presentPullRequest';
import {
  actorOf,
  Call,
  created,
  empty,
  numberOf,
  ok,
  Reply,
  repositoryOf,
  Route,
  route,
} from '../Route';
import { commitPage } from './commits';
import { writableOf } from './repositoryState';

const base = '/repos/:owner/:repo/pulls';

/** Pull requests. */
export const pullRequestRoutes: readonly Route[] = [
  route('GET', base, listPullRequests),
  route('POST', base, createPullRequest),
  route('GET', `${base}/:number`, async call => {
    const { repository, request } = await pullRequestOf(call);
    return ok(await presentPullRequest(call.site, repository, request));
  }),
  route('PATCH', `${base}/:number`, updatePullRequest),
  route('GET', `${base}/:number/files`, listFiles),
  route('GET', `${base}/:number/commits`, async call => {
    const { repository, request } = await pullRequestOf(call);
    const shas = await repository.refs.log({
      from: request.headSha,
      without: await comparedWith(repository, request),
      limit: 250,
    });
    return commitPage(call, repository, shas.reverse());
  }),
  route('GET', `${base}/:number/merge`, async call => {
    const { request } = await pullRequestOf(call);
    if (!request.merged) throw notFound();
    return empty;
  }),
  route('PUT', `${base}/:number/merge`, merge),
];

/** The pull request that a call names. */
export async function pullRequestOf(call: Call) {
  const repository = await repositoryOf(call);
  const record = await repository.read();
  const request = findPullRequest(record, numberOf(call, 'number'));
  if (!request) throw notFound();
  return { repository, request };
}

/** Changes the pull request that a call names, as it is by then. */
export async function changePullRequest<T>(
  call: Call,
  make: (work: Work, request: PullRequest) => Promise<T>,
): Promise<{ readonly repository: HostedRepository; readonly result: T }> {
  const repository = await writableOf(call);
  const result = await repository.change(async work => {
    const request = findPullRequest(work.record, numberOf(call, 'number'));
    if (!request) throw notFound();
    return make(work, request);
  });
  return { repository, result };
}

async function listPullRequests(call: Call): Promise<Reply> {
  const repository = await repositoryOf(call);
  const { query, site } = call;
  const { pullRequests } = await repository.read();
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const wantedBase = query.get('base');
  const found = pullRequests.filter(
    request =>
      (state === 'all' || request.state === state) &&
      (!head || head === `${repository.owner}:${request.headRef}`) &&
      (!wantedBase || wantedBase === request.baseRef),
  );
  const ordered = sortPullRequests(found, query);
  return {
    type: 'page',
    total: ordered.length,
    items: (from, count) =>
      Promise.all(
        ordered
          .slice(from, from + count)
          .map(request => presentPullRequestBriefly(site, repository, request)),
      ),
  };
}

function sortPullRequests(
  requests: readonly PullRequest[],
  query: URLSearchParams,
) {
  const sort = query.get('sort') ?? 'created';
  const direction =
    query.get('direction') ?? (sort === 'created' ? 'desc' : 'asc');
  const key = (request: PullRequest) =>
    sort === 'updated' ? request.updatedAt : request.createdAt;
  const ascending = [...requests].sort(
    (a, b) => key(a).localeCompare(key(b)) || a.number - b.number,
  );
  return direction === 'desc' ? ascending.reverse() : ascending;
}

async function createPullRequest(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  const fields = new Fields('PullRequest', call.body);
  const request = await repository.change(work =>
    openPullRequest(work, {
      title: fields.string('title'),
      body: fields.optionalString('body'),
      head: fields.string('head'),
      base: fields.string('base'),
      draft: fields.flag('draft', false),
      author: actorOf(call).login,
    }),
  );
  return created(await presentPullRequest(call.site, repository, request));
}

async function updatePullRequest(call: Call): Promise<Reply> {
  const fields = new Fields('PullRequest', call.body);
  const actor = actorOf(call).login;
  const { repository, result } = await changePullRequest(
    call,
    async (work, request) => {
      const edited = await edit(work, request, fields);
      if (edited !== request) {
        replacePullRequest(work.record, edited);
        work.emit({
          ...{ type: 'pull_request', action: 'edited' },
          ...{ request: edited, actor },
        });
      }
      const state = fields.choice('state', ['open', 'closed']);
      if (state === undefined || state === edited.state) return edited;
      return state === 'closed'
        ? closePullRequest(work, edited, actor)
        : reopen(work, edited, actor);
    },
  );
  return ok(await presentPullRequest(call.site, repository, result));
}

async function edit(
  { repository }: Work,
  request: PullRequest,
  fields: Fields,
): Promise<PullRequest> {
  const title = fields.optionalString('title') ?? request.title;
  const body = fields.optionalString('body') ?? request.body;
  const baseRef = fields.optionalString('base') ?? request.baseRef;
  const isSame =
    title === request.title &&
    body === request.body &&
    baseRef === request.baseRef;
  if (isSame) return request;
  const baseSha =
    baseRef === request.baseRef
      ? request.baseSha
      : await repository.refs.branch(baseRef);
  if (baseSha === undefined) {
    throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  }
  const updatedAt = isoTime(Date.now());
  return {
    ...request,
    ...{ title, baseRef, baseSha, updatedAt },
    ...(body !== undefined && { body }),
  };
}

async function reopen(
  work: Work,
  request: PullRequest,
  actor: string,
): Promise<PullRequest> {
  const head = await work.repository.refs.branch(request.headRef);
  if (request.merged || head !== request.headSha) {
    throw new GithubError(422, 'Validation Failed', [
      {
        ...{ resource: 'PullRequest', field: 'state', code: 'custom' },
        message: request.merged
          ? 'state cannot be changed. The pull request cannot be reopened.'
          : `state cannot be changed. The ${request.headRef} branch was changed or deleted.`,
      },
    ]);
  }
  const { closedAt: _, ...rest } = request;
  const reopened: PullRequest = {
    ...rest,
    state: 'open',
    updatedAt: isoTime(Date.now()),
  };
  replacePullRequest(work.record, reopened);
  work.emit({
    ...{ type: 'pull_request', action: 'reopened' },
    ...{ request: reopened, actor },
  });
  return reopened;
}

async function listFiles(call: Call): Promise<Reply> {
  const { repository, request } = await pullRequestOf(call);
  const from = await comparedWith(repository, request);
  const commit = request.headSha;
  const files = await fileChanges(repository.gitDirectory, from, commit);
  return {
    type: 'list',
    items: files.map(file =>
      presentFile(call.site, repository, { file, commit }),
    ),
  };
}

async function merge(call: Call): Promise<Reply> {
  const fields = new Fields('PullRequest', call.body ?? {});
  const order = {
    by: actorOf(call),
    method:
      fields.choice('merge_method', ['merge', 'squash', 'rebase']) ?? 'merge',
    title: fields.optionalString('commit_title'),
    message: fields.optionalString('commit_message'),
    sha: fields.optionalString('sha'),
  };
  const { result } = await changePullRequest(call, (work, request) =>
    mergePullRequest(work, request, order),
  );
  return ok({
    sha: result.merged?.commit,
    merged: true,
    message: 'Pull Request successfully merged',
  });
}
