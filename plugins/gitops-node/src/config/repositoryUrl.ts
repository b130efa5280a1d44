/** Transports of Git that neither run a program nor need one of their own. */
const transports = new Set(['https:', 'http:', 'ssh:', 'git:', 'file:']);

// `user@host:path` and `host:path`, which is no URL to a URL parser.
const scpLike = /^(?:[\w.-]+@)?[\w.-]+:(?!\/\/)[^:].*$/;

/**
 * Why a repository's URL can't be used, or `undefined` where it can. The
 * answer never repeats the URL: it may hold a password.
 *
 * @public
 */
export function repositoryUrlProblem(url: string): string | undefined {
  if (url.trim() === '') return 'is empty';
  if (url.startsWith('-')) return "must not begin with '-'";
  if (/\p{Cc}/u.test(url)) return 'holds a control character';
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(url)) return undefined;
  if (/^[A-Za-z][A-Za-z0-9+.-]*::/.test(url)) {
    return 'uses a transport that runs a program; use https or ssh';
  }
  if (!url.includes('://') && scpLike.test(url)) return undefined;
  if (!URL.canParse(url)) return 'is not a Git URL';
  const { protocol, username, password } = new URL(url);
  if (!transports.has(protocol)) {
    return `uses the transport '${protocol.slice(0, -1)}'; use https or ssh`;
  }
  const named = protocol === 'ssh:' ? password : username + password;
  return named === ''
    ? undefined
    : 'holds credentials; take them out and configure the host under `integrations`';
}

/**
 * The repository's own name: the last segment of its URL, without `.git`.
 *
 * @public
 */
export function repositoryName(url: string): string {
  const path = url.replace(/[?#].*$/, '').replace(/[/\\]+$/, '');
  const last = path.split(/[/\\:]/).at(-1) ?? '';
  return last.replace(/\.git$/, '');
}
