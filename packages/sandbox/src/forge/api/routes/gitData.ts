import { encodePath } from '../../html';
import { Account } from '../../accounts/Accounts';
import { isoTime, Signature } from '../../git/CommitDetails';
import { isObjectId, TreeChange, TreeEntry } from '../../git/GitObjects';
import { GithubError, invalid, notFound } from '../../GithubError';
import { HostedRepository } from '../../HostedRepository';
import { nodeId } from '../../Site';
import { Fields } from '../Fields';
import { presentGitCommit } from '../present/presentCommit';
import { repositoryUrl } from '../present/presentRepository';
import {
  actorOf,
  Call,
  created,
  ok,
  Reply,
  repositoryOf,
  Route,
  route,
} from '../Route';
import { isPlainPath, refuseEmpty, writableOf } from './repositoryState';

const base = '/repos/:owner/:repo/git';
const modes = ['100644', '100755', '040000', '120000'] as const;

/** Blobs, trees and commits. */
export const gitDataRoutes: readonly Route[] = [
  route('GET', `${base}/blobs/:sha`, readBlob),
  route('POST', `${base}/blobs`, createBlob),
  route('GET', `${base}/trees/:sha`, readTree),
  route('POST', `${base}/trees`, createTree),
  route('GET', `${base}/commits/:sha`, async call => {
    const repository = await repositoryOf(call);
    if ((await repository.objects.type(call.path.sha)) !== 'commit') {
      throw notFound();
    }
    const commit = await repository.objects.commit(call.path.sha);
    return ok(presentGitCommit(call.site, repository, commit));
  }),
  route('POST', `${base}/commits`, createCommit),
];

async function readBlob(call: Call): Promise<Reply> {
  const repository = await repositoryOf(call);
  const { sha } = call.path;
  if ((await repository.objects.type(sha)) !== 'blob') throw notFound();
  const content = await repository.objects.blob(sha);
  return ok({
    ...blobReference(call, repository, sha),
    node_id: nodeId('Blob', sha),
    size: content.length,
    content: content.toString('base64'),
    encoding: 'base64',
  });
}

async function createBlob(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  await refuseEmpty(repository);
  const fields = new Fields('Blob', call.body);
  const encoding = fields.choice('encoding', ['utf-8', 'base64']) ?? 'utf-8';
  const content = Buffer.from(fields.string('content'), encoding);
  const sha = await repository.objects.writeBlob(content);
  return created(blobReference(call, repository, sha));
}

async function readTree(call: Call): Promise<Reply> {
  const repository = await repositoryOf(call);
  const { sha } = call.path;
  const type = await repository.objects.type(sha);
  const tree =
    type === 'tree' || type === 'commit'
      ? sha
      : await repository.reader.resolve(sha);
  if (tree === undefined) throw notFound();
  const recursive = call.query.has('recursive');
  return ok(await presentTree(call, repository, tree, recursive));
}

async function createTree(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  await refuseEmpty(repository);
  const fields = new Fields('Tree', call.body);
  const baseTree = fields.optionalString('base_tree');
  if (baseTree !== undefined) {
    const type = await repository.objects.type(baseTree);
    if (type !== 'tree' && type !== 'commit') throw notFound();
  }
  const changes: TreeChange[] = [];
  for (const entry of fields.list('tree')) {
    const wanted = new Fields('Tree', entry);
    changes.push(...(await treeChanges(repository, wanted, baseTree)));
  }
  const sha = await repository.objects.writeTree(baseTree, changes);
  return created(await presentTree(call, repository, sha, false));
}

/** What one entry of a new tree asks for. */
async function treeChanges(
  { objects }: HostedRepository,
  entry: Fields,
  baseTree: string | undefined,
): Promise<TreeChange[]> {
  const path = entry.string('path');
  if (!isPlainPath(path)) {
    throw new GithubError(422, 'tree.path contains a malformed path component');
  }
  const mode = entry.choice('mode', modes) ?? '100644';
  if (entry.isNull('sha')) {
    const present = baseTree && (await objects.entryAt(baseTree, path));
    if (!present) throw new GithubError(422, 'GitRPC::BadObjectState');
    return [{ path, mode }];
  }
  const sha =
    entry.optionalString('sha') ??
    (await objects.writeBlob(Buffer.from(entry.string('content'))));
  const type = await objects.type(sha);
  if (type !== (mode === '040000' ? 'tree' : 'blob')) {
    throw new GithubError(422, `tree.sha ${sha} is not a valid blob`);
  }
  if (mode !== '040000') return [{ path, mode, sha }];
  const below = await objects.entries(sha, { recursive: true });
  return below.flatMap(file =>
    file.type === 'tree' ? [] : [{ ...file, path: `${path}/${file.path}` }],
  );
}

async function presentTree(
  call: Call,
  repository: HostedRepository,
  sha: string,
  recursive: boolean,
) {
  const url = `${repositoryUrl(call.site, repository)}/git`;
  const entries = await repository.objects.entries(sha, { recursive });
  return {
    sha,
    url: `${url}/trees/${sha}`,
    tree: entries.map((entry: TreeEntry) => ({
      ...entry,
      url: `${url}/${entry.type}s/${encodePath(entry.sha)}`,
    })),
    truncated: false,
  };
}

async function createCommit(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  await refuseEmpty(repository);
  const { objects } = repository;
  const fields = new Fields('Commit', call.body);
  const tree = fields.string('tree');
  if ((await objects.type(tree)) !== 'tree') {
    throw new GithubError(422, 'Tree SHA does not exist');
  }
  const parents = fields.strings('parents');
  for (const parent of parents) {
    if (!isObjectId(parent) || (await objects.type(parent)) !== 'commit') {
      throw new GithubError(
        422,
        'Parent SHA does not exist or is not a commit object',
      );
    }
  }
  const own = signatureOf(call, actorOf(call));
  const author = readSignature(fields.object('author'), own);
  const sha = await objects.writeCommit({
    ...{ tree, parents, author, message: fields.string('message') },
    committer: readSignature(fields.object('committer'), author),
  });
  const commit = await objects.commit(sha);
  return created(presentGitCommit(call.site, repository, commit));
}

/** Who does it now. */
export function signatureOf({ site }: Call, account: Account): Signature {
  return { ...site.accounts.signatureOf(account), date: isoTime(Date.now()) };
}

/** A person of a request, who may not bring a line or a bracket of their own. */
export function readSignature(
  fields: Fields | undefined,
  absent: Signature,
): Signature {
  if (fields === undefined) return absent;
  const name = fields.string('name');
  const email = fields.string('email');
  const date = fields.optionalString('date') ?? absent.date;
  const time = Date.parse(date);
  if (/[<>\n\0]/.test(name + email) || Number.isNaN(time) || time < 0) {
    throw invalid({ resource: 'Commit', field: 'author', code: 'invalid' });
  }
  return { name, email, date: isoTime(time) };
}

function blobReference(call: Call, repository: HostedRepository, sha: string) {
  const url = `${repositoryUrl(call.site, repository)}/git/blobs/${sha}`;
  return { sha, url };
}
