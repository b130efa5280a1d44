import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { ApiFailure } from '../remote/ApiFailure';
import { delay, patientFetch } from '../remote/patientFetch';
import { retryAt } from '../remote/retryAt';

/** @public */
export interface GiteaAccess {
  /** Of the forge, such as `https://git.example.com`. */
  readonly baseUrl: string;
  /** With it the token may be a password. */
  readonly username?: string;
  readonly token?: string;
  readonly fetch?: typeof fetch;
  /** Waits before something is asked again. */
  readonly delay?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

export interface GiteaQuery {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: readonly string[];
  readonly search?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const lookups = 10;
const lookupWaitMs = 200;
const pageSize = 50;
/** So many pages are read of a list. */
const maximumPages = 20;

const failureSchema = z.object({ message: z.string() });

/** The API of Gitea and Forgejo, version 1. Every answer is checked. */
export class GiteaApi {
  readonly #access: GiteaAccess;
  readonly #send: typeof fetch;
  readonly #delay: NonNullable<GiteaAccess['delay']>;
  readonly #signal: AbortSignal | undefined;

  constructor(access: GiteaAccess, signal?: AbortSignal) {
    this.#access = access;
    this.#send = patientFetch(access);
    this.#delay = access.delay ?? delay;
    this.#signal = signal;
  }

  async ask<T>(schema: z.ZodType<T>, query: GiteaQuery): Promise<T> {
    const { method = 'GET', path, search = {}, body } = query;
    const base = this.#access.baseUrl.replace(/\/+$/, '');
    const segments = path.map(encodedSegment).join('/');
    const response = await this.#send(
      `${base}/api/v1/${segments}?${new URLSearchParams(search)}`,
      {
        method,
        headers: {
          Accept: 'application/json',
          ...authorization(this.#access),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(this.#signal && { signal: this.#signal }),
      },
    );
    const text = await response.text();
    if (!response.ok) {
      throw new ApiFailure(
        response.status,
        reasonOf(text, response),
        retryAt(name => response.headers.get(name) ?? undefined),
      );
    }
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    return schema.parse(json);
  }

  /** Asks again for what another request has made and isn't known yet. */
  async askUntilFound<T>(schema: z.ZodType<T>, query: GiteaQuery): Promise<T> {
    for (let attempt = 1; attempt < lookups; attempt += 1) {
      const found = await this.find(schema, query);
      if (found !== undefined) return found;
      await this.#delay(lookupWaitMs, this.#signal);
    }
    return this.ask(schema, query);
  }

  async tell(query: GiteaQuery): Promise<void> {
    await this.ask(z.unknown(), query);
  }

  /** `undefined` where there is none. */
  async find<T>(
    schema: z.ZodType<T>,
    query: GiteaQuery,
  ): Promise<T | undefined> {
    try {
      return await this.ask(schema, query);
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async list<T>(
    schema: z.ZodType<T>,
    query: GiteaQuery,
    limit = maximumPages * pageSize,
  ): Promise<T[]> {
    const all: T[] = [];
    for (let page = 1; all.length < limit; page += 1) {
      const items = await this.ask(z.array(schema), {
        ...query,
        search: { ...query.search, page: `${page}`, limit: `${pageSize}` },
      });
      all.push(...items);
      if (items.length < pageSize) break;
    }
    return all.slice(0, limit);
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
