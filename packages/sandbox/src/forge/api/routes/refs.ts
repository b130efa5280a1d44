import { GitRef } from '../../git/GitRefs';
import { GithubError, notFound } from '../../GithubError';
import { HostedRepository } from '../../HostedRepository';
import { moveRef } from '../../pulls/moveBranch';
import { nodeId } from '../../Site';
import { encodePath } from '../../html';
import { Fields } from '../Fields';
import { repositoryUrl } from '../present/presentRepository';
import {
  actorOf,
  Call,
  created,
  empty,
  ok,
  Reply,
  repositoryOf,
  Route,
  route,
} from '../Route';
import { guardBranch, refuseEmpty, writableOf } from './repositoryState';

const base = '/repos/:owner/:repo/git';

/** Branches and tags as Git keeps them. */
export const refRoutes: readonly Route[] = [
  route('GET', `${base}/ref/*ref`, async call => {
    const repository = await repositoryOf(call);
    await refuseEmpty(repository);
    return ok(presentRef(call, repository, await existing(call, repository)));
  }),
  route('GET', `${base}/matching-refs/*ref`, async call => {
    const repository = await repositoryOf(call);
    const found = await repository.refs.list(`refs/${call.path.ref}`);
    return {
      type: 'list',
      items: found.map(ref => presentRef(call, repository, ref)),
    };
  }),
  route('POST', `${base}/refs`, createRef),
  route('PATCH', `${base}/refs/*ref`, updateRef),
  route('DELETE', `${base}/refs/*ref`, deleteRef),
];

async function existing(
  call: Call,
  { refs }: HostedRepository,
): Promise<GitRef> {
  const wanted = `refs/${call.path.ref}`;
  const found = (await refs.list(wanted)).find(({ ref }) => ref === wanted);
  if (!found) throw notFound();
  return found;
}

async function createRef(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  await refuseEmpty(repository);
  const fields = new Fields('Reference', call.body);
  const ref = fields.string('ref');
  const sha = fields.string('sha');
  const { refs } = repository;
  if (!/^refs\/[^/]+\/./.test(ref) || !(await refs.isName(ref))) {
    throw new GithubError(422, `${ref} is not a valid ref name.`);
  }
  const type = await typeOf(repository, ref, sha);
  await repository.change(async work => {
    if ((await refs.resolve(ref)) !== undefined) {
      throw new GithubError(422, 'Reference already exists');
    }
    if (await blocks(repository, ref)) {
      throw new GithubError(422, 'Reference update failed');
    }
    const actor = actorOf(call).login;
    await moveRef(work, { ref, from: undefined, to: sha, actor });
  });
  return created(presentRef(call, repository, { ref, sha, type }));
}

/** Git keeps no branch `a` beside `a/b`. */
async function blocks({ refs }: HostedRepository, ref: string) {
  const all = await refs.list('refs/');
  return all.some(
    other => other.ref.startsWith(`${ref}/`) || ref.startsWith(`${other.ref}/`),
  );
}

async function updateRef(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  const { refs } = repository;
  const ref = `refs/${call.path.ref}`;
  const fields = new Fields('Reference', call.body);
  const sha = fields.string('sha');
  const force = fields.flag('force', false);
  const type = await typeOf(repository, ref, sha);
  await repository.change(async work => {
    const from = await refs.resolve(ref);
    if (from === undefined) {
      throw new GithubError(422, 'Reference does not exist');
    }
    const isForward = await refs.isAncestor(from, sha);
    await guardBranch(repository, ref, isForward ? 'update' : 'force');
    if (!isForward && !force) {
      throw new GithubError(422, 'Update is not a fast forward');
    }
    if (from === sha) return;
    await moveRef(work, { ref, from, to: sha, actor: actorOf(call).login });
  });
  return ok(presentRef(call, repository, { ref, sha, type }));
}

async function deleteRef(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  const ref = `refs/${call.path.ref}`;
  await guardBranch(repository, ref, 'delete');
  await repository.change(async work => {
    const from = await repository.refs.resolve(ref);
    const main = await repository.refs.defaultBranch();
    if (from === undefined) {
      throw new GithubError(422, 'Reference does not exist');
    }
    if (ref === `refs/heads/${main}`) {
      throw new GithubError(422, 'Cannot delete the default branch');
    }
    const actor = actorOf(call).login;
    await moveRef(work, { ref, from, to: undefined, actor });
  });
  return empty;
}

/** Of what a ref is to point to: a commit, where it is a branch. */
async function typeOf(
  { objects }: HostedRepository,
  ref: string,
  sha: string,
): Promise<string> {
  if (!/^refs\/(heads|tags)\//.test(ref)) {
    throw new GithubError(422, 'Reference cannot be updated');
  }
  const type = await objects.type(sha);
  if (type === undefined) throw new GithubError(422, 'Object does not exist');
  if (ref.startsWith('refs/heads/') && type !== 'commit') {
    throw new GithubError(422, 'Object is not a commit');
  }
  return type;
}

function presentRef(
  { site }: Call,
  repository: HostedRepository,
  { ref, sha, type }: GitRef,
) {
  const url = `${repositoryUrl(site, repository)}/git`;
  return {
    ref,
    node_id: nodeId('Ref', `${repository.owner}/${repository.name} ${ref}`),
    url: `${url}/${encodePath(ref)}`,
    object: { sha, type, url: `${url}/${type}s/${sha}` },
  };
}
