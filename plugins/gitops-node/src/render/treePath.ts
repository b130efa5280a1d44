import path from 'node:path';
import { RenderFailure } from './RenderFailure';

/** A path as it is written in a file of the tree. */
export interface WrittenPath {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

// What kustomize would fetch: anything with a scheme, `user@host:path`,
// `github.com/…` or a query. A local name never needs a colon.
const remote = /:|^[^/]*@|^github\.com\/|[?&](?:ref|version|timeout)=/i;

/** Whether kustomize would look for it outside the tree. */
export function isRemote(text: string): boolean {
  return remote.test(text);
}

/**
 * The path within the tree that a path written in `directory` means; `''` is
 * the root. Throws a {@link RenderFailure} where it leads out of it.
 */
export function resolveWithin(directory: string, written: WrittenPath): string {
  const { text, file, line } = written;
  if (/^[/\\~]|^[A-Za-z]:/.test(text) || text.includes('\0')) {
    throw new RenderFailure(
      'render-outside',
      `'${text}' is not a path within the repository`,
      { file, line },
    );
  }
  const resolved = path.posix.normalize(path.posix.join(directory, text));
  if (resolved === '..' || resolved.startsWith('../')) {
    throw new RenderFailure(
      'render-outside',
      `'${text}' leads out of the repository`,
      { file, line },
    );
  }
  return resolved === '.' ? '' : resolved.replace(/\/$/, '');
}

/** A directory as a person writes it: `./a/` and `a` are one. */
export function directoryPath(text: string): string {
  const resolved = path.posix.normalize(text === '' ? '.' : text);
  if (/^\/|^\.\.(\/|$)/.test(resolved) || resolved.includes('\0')) {
    throw new RenderFailure(
      'render-outside',
      `'${text}' is not a path within the repository`,
    );
  }
  return resolved === '.' ? '' : resolved.replace(/\/$/, '');
}
