import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** An answer that is no success. */
export class GiteaFailure extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'GiteaFailure';
  }
}

/** @public */
export interface GiteaAccess {
  /** Of the forge, such as `https://git.example.com`. */
  readonly baseUrl: string;
  /** With it the token may be a password. */
  readonly username?: string;
  readonly token?: string;
  readonly fetch?: typeof fetch;
}

export interface GiteaQuery {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly path: readonly string[];
  readonly search?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

const timeLimitMs = 30_000;
const pageSize = 50;
/** So many pages are read of a list. */
const maximumPages = 20;

const failureSchema = z.object({ message: z.string() });

/** The API of Gitea and Forgejo, version 1. Every answer is checked. */
export class GiteaApi {
  readonly #access: GiteaAccess;

  constructor(access: GiteaAccess) {
    this.#access = access;
  }

  async ask<T>(schema: z.ZodType<T>, query: GiteaQuery): Promise<T> {
    const { baseUrl, fetch: send = fetch } = this.#access;
    const { method = 'GET', path, search = {}, body, signal } = query;
    const segments = path.map(encodedSegment).join('/');
    const limit = AbortSignal.timeout(timeLimitMs);
    const response = await send(
      `${baseUrl.replace(/\/+$/, '')}/api/v1/${segments}?${new URLSearchParams(
        search,
      )}`,
      {
        method,
        redirect: 'error',
        headers: {
          Accept: 'application/json',
          ...authorization(this.#access),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      },
    );
    const text = await response.text();
    if (!response.ok) {
      throw new GiteaFailure(response.status, reasonOf(text, response));
    }
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    return schema.parse(json);
  }

  /** `undefined` where there is none. */
  async find<T>(
    schema: z.ZodType<T>,
    query: GiteaQuery,
  ): Promise<T | undefined> {
    try {
      return await this.ask(schema, query);
    } catch (error) {
      if (error instanceof GiteaFailure && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async list<T>(schema: z.ZodType<T>, query: GiteaQuery): Promise<T[]> {
    const all: T[] = [];
    for (let page = 1; page <= maximumPages; page += 1) {
      const items = await this.ask(z.array(schema), {
        ...query,
        search: { ...query.search, page: `${page}`, limit: `${pageSize}` },
      });
      all.push(...items);
      if (items.length < pageSize) break;
    }
    return all;
  }
}

/** Gitea takes a token for a password, but no password for a token. */
function authorization({
  username,
  token,
}: GiteaAccess): Record<string, string> {
  if (token === undefined) return {};
  if (username === undefined) return { Authorization: `token ${token}` };
  const basic = Buffer.from(`${username}:${token}`).toString('base64');
  return { Authorization: `Basic ${basic}` };
}

/** A segment that is dots would be another path once it is resolved. */
function encodedSegment(segment: string): string {
  if (/^\.{0,2}$/.test(segment)) {
    throw new InputError(`'${segment}' names nothing of a repository`);
  }
  return encodeURIComponent(segment);
}

function reasonOf(text: string, { status, statusText }: Response): string {
  try {
    return failureSchema.parse(JSON.parse(text)).message;
  } catch {
    return `${status} ${statusText}`;
  }
}
