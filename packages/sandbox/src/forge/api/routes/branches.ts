import { GithubError, notFound } from '../../GithubError';
import { HostedRepository } from '../../HostedRepository';
import { BranchProtection, protectionOf } from '../../RepositoryRecord';
import { Fields } from '../Fields';
import { presentCommit } from '../present/presentCommit';
import { presentProtection } from '../present/presentProtection';
import { repositoryPage, repositoryUrl } from '../present/presentRepository';
import { Call, empty, ok, Reply, repositoryOf, Route, route } from '../Route';
import { writableOf } from './repositoryState';

const base = '/repos/:owner/:repo/branches';

/** Branches and their protection. */
export const branchRoutes: readonly Route[] = [
  route('GET', base, listBranches),
  route('GET', `${base}/:branch`, readBranch),
  route('GET', `${base}/:branch/protection`, async call => {
    const repository = await repositoryOf(call);
    return ok(await presentOwnProtection(call, repository));
  }),
  route('PUT', `${base}/:branch/protection`, protectBranch),
  route('DELETE', `${base}/:branch/protection`, async call => {
    const repository = await writableOf(call);
    await presentOwnProtection(call, repository);
    await repository.change(async ({ record }) => {
      const { [call.path.branch]: _, ...rest } = record.protections;
      record.protections = rest;
    });
    return empty;
  }),
];

async function listBranches(call: Call): Promise<Reply> {
  const repository = await repositoryOf(call);
  const { protections } = await repository.read();
  const refs = await repository.refs.list('refs/heads/');
  const api = repositoryUrl(call.site, repository);
  return {
    type: 'list',
    items: refs.map(({ ref, sha }) => {
      const name = ref.slice('refs/heads/'.length);
      return {
        name,
        commit: { sha, url: `${api}/commits/${sha}` },
        protected: Object.hasOwn(protections, name),
      };
    }),
  };
}

async function readBranch(call: Call): Promise<Reply> {
  const repository = await repositoryOf(call);
  const { branch } = call.path;
  const sha = await repository.refs.branch(branch);
  if (sha === undefined) throw new GithubError(404, 'Branch not found');
  const protection = protectionOf(await repository.read(), branch);
  const contexts = protection?.checks?.contexts ?? [];
  const api = repositoryUrl(call.site, repository);
  const name = encodeURIComponent(branch);
  const commit = await repository.objects.commit(sha);
  return ok({
    name: branch,
    commit: presentCommit(call.site, repository, commit),
    _links: {
      self: `${api}/branches/${name}`,
      html: `${repositoryPage(call.site, repository)}/tree/${name}`,
    },
    protected: protection !== undefined,
    protection: {
      enabled: protection !== undefined,
      required_status_checks: {
        enforcement_level: protection?.checks ? 'everyone' : 'off',
        contexts,
        checks: contexts.map(context => ({
          context,
          app_id: null,
        })),
      },
    },
    protection_url: `${api}/branches/${name}/protection`,
  });
}

async function presentOwnProtection(call: Call, repository: HostedRepository) {
  const { branch } = call.path;
  if ((await repository.refs.branch(branch)) === undefined) throw notFound();
  const protection = protectionOf(await repository.read(), branch);
  if (!protection) throw new GithubError(404, 'Branch not protected');
  return presentProtection(call.site, repository, { branch, protection });
}

async function protectBranch(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  const { branch } = call.path;
  if ((await repository.refs.branch(branch)) === undefined) {
    throw new GithubError(404, 'Branch not found');
  }
  const protection = readProtection(new Fields('Protection', call.body));
  await repository.change(async ({ record }) => {
    record.protections = { ...record.protections, [branch]: protection };
  });
  return ok(await presentOwnProtection(call, repository));
}

/** All four have to be said; what is `null` is switched off. */
function readProtection(fields: Fields): BranchProtection {
  const said = [
    'required_status_checks',
    'enforce_admins',
    'required_pull_request_reviews',
    'restrictions',
  ];
  const missing = said.filter(name => !fields.has(name));
  if (missing.length > 0) {
    throw new GithubError(
      422,
      `Invalid request.\n\n${missing
        .map(name => `"${name}" wasn't supplied.`)
        .join('\n')}`,
    );
  }
  const reviews = fields.object('required_pull_request_reviews');
  const checks = fields.object('required_status_checks');
  return {
    ...(reviews && {
      reviews: {
        count: reviews.count('required_approving_review_count', 1),
        codeOwners: reviews.flag('require_code_owner_reviews', false),
        dismissStale: reviews.flag('dismiss_stale_reviews', false),
      },
    }),
    ...(checks && {
      checks: {
        strict: checks.flag('strict', false),
        contexts: contextsOf(checks),
      },
    }),
    enforceAdmins: fields.flag('enforce_admins', false),
  };
}

function contextsOf(checks: Fields): string[] {
  const named = checks
    .list('checks')
    .map(check => new Fields('Protection', check).string('context'));
  return [...new Set([...checks.strings('contexts'), ...named])];
}
