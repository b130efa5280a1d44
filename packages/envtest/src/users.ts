import { randomBytes } from 'node:crypto';

/**
 * Who may speak to the server: `admin` anything, `reader` and `outsider` what
 * tests allow them by roles, which at first is nothing.
 *
 * @public
 */
export type UserName = 'admin' | 'reader' | 'outsider';

/** A user's bearer token. */
export type Tokens = Readonly<Record<UserName, string>>;

const groups: Readonly<Record<UserName, string>> = {
  admin: 'system:masters',
  reader: 'readers',
  outsider: 'outsiders',
};

export function createTokens(): Tokens {
  const token = () => randomBytes(16).toString('hex');
  return { admin: token(), reader: token(), outsider: token() };
}

/** The file that `kube-apiserver --token-auth-file` reads. */
export function tokenFile(tokens: Tokens): string {
  return Object.entries(tokens)
    .map(
      ([name, token]) =>
        `${token},${name},${name},"${groups[name as UserName]}"\n`,
    )
    .join('');
}
