import { AuthenticationError } from '@backstage/errors';
import { z } from 'zod';
import { bearer } from '../../../clusters/accessFile';
import { ClusterTime } from '../../../clusters/ClusterTime';
import { ArgoCdCredentials } from '../ArgoCdInstance';

/** A session is renewed this long before it ends. */
const earlyMs = 60_000;

const claimsSchema = z.object({ exp: z.number() });

export interface SessionOptions {
  readonly what: string;
  readonly credentials: ArgoCdCredentials | undefined;
  /** Asks for a token. */
  readonly login: (username: string, password: string) => Promise<string>;
  readonly time: Pick<ClusterTime, 'now'>;
  readonly refusedMs: number;
}

/** The `Authorization` of an instance's requests, asked for once for all. */
export class ArgoCdSession {
  readonly #options: SessionOptions;
  #kept: { readonly header: string; readonly until: number } | undefined;
  #asking: Promise<string> | undefined;
  #refused: { readonly error: Error; readonly until: number } | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /**
   * `undefined` where the instance has no credentials. `refused` is the header
   * that the server took no more: then another one is asked for.
   */
  async authorization(refused?: string): Promise<string | undefined> {
    const { credentials, what, time } = this.#options;
    if (credentials === undefined) return undefined;
    if (credentials.type === 'token') {
      return bearer(credentials.token, `token of ${what}`);
    }
    if (this.#kept !== undefined && this.#kept.header === refused) {
      this.#kept = undefined;
    }
    const now = time.now();
    if (this.#kept !== undefined && now < this.#kept.until) {
      return this.#kept.header;
    }
    if (this.#refused !== undefined && now < this.#refused.until) {
      throw this.#refused.error;
    }
    this.#asking ??= this.#ask(credentials).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Of the session of a local user, while it lasts. */
  get token(): string | undefined {
    return this.#kept?.header.replace(/^Bearer /, '');
  }

  /** Whether another one can be had where one was refused. */
  get isRenewable(): boolean {
    return this.#options.credentials?.type === 'user';
  }

  async #ask(
    credentials: Extract<ArgoCdCredentials, { type: 'user' }>,
  ): Promise<string> {
    const { login, what, time, refusedMs } = this.#options;
    try {
      const token = await login(credentials.username, credentials.password);
      const header = bearer(token, `session of ${what}`);
      this.#kept = { header, until: expiryOf(token) - earlyMs };
      this.#refused = undefined;
      return header;
    } catch (error) {
      if (error instanceof AuthenticationError) {
        this.#refused = { error, until: time.now() + refusedMs };
      }
      throw error;
    }
  }
}

/** When a JSON web token ends, in milliseconds; never where it doesn't tell. */
function expiryOf(token: string): number {
  try {
    const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url');
    return claimsSchema.parse(JSON.parse(claims.toString('utf8'))).exp * 1000;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
