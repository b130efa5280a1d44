import {
  AuthenticationError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';

type Cause = readonly [
  pattern: RegExp,
  make: (doing: string, detail: string) => Error,
];

const causes: readonly Cause[] = [
  [
    /Authentication failed|could not read (Username|Password)|terminal prompts disabled|returned error: 40[13]|Permission denied \(|access denied|invalid credentials/i,
    doing => new AuthenticationError(`${doing}: authentication failed`),
  ],
  [
    /Could not resolve host|Failed to connect|Couldn't connect|Connection (refused|reset|timed out)|Network is unreachable|No route to host|unable to connect|Operation timed out|Could not read from remote repository|remote end hung up|early EOF|SSL|certificate/i,
    (doing, detail) =>
      new ServiceUnavailableError(`${doing}: unreachable (${detail})`),
  ],
  [
    /returned error: (5\d\d|429)/,
    (doing, detail) =>
      new ServiceUnavailableError(`${doing}: the server failed (${detail})`),
  ],
  [
    /not a git repository|does not appear to be a git repository|repository '.*' not found|returned error: 404|Repository not found|not valid: is this a git repository/i,
    doing => new NotFoundError(`${doing}: not a Git repository`),
  ],
  [
    /detected dubious ownership/,
    doing => new InputError(`${doing}: owned by somebody else`),
  ],
  [
    /No such file or directory|cannot change to/i,
    doing => new NotFoundError(`${doing}: does not exist`),
  ],
];

/**
 * Turns what git printed (under `LC_ALL=C`) into one clear line of the right
 * type. `doing` says what was tried, on what, without credentials.
 */
export function classifyGitFailure(doing: string, stderr: string): Error {
  const detail = lastComplaint(stderr);
  for (const [pattern, make] of causes) {
    if (pattern.test(stderr)) return make(doing, detail);
  }
  return new Error(`${doing}: ${detail}`);
}

/** The line that says most, with the credentials of URLs taken out. */
function lastComplaint(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  const line =
    lines.find(candidate => /^(fatal|error):/.test(candidate)) ?? lines.at(-1);
  return (line ?? 'git failed')
    .replace(/^(fatal|error): /, '')
    .replace(/(\w+:\/\/)[^\s/@']*@/g, '$1')
    .replace(/\?[^\s']*/g, '')
    .slice(0, 300);
}
