import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import limitConcurrency from 'p-limit';
import { z } from 'zod';
import { AccessGrant } from '../../../clusters/ClusterAccess';
import { readAccessFile } from '../../../clusters/accessFile';
import { closeIdle } from '../../../clusters/closeIdle';
import { ClusterTime } from '../../../clusters/ClusterTime';
import { networkError } from '../../../clusters/networkError';
import { AnswerTooLargeError, readText } from '../../../clusters/readAnswer';
import { HttpAnswer, sendRequest } from '../../../clusters/sendRequest';
import { ArgoCdInstance } from '../ArgoCdInstance';
import { argoCdError } from './argoCdError';
import { ArgoCdLimits } from './ArgoCdLimits';
import { argoCdPath } from './argoCdPath';
import { ArgoCdSession } from './ArgoCdSession';

/** How much of a refusal is read. */
const refusalBytes = 64 * 1024;

const sessionSchema = z.object({ token: z.string().min(1) });

export interface ArgoCdRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Made by `argoCdPath`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** For errors: `reading the application shop`. */
  readonly what: string;
  readonly timeoutMs?: number;
  readonly isStream?: boolean;
  readonly signal?: AbortSignal;
}

class TimeLimitError extends Error {
  constructor(readonly milliseconds: number) {
    super('time limit');
  }
}

/** Sends requests to one instance, within limits, and as whom it is configured. */
export class ArgoCdTransport {
  readonly #instance: ArgoCdInstance;
  readonly #limits: ArgoCdLimits;
  readonly #baseUrl: URL;
  readonly #session: ArgoCdSession;
  readonly #slots: ReturnType<typeof limitConcurrency>;
  #agent: Promise<http.Agent> | undefined;

  constructor(
    instance: ArgoCdInstance,
    limits: ArgoCdLimits,
    time: Pick<ClusterTime, 'now'>,
  ) {
    this.#instance = instance;
    this.#limits = limits;
    this.#baseUrl = new URL(instance.url);
    this.#slots = limitConcurrency(limits.concurrentRequests);
    this.#session = new ArgoCdSession({
      what: `Argo CD '${instance.name}'`,
      credentials: instance.credentials,
      login: (username, password) => this.#login(username, password),
      ...{ time, refusedMs: limits.refusedMs },
    });
  }

  /** The answer, checked; throws where it is a refusal or something else. */
  async ask<T extends z.ZodType>(
    request: ArgoCdRequest,
    schema: T,
  ): Promise<z.output<T>> {
    const text = await this.#slots(() => this.#read(request));
    return this.#parse(request, text, schema);
  }

  /**
   * Resolves once there is an answer, a refusal too. Waits for no other request:
   * those may be what hangs.
   */
  async reach(request: ArgoCdRequest): Promise<void> {
    try {
      await this.#read(request);
    } catch (error) {
      if (error instanceof ServiceUnavailableError) throw error;
    }
  }

  /**
   * An answer that goes on until `signal` aborts. Its head comes with the first
   * event, so that it may take as long as the server may be silent.
   */
  async open(request: ArgoCdRequest, signal: AbortSignal): Promise<Readable> {
    const limit = this.#timeLimit(request, signal);
    try {
      const { body } = await this.#send(request, limit.signal);
      body.once('close', limit.release);
      return body;
    } catch (error) {
      limit.release();
      throw this.failure(request, error, limit.signal);
    } finally {
      limit.clear();
    }
  }

  close(): void {
    this.#agent?.then(
      agent => agent.destroy(),
      () => undefined,
    );
    this.#agent = undefined;
  }

  /** What failed, in words that hold no credential. */
  failure(
    { what }: Pick<ArgoCdRequest, 'what'>,
    error: unknown,
    signal: AbortSignal,
  ): Error {
    const label = this.#label(what);
    if (error instanceof AnswerTooLargeError) {
      return new ServiceUnavailableError(`${label} failed: ${error.message}`);
    }
    if (isTold(error)) return error;
    if (signal.aborted && signal.reason instanceof TimeLimitError) {
      return new ServiceUnavailableError(
        `${label} failed: no answer within ${signal.reason.milliseconds} ms`,
      );
    }
    if (signal.aborted)
      return new ServiceUnavailableError(`${label} was ended`);
    const { message } = networkError(error);
    return new ServiceUnavailableError(`${label} failed: ${message}`);
  }

  #label(what: string): string {
    return `Argo CD '${this.#instance.name}': ${what}`;
  }

  #read(request: ArgoCdRequest): Promise<string> {
    return this.#bounded(request, async signal => {
      const { body } = await this.#send(request, signal);
      return readText(body, this.#limits.answerBytes);
    });
  }

  async #bounded<T>(
    request: ArgoCdRequest,
    act: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const limit = this.#timeLimit(request, request.signal);
    try {
      return await act(limit.signal);
    } catch (error) {
      throw this.failure(request, error, limit.signal);
    } finally {
      limit.clear();
      limit.release();
    }
  }

  /**
   * Of one request. `AbortSignal.any` would leave something of each behind in
   * `signal`, which lives as long as an instance is followed.
   */
  #timeLimit({ timeoutMs }: ArgoCdRequest, signal: AbortSignal | undefined) {
    const { requestMs } = this.#limits;
    const milliseconds = timeoutMs ?? this.#instance.timeoutMs ?? requestMs;
    const limit = new AbortController();
    const timer = setTimeout(
      () => limit.abort(new TimeLimitError(milliseconds)),
      milliseconds,
    );
    const end = () => limit.abort(signal?.reason);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
    return {
      signal: limit.signal,
      clear: () => clearTimeout(timer),
      release: () => signal?.removeEventListener('abort', end),
    };
  }

  /** A session that was refused is asked for anew, once. */
  async #send(
    request: ArgoCdRequest,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const header = await this.#session.authorization();
    const answer = await this.#sendAs(request, header, signal);
    if (answer.status === 401 && this.#session.isRenewable) {
      answer.body.destroy();
      const renewed = await this.#session.authorization(header);
      return this.#succeed(
        request,
        await this.#sendAs(request, renewed, signal),
      );
    }
    return this.#succeed(request, answer);
  }

  async #succeed(
    { what }: ArgoCdRequest,
    answer: HttpAnswer,
  ): Promise<HttpAnswer> {
    if (answer.status >= 200 && answer.status < 300) return answer;
    const body = await readText(answer.body, refusalBytes).catch(() => '');
    throw argoCdError(this.#label(what), answer.status, this.#redacted(body));
  }

  /** A server may repeat whatever it was sent. */
  #redacted(text: string): string {
    const { credentials } = this.#instance;
    const secrets =
      credentials?.type === 'token'
        ? [credentials.token]
        : [credentials?.password, this.#session.token];
    return secrets.reduce<string>(
      (told, secret) => (secret ? told.replaceAll(secret, '***') : told),
      text,
    );
  }

  async #sendAs(
    request: ArgoCdRequest,
    authorization: string | undefined,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const { method, path, query = {}, body, isStream } = request;
    const search = new URLSearchParams(
      Object.entries(query).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ).toString();
    const agent = (this.#agent ??= this.#createAgent());
    const grant: AccessGrant = {
      baseUrl: this.#baseUrl,
      headers:
        authorization === undefined ? {} : { Authorization: authorization },
      agent: await agent,
    };
    const sent = sendRequest(grant, {
      ...{ method, signal },
      path: search === '' ? path : `${path}?${search}`,
      headers: {
        // It tells events as such only where nothing else is accepted.
        Accept: isStream ? 'text/event-stream' : 'application/json',
        'User-Agent': 'backstage-gitops',
        // Argo CD refuses writes that don't say so, also without a body.
        ...(method !== 'GET' && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return sent.catch(error => {
      if (!signal.aborted && this.#agent === agent) this.#doubt(grant.agent);
      throw error;
    });
  }

  /** The authority may have been replaced: its file is read anew. */
  #doubt(agent: http.Agent): void {
    if (this.#instance.caFile === undefined) return;
    this.#agent = undefined;
    closeIdle(agent);
  }

  async #createAgent(): Promise<http.Agent> {
    try {
      if (this.#baseUrl.protocol === 'http:') {
        return new http.Agent({ keepAlive: true });
      }
      const { caFile } = this.#instance;
      const ca =
        caFile && (await readAccessFile(caFile, 'certificate authority'));
      return new https.Agent({ keepAlive: true, ...(ca && { ca }) });
    } catch (error) {
      // The file may be there the next time.
      this.#agent = undefined;
      throw error;
    }
  }

  async #login(username: string, password: string): Promise<string> {
    const request: ArgoCdRequest = {
      ...{ method: 'POST', path: argoCdPath('session') },
      ...{ body: { username, password }, what: 'logging in' },
    };
    const text = await this.#bounded(request, async signal => {
      const answer = await this.#sendAs(request, undefined, signal);
      await this.#succeed(request, answer);
      return readText(answer.body, refusalBytes);
    });
    return this.#parse(request, text, sessionSchema).token;
  }

  #parse<T extends z.ZodType>(
    { what }: ArgoCdRequest,
    text: string,
    schema: T,
  ): z.output<T> {
    const unusable = (why: string) =>
      new ServiceUnavailableError(
        `${this.#label(what)} failed: the answer ${why}`,
      );
    let json: unknown;
    try {
      json = text === '' ? {} : JSON.parse(text);
    } catch {
      throw unusable("isn't JSON");
    }
    const read = schema.safeParse(json);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw unusable(`isn't Argo CD's: ${issue.path.join('.')} ${issue.code}`);
  }
}

/** What already says in our own words what failed. */
function isTold(error: unknown): error is Error {
  return [
    AuthenticationError,
    ConflictError,
    InputError,
    NotAllowedError,
    NotFoundError,
    ServiceUnavailableError,
  ].some(type => error instanceof type);
}
