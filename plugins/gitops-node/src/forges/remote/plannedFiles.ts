import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { ProposedContent } from '../Forge';
import { RemoteFile } from './Remote';

type Files = ReadonlyMap<string, RemoteFile>;

/** Throws an InputError where a path would not be a plain file of the tree. */
export function checkPaths(files: readonly ProposedContent[]): void {
  for (const { path } of files) {
    const isPlain = path
      .split('/')
      .every(segment => !/^(?:\.{0,2}|\.git)$/i.test(segment));
    if (!isPlain || /[\p{Cc}\\]/u.test(path)) {
      throw new InputError(`'${path}' names no file of a repository`);
    }
  }
}

/** Throws an InputError for what Git takes for no branch, or for an option. */
export function checkBranch(branch: string): void {
  const isName =
    /^[\w][\w./@+-]*$/.test(branch) &&
    !/\.\.|\/\/|@\{|\.lock(?:\/|$)|\/\.|[./]$/.test(branch);
  if (!isName) throw new InputError(`'${branch}' is no name of a branch`);
}

/** Git's id of a text, by the hash of the repository that `like` is from. */
export function blobId(text: string, like: string): string {
  const content = Buffer.from(text);
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');
}

/** Whether every file is as it is to be. */
export function areAsPlanned(
  planned: readonly ProposedContent[],
  present: Files,
  commit: string,
): boolean {
  return planned.every(({ path, content, executable }) => {
    const file = present.get(path);
    if (content === undefined || file === undefined) {
      return content === undefined && file === undefined;
    }
    return (
      file.id === blobId(content, commit) &&
      (executable ?? file.executable) === file.executable
    );
  });
}

/** The paths that are otherwise at one commit than at another. */
export function changedPaths(
  planned: readonly ProposedContent[],
  before: Files,
  after: Files,
): string[] {
  return planned
    .map(({ path }) => path)
    .filter(
      path =>
        before.get(path)?.id !== after.get(path)?.id ||
        before.get(path)?.executable !== after.get(path)?.executable,
    );
}

/** The same for the same edits of the same files. */
export function fingerprintOf(
  planned: readonly ProposedContent[],
  before: Files,
): string {
  const edits = planned
    .map(({ path, content, executable }) => [
      path,
      before.get(path)?.id ?? '',
      content === undefined ? 'removed' : 'text',
      content ?? '',
      String(executable),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(edits))
    .digest('hex')
    .slice(0, 16);
}
