import { InputError } from '@backstage/errors';

/** A repository as a forge names it. @public */
export interface ForgeRepository {
  /** With the port, where it isn't the usual one. */
  readonly host: string;
  /** With `/` where groups are nested. */
  readonly owner: string;
  readonly name: string;
}

const scpLike = /^(?:[\w.-]+@)?(?<host>[\w.-]+):(?<path>[^/:][^:]*)$/;

/**
 * Reads a repository's Git URL; throws an InputError where it is no forge's.
 * `under` is the path that the forge is served below.
 */
export function forgeRepository(url: string, under = ''): ForgeRepository {
  const { host, path } = scpLike.exec(url)?.groups ?? partsOf(url);
  const isUnder = under !== '' && path.startsWith(`${under}/`);
  const segments = path
    .slice(isUnder ? under.length : 0)
    .replace(/\.git\/?$/, '')
    .split('/')
    .filter(segment => segment !== '')
    .map(decoded);
  const name = segments.pop();
  const isSafe = [...segments, name].every(isName);
  if (name === undefined || segments.length === 0 || !isSafe) {
    throw new InputError('The URL names no repository of a forge');
  }
  return { host, owner: segments.join('/'), name };
}

/** A repository that is yet to be; throws an InputError for what is no name. */
export function newRepository(request: ForgeRepository): ForgeRepository {
  const { host, owner, name } = request;
  if (!owner.split('/').every(isName) || !isName(name)) {
    throw new InputError(`'${owner}/${name}' is no name of a repository`);
  }
  return { host, owner, name };
}

function isName(segment: string | undefined): boolean {
  return segment !== undefined && /^(?!\.\.?$|.*\.git$)[\w.~-]+$/.test(segment);
}

/** What can't be decoded stays, and is no name then. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function partsOf(url: string): { host: string; path: string } {
  if (!URL.canParse(url)) {
    throw new InputError('The URL names no repository of a forge');
  }
  const { protocol, hostname, host, pathname } = new URL(url);
  // The port of SSH is not that of the forge's pages.
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return { host: isWeb ? host : hostname, path: pathname };
}
