import { encodePath } from '../../html';
import { TreeEntry } from '../../git/GitObjects';
import { GithubError, notFound } from '../../GithubError';
import { HostedRepository } from '../../HostedRepository';
import { moveRef } from '../../pulls/moveBranch';
import { Fields } from '../Fields';
import { presentGitCommit } from '../present/presentCommit';
import { repositoryPage, repositoryUrl } from '../present/presentRepository';
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
import { readSignature, signatureOf } from './gitData';
import {
  commitOf,
  guardBranch,
  isPlainPath,
  writableOf,
} from './repositoryState';

/** Files, read and written one by one. */
export const contentRoutes: readonly Route[] = [
  route('GET', '/repos/:owner/:repo/contents/*path', readContent),
  route('PUT', '/repos/:owner/:repo/contents/*path', writeContent),
  route('DELETE', '/repos/:owner/:repo/contents/*path', writeContent),
];

async function readContent(call: Call): Promise<Reply> {
  const repository = await repositoryOf(call);
  const path = call.path.path.replace(/\/$/, '');
  if (path !== '' && !isPlainPath(path)) throw notFound();
  const commit = await commitOf(repository, call.query.get('ref'));
  const { objects } = repository;
  const entry = path === '' ? undefined : await objects.entryAt(commit, path);
  if (path !== '' && entry === undefined) throw notFound();
  if (entry === undefined || entry.type === 'tree') {
    const below = await objects.entries(entry?.sha ?? commit, {
      recursive: false,
    });
    const items = below.map(each =>
      presentEntry(call, repository, commit, {
        ...each,
        path: path === '' ? each.path : `${path}/${each.path}`,
      }),
    );
    return ok(items);
  }
  // What lies in another repository is not served.
  if (entry.type !== 'blob') throw notFound();
  const content = await objects.blob(entry.sha);
  if (call.accept.includes('raw')) return { type: 'raw', content };
  return ok({
    ...presentEntry(call, repository, commit, entry),
    content: content.toString('base64'),
    encoding: 'base64',
  });
}

/** Writes or, as DELETE, removes one file, by a commit on a branch. */
async function writeContent(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  const { path } = call.path;
  if (!isPlainPath(path)) {
    throw new GithubError(422, 'path contains a malformed path component');
  }
  const fields = new Fields('Content', call.body);
  const content = fields.has('content')
    ? Buffer.from(fields.string('content'), 'base64')
    : undefined;
  const branch =
    fields.optionalString('branch') ?? (await repository.refs.defaultBranch());
  const ref = `refs/heads/${branch}`;
  return repository.change(async work => {
    const from = await repository.refs.resolve(ref);
    if (from === undefined && fields.has('branch')) throw notFound();
    await guardBranch(repository, ref, 'update');
    const before =
      from === undefined
        ? undefined
        : await repository.objects.entryAt(from, path);
    checkBlob(before, fields);
    const sha = content && (await repository.objects.writeBlob(content));
    const mode = before?.mode ?? '100644';
    const author = readSignature(
      fields.object('author'),
      signatureOf(call, actorOf(call)),
    );
    const commit = await repository.objects.writeCommit({
      tree: await repository.objects.writeTree(from, [{ path, mode, sha }]),
      parents: from === undefined ? [] : [from],
      message: fields.string('message'),
      author,
      committer: readSignature(fields.object('committer'), author),
    });
    const actor = actorOf(call).login;
    await moveRef(work, { ref, from, to: commit, actor });
    const details = await repository.objects.commit(commit);
    const entry = sha && (await repository.objects.entryAt(commit, path));
    const answer = {
      content: entry ? presentEntry(call, repository, branch, entry) : null,
      commit: presentGitCommit(call.site, repository, details),
    };
    return content && !before ? created(answer) : ok(answer);
  });
}

/** Whoever changes a file says which they have seen. */
function checkBlob(before: TreeEntry | undefined, fields: Fields) {
  const seen = fields.optionalString('sha');
  if (!before) {
    if (fields.has('content')) return;
    throw notFound();
  }
  if (seen === undefined) {
    throw new GithubError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  }
  if (seen !== before.sha) {
    throw new GithubError(409, `${before.path} does not match ${seen}`);
  }
}

function presentEntry(
  { site }: Call,
  repository: HostedRepository,
  ref: string,
  entry: TreeEntry,
) {
  const path = encodePath(entry.path);
  const isTree = entry.type === 'tree';
  const api = repositoryUrl(site, repository);
  const page = repositoryPage(site, repository);
  const url = `${api}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = `${api}/git/${entry.type}s/${entry.sha}`;
  const html = `${page}/${entry.type}/${encodeURIComponent(ref)}/${path}`;
  return {
    name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    html_url: html,
    git_url: git,
    download_url: isTree ? null : `${page}/raw/${ref}/${path}`,
    type: isTree ? 'dir' : 'file',
    _links: { self: url, git, html },
  };
}
