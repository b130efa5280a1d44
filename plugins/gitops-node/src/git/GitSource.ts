import { InputError } from '@backstage/errors';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a repository is read from: a directory of this machine or a remote. */
export type GitSource =
  | { readonly type: 'local'; readonly path: string }
  | { readonly type: 'remote'; readonly url: string };

const remoteProtocols = ['https:', 'http:', 'ssh:', 'git:'];
const scpAddress = /^(?:[\w.-]+@)?[\w.-]+:(?!\/\/)[^:]/;

/**
 * Tells what kind of source a URL or path names. Anything that could make git
 * run a program (`ext::…`) or read an option (`-…`) is refused.
 */
export function parseGitSource(location: string): GitSource {
  if (
    location === '' ||
    location.startsWith('-') ||
    /[\0\r\n]/.test(location)
  ) {
    throw new InputError('Not a Git URL or path');
  }
  if (location.startsWith('file://')) {
    return { type: 'local', path: fileURLToPath(location) };
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return parseRemote(location);
  if (!location.includes('::') && scpAddress.test(location)) {
    if (!existsSync(location)) return { type: 'remote', url: location };
  }
  if (/^[\w+-]+::/.test(location)) {
    throw new InputError('Git URLs with a transport helper are not supported');
  }
  return { type: 'local', path: path.resolve(location) };
}

function parseRemote(location: string): GitSource {
  if (!URL.canParse(location)) throw new InputError('Not a valid Git URL');
  const { protocol, hostname } = new URL(location);
  if (!remoteProtocols.includes(protocol) || hostname.startsWith('-')) {
    throw new InputError(
      `Git URLs of the kind ${protocol}// are not supported`,
    );
  }
  return { type: 'remote', url: location };
}

/** A URL without the user name, password and query it may hold. @public */
export function redactUrl(location: string): string {
  if (!URL.canParse(location)) return location.replace(/^[^@/]+@/, '');
  const url = new URL(location);
  if (url.protocol === 'ssh:') url.password = '';
  else {
    url.username = '';
    url.password = '';
  }
  url.search = '';
  url.hash = '';
  return url.toString();
}

/** The source as a person may read it. */
export function describeSource(source: GitSource): string {
  return source.type === 'local' ? source.path : redactUrl(source.url);
}
