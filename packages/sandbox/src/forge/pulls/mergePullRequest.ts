import { Account } from '../accounts/Accounts';
import { isoTime, Signature } from '../git/CommitDetails';
import { rebaseCommits } from '../git/mergeCommits';
import { GithubError } from '../GithubError';
import { Work } from '../HostedRepository';
import { findPullRequest } from '../RepositoryRecord';
import { assessMergeability } from './Mergeability';
import { moveRef, settleMerged } from './moveBranch';
import { MergeMethod, PullRequest } from './PullRequest';

export interface MergeOrder {
  readonly method: MergeMethod;
  readonly by: Account;
  /** The subject and the rest of the commit that a merge or squash makes. */
  readonly title?: string;
  readonly message?: string;
  /** What the head has to be. */
  readonly sha?: string;
}

/** Merges an open pull request in Git, or says why it may not be. */
export async function mergePullRequest(
  work: Work,
  request: PullRequest,
  order: MergeOrder,
): Promise<PullRequest> {
  const { repository, record } = work;
  if (request.state !== 'open') throw unmergeable();
  if (order.sha !== undefined && order.sha !== request.headSha) {
    throw new GithubError(
      409,
      'Head branch was modified. Review and try the merge again.',
    );
  }
  const { state, missing, tree } = await assessMergeability(
    repository,
    record,
    request,
  );
  if (state === 'draft') {
    throw new GithubError(405, 'Pull Request is still a draft');
  }
  if (state === 'blocked') throw new GithubError(405, missing.join(' '));
  const base = await repository.refs.branch(request.baseRef);
  if (tree === undefined || base === undefined) throw unmergeable();
  if (state === 'behind') {
    throw new GithubError(405, 'The head branch is not up to date.');
  }
  const commit = await writeMerge(work, request, { ...order, base, tree });
  return land(work, request, { commit, base, by: order.by.login });
}

async function land(
  work: Work,
  request: PullRequest,
  merge: { commit: string; base: string; by: string },
): Promise<PullRequest> {
  const { record } = work;
  const { commit, base, by } = merge;
  await moveRef(work, {
    ref: `refs/heads/${request.baseRef}`,
    ...{ from: base, to: commit, actor: by },
  });
  // A merge is noticed by its commits; a squash or rebase has others.
  const noticed = findPullRequest(record, request.number);
  const merged = noticed?.merged ? noticed : settleMerged(work, request, merge);
  const branch = await work.repository.refs.branch(request.headRef);
  if (record.deleteBranchOnMerge && branch !== undefined) {
    await moveRef(work, {
      ref: `refs/heads/${request.headRef}`,
      ...{ from: branch, to: undefined, actor: by },
    });
  }
  return findPullRequest(record, merged.number) ?? merged;
}

async function writeMerge(
  work: Work,
  request: PullRequest,
  order: MergeOrder & { readonly base: string; readonly tree: string },
): Promise<string> {
  const { repository } = work;
  const { base, tree, by, method } = order;
  const date = isoTime(Date.now());
  const committer = { ...repository.accounts.committer, date };
  if (method === 'rebase') {
    return rebase(work, request, { base, committer });
  }
  const squashes = method === 'squash';
  const author = squashes ? repository.accounts.account(request.author) : by;
  const said = {
    title: order.title ?? titleOf(work, request, method),
    message: order.message ?? (squashes ? request.body : request.title),
  };
  return repository.objects.writeCommit({
    tree,
    parents: squashes ? [base] : [base, request.headSha],
    message: `${[said.title, said.message].filter(Boolean).join('\n\n')}\n`,
    author: { ...repository.accounts.signatureOf(author), date },
    committer,
  });
}

function titleOf(work: Work, request: PullRequest, method: MergeMethod) {
  return method === 'squash'
    ? `${request.title} (#${request.number})`
    : `Merge pull request #${request.number} from ${work.repository.owner}/${request.headRef}`;
}

async function rebase(
  { repository }: Work,
  request: PullRequest,
  { base, committer }: { base: string; committer: Signature },
): Promise<string> {
  const { gitDirectory, objects, refs } = repository;
  const newestFirst = await refs.log({
    from: request.headSha,
    without: base,
    limit: 250,
  });
  const commits = [];
  for (const sha of newestFirst.reverse()) {
    const { parents } = await objects.commit(sha);
    if (parents.length < 2) commits.push(sha);
  }
  const outcome = await rebaseCommits({
    ...{ gitDirectory, objects, commits, committer },
    onto: base,
  });
  if (outcome.type === 'conflict') {
    throw new GithubError(405, "This branch can't be rebased");
  }
  return outcome.commit;
}

function unmergeable(): GithubError {
  return new GithubError(405, 'Pull Request is not mergeable');
}
