/** Where a repository's events are sent to. */
export interface Hook {
  readonly id: number;
  readonly url: string;
  readonly secret?: string;
  /** Names of events; `*` is every one. */
  readonly events: readonly string[];
  readonly active: boolean;
  readonly createdAt: string;
}

/** Nothing leaves this machine. */
export function isLocalUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  return (
    (protocol === 'http:' || protocol === 'https:') &&
    ['localhost', '127.0.0.1', '[::1]'].includes(hostname) &&
    username === '' &&
    password === ''
  );
}
