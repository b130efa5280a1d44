import { GithubError, invalid, notFound } from '../../GithubError';
import { isRepositoryName } from '../../ServedRepository';
import { Fields } from '../Fields';
import { presentRepository } from '../present/presentRepository';
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

/** Repositories themselves. */
export const repositoryRoutes: readonly Route[] = [
  route('GET', '/repos/:owner/:repo', async call =>
    ok(await presentRepository(call.site, await repositoryOf(call))),
  ),
  route('PATCH', '/repos/:owner/:repo', updateRepository),
  route('GET', '/orgs/:org/repos', async call => {
    const own = call.hosting.repositories.filter(
      ({ owner }) => owner.toLowerCase() === call.path.org.toLowerCase(),
    );
    return {
      type: 'page',
      total: own.length,
      items: (from, count) =>
        Promise.all(
          own
            .slice(from, from + count)
            .map(repository => presentRepository(call.site, repository)),
        ),
    };
  }),
  route('POST', '/orgs/:org/repos', async call => {
    actorOf(call);
    const { accounts } = call.site;
    if (!accounts.isOrganisation(call.path.org)) throw notFound();
    return createRepository(call, accounts.owner(call.path.org).login);
  }),
  route('POST', '/user/repos', call =>
    createRepository(call, actorOf(call).login),
  ),
  route('GET', '/repos/:owner/:repo/collaborators/:login', async call => {
    await repositoryOf(call);
    actorOf(call);
    if (!call.site.accounts.find(call.path.login)) throw notFound();
    return empty;
  }),
];

async function createRepository(call: Call, owner: string): Promise<Reply> {
  const fields = new Fields('Repository', call.body);
  const name = fields.string('name');
  if (!isRepositoryName(name)) {
    throw invalid({ resource: 'Repository', field: 'name', code: 'invalid' });
  }
  const isPrivate = fields.flag('private', false);
  const repository = await call.hosting.create({
    ...{ owner, name, by: actorOf(call) },
    description: fields.optionalString('description'),
    visibility:
      fields.choice('visibility', ['public', 'private', 'internal']) ??
      (isPrivate ? 'private' : 'public'),
    autoInit: fields.flag('auto_init', false),
    allowAutoMerge: fields.flag('allow_auto_merge', false),
    deleteBranchOnMerge: fields.flag('delete_branch_on_merge', false),
  });
  return created(await presentRepository(call.site, repository));
}

async function updateRepository(call: Call): Promise<Reply> {
  actorOf(call);
  const repository = await repositoryOf(call);
  const fields = new Fields('Repository', call.body);
  await repository.change(async ({ record }) => {
    record.description =
      fields.optionalString('description') ?? record.description;
    record.visibility =
      fields.choice('visibility', ['public', 'private', 'internal']) ??
      record.visibility;
    record.allowAutoMerge = fields.flag(
      'allow_auto_merge',
      record.allowAutoMerge,
    );
    record.deleteBranchOnMerge = fields.flag(
      'delete_branch_on_merge',
      record.deleteBranchOnMerge,
    );
    const branch = fields.optionalString('default_branch');
    if (branch === undefined) return;
    if ((await repository.refs.branch(branch)) === undefined) {
      throw new GithubError(
        422,
        `The branch ${branch} was not found. Please push that ref first or create it via the Git Data API.`,
      );
    }
    await repository.refs.setDefaultBranch(branch);
  });
  return ok(await presentRepository(call.site, repository));
}
