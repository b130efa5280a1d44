import { isoTime } from '../git/CommitDetails';
import { Work } from '../HostedRepository';
import { protectionOf, replacePullRequest } from '../RepositoryRecord';
import { PullRequest } from './PullRequest';

/** Where a ref is to go, from where, and by whom (a login). */
export interface RefMove {
  readonly ref: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly actor: string;
}

const branches = 'refs/heads/';

/** Makes, moves or removes a ref, and what follows from it. */
export async function moveRef(work: Work, move: RefMove): Promise<void> {
  const { repository, record } = work;
  const { ref, from, to, actor } = move;
  if (to !== undefined) await repository.refs.update(ref, to, from);
  else if (from !== undefined) await repository.refs.remove(ref, from);
  record.pushedAt = isoTime(Date.now());
  work.emit({ type: 'push', ref, before: from, after: to, actor });
  await followRef(work, move);
}

/**
 * What follows from a ref that has moved: a pull request goes with its branch,
 * is closed when that is removed, and counts as merged when its head is in the
 * base branch.
 */
export async function followRef(work: Work, move: RefMove): Promise<void> {
  const { record } = work;
  const { ref } = move;
  if (!ref.startsWith(branches)) return;
  const branch = ref.slice(branches.length);
  const open = record.pullRequests.filter(({ state }) => state === 'open');
  for (const request of open) {
    if (request.headRef === branch) await follow(work, request, move);
    else if (request.baseRef === branch) await noticeMerge(work, request, move);
  }
}

async function follow(work: Work, request: PullRequest, move: RefMove) {
  if (move.to === undefined) {
    closePullRequest(work, request, move.actor);
    return;
  }
  if (move.to === request.headSha) return;
  await pointPullRequest(work, request.number, move.to);
  const protection = protectionOf(work.record, request.baseRef);
  const changed: PullRequest = {
    ...request,
    headSha: move.to,
    updatedAt: isoTime(Date.now()),
    reviews: request.reviews.map(review =>
      protection?.reviews?.dismissStale && review.state === 'APPROVED'
        ? { ...review, state: 'DISMISSED' }
        : review,
    ),
  };
  replacePullRequest(work.record, changed);
  work.emit({
    type: 'pull_request',
    action: 'synchronize',
    request: changed,
    actor: move.actor,
  });
}

async function noticeMerge(work: Work, request: PullRequest, move: RefMove) {
  const { to, actor } = move;
  if (to === undefined) {
    closePullRequest(work, request, actor);
    return;
  }
  if (!(await work.repository.refs.isAncestor(request.headSha, to))) return;
  settleMerged(work, request, { commit: to, by: actor, base: move.from });
}

/** Closes one without a merge. */
export function closePullRequest(
  work: Work,
  request: PullRequest,
  actor: string,
): PullRequest {
  const at = isoTime(Date.now());
  const { autoMerge: _, ...rest } = request;
  return settle(
    work,
    { ...rest, state: 'closed', closedAt: at, updatedAt: at },
    actor,
  );
}

/** Writes down that one is merged; the base branch has moved already. */
export function settleMerged(
  work: Work,
  request: PullRequest,
  merge: { commit: string; by: string; base: string | undefined },
): PullRequest {
  const at = isoTime(Date.now());
  const closed: PullRequest = {
    ...request,
    state: 'closed',
    ...{ closedAt: at, updatedAt: at },
    baseSha: merge.base ?? request.baseSha,
    merged: { at, by: merge.by, commit: merge.commit },
  };
  return settle(work, closed, merge.by);
}

function settle(work: Work, request: PullRequest, actor: string) {
  replacePullRequest(work.record, request);
  work.emit({ type: 'pull_request', action: 'closed', request, actor });
  return request;
}

/** Keeps a pull request's head after its branch is gone. */
export async function pointPullRequest(
  { repository }: Work,
  number: number,
  sha: string,
): Promise<void> {
  const ref = `refs/pull/${number}/head`;
  await repository.refs.update(ref, sha, await repository.refs.resolve(ref));
}
