import { IncomingHttpHeaders } from 'node:http';
import { ServiceUnavailableError } from '@backstage/errors';
import pLimit from 'p-limit';
import { backoff, retryAfter } from './backoff';
import { accessError } from './accessError';
import { AccessGrant, ClusterAccess } from './ClusterAccess';
import { ClusterLimits } from './ClusterLimits';
import { ClusterTime } from './ClusterTime';
import { networkError } from './networkError';
import { AnswerTooLargeError, readLines, readText } from './readAnswer';
import { HttpAnswer, sendRequest } from './sendRequest';
import { meantCode, parseStatus, Status, statusError } from './statusError';

/** One question to an API server. */
export interface ApiRequest {
  /** What is being done and to what, for errors: `listing apps/Deployment`. */
  readonly what: string;
  readonly method: 'GET' | 'PATCH' | 'DELETE';
  /** Encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: unknown;
  /** Whether asking twice does no more than asking once. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal;
}

/** An answer that was no success, with what the server said about it. */
export class RefusedRequest {
  constructor(
    readonly code: number,
    readonly status: Status | undefined,
    readonly retryAfterMs: number | undefined,
    readonly error: Error,
  ) {}
}

type Outcome<T> =
  | { readonly type: 'answered'; readonly value: T }
  | { readonly type: 'refused'; readonly refusal: RefusedRequest }
  | { readonly type: 'unreachable'; readonly error: Error; again: boolean };

const passing = new Set([429, 500, 502, 503, 504]);

/**
 * Asks one API server: bounds time, size and concurrency, repeats what may be
 * repeated, renews credentials once, and turns failures into errors that name
 * the cluster.
 */
export class ApiTransport {
  readonly #cluster: string;
  readonly #access: ClusterAccess;
  readonly #limits: ClusterLimits;
  readonly #time: ClusterTime;
  readonly #slot: pLimit.Limit;
  #skew: number | undefined;
  /** What lets in may be another: an authority or an address was replaced. */
  #isAccessInDoubt = false;

  constructor(options: {
    readonly cluster: string;
    readonly access: ClusterAccess;
    readonly limits: ClusterLimits;
    readonly time: ClusterTime;
  }) {
    this.#cluster = options.cluster;
    this.#access = options.access;
    this.#limits = options.limits;
    this.#time = options.time;
    this.#slot = pLimit(options.limits.concurrentRequests);
  }

  get clockSkew(): number | undefined {
    return this.#skew;
  }

  /** The answer's JSON; rejects with the error of any other answer. */
  async json(request: ApiRequest): Promise<unknown> {
    const result = await this.ask(request);
    if (result instanceof RefusedRequest) throw result.error;
    return result.json;
  }

  /** As `json`, for who has to tell refusals apart. */
  async ask(
    request: ApiRequest,
  ): Promise<{ readonly json: unknown } | RefusedRequest> {
    return this.#slot(() =>
      this.#withinLimit(request, signal =>
        this.#try(request, signal, async answer => ({
          json: this.#parse(
            request,
            await readText(answer.body, this.#limits.answerBytes),
          ),
        })),
      ),
    );
  }

  /**
   * Lines of an answer that doesn't end, as JSON. The time limit is that of
   * the first byte, at which `onOpen` is told; silence ends the stream as its
   * end would.
   */
  async *stream(
    request: ApiRequest & { readonly onOpen?: () => void },
  ): AsyncGenerator<unknown> {
    const stop = new AbortController();
    const body = await this.#withinLimit(request, signal => {
      const abort = () => stop.abort(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      return this.#try(request, stop.signal, async ({ body: lines }) => {
        signal.removeEventListener('abort', abort);
        return lines;
      });
    });
    if (body instanceof RefusedRequest) throw body.error;
    const { signal, onOpen } = request;
    onOpen?.();
    const end = () => body.destroy();
    signal?.addEventListener('abort', end, { once: true });
    try {
      signal?.throwIfAborted();
      const limits = {
        maxBytes: this.#limits.answerBytes,
        idleMs: this.#limits.watchIdleMs,
      };
      for await (const line of readLines(body, limits)) {
        if (line.trim() !== '') yield this.#parse(request, line);
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#unreachable(request, error).error;
    } finally {
      signal?.removeEventListener('abort', end);
    }
  }

  close(): void {
    this.#access.close();
  }

  async #withinLimit<T>(
    request: ApiRequest,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { requestMs } = this.#limits;
    request.signal?.throwIfAborted();
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), requestMs);
    const end = () => limit.abort();
    request.signal?.addEventListener('abort', end, { once: true });
    try {
      return await work(limit.signal);
    } catch (error) {
      request.signal?.throwIfAborted();
      if (!limit.signal.aborted) throw error;
      throw new ServiceUnavailableError(
        `${this.#what(request)} took longer than ${requestMs} ms`,
      );
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', end);
    }
  }

  async #try<T>(
    request: ApiRequest,
    signal: AbortSignal,
    read: (answer: HttpAnswer) => Promise<T>,
  ): Promise<T | RefusedRequest> {
    const latest = this.#time.now() + this.#limits.requestMs;
    let outcome = await this.#once(request, signal, false, read);
    if (outcome.type === 'refused' && outcome.refusal.code === 401) {
      outcome = await this.#once(request, signal, true, read);
    }
    for (let tries = 1; outcome.type !== 'answered'; tries++) {
      const wait = this.#waitBefore(outcome, request, tries);
      if (wait === undefined || this.#time.now() + wait > latest) {
        if (outcome.type === 'refused') return outcome.refusal;
        throw outcome.error;
      }
      await this.#time.wait(wait, signal);
      outcome = await this.#once(request, signal, false, read);
    }
    return outcome.value;
  }

  /** `undefined` where it isn't asked again. */
  #waitBefore(
    outcome: Exclude<Outcome<unknown>, { type: 'answered' }>,
    request: ApiRequest,
    tries: number,
  ): number | undefined {
    if (!request.repeatable || tries >= this.#limits.attempts) return undefined;
    const random = () => this.#time.random();
    if (outcome.type === 'unreachable') {
      return outcome.again ? backoff(tries, random) : undefined;
    }
    const { code, retryAfterMs } = outcome.refusal;
    if (!passing.has(code)) return undefined;
    return Math.max(retryAfterMs ?? 0, backoff(tries, random));
  }

  async #once<T>(
    request: ApiRequest,
    signal: AbortSignal,
    renew: boolean,
    read: (answer: HttpAnswer) => Promise<T>,
  ): Promise<Outcome<T>> {
    const grant = await this.#grant(request, signal, renew);
    try {
      const answer = await sendRequest(grant, {
        method: request.method,
        path: request.path + queryOf(request.query),
        headers: {
          Accept: request.accept ?? 'application/json',
          'User-Agent': 'backstage-gitops',
          ...(request.contentType && { 'Content-Type': request.contentType }),
        },
        body:
          request.body === undefined ? undefined : JSON.stringify(request.body),
        signal,
      });
      this.#learnSkew(answer.headers);
      if (answer.status >= 200 && answer.status < 300) {
        return { type: 'answered', value: await read(answer) };
      }
      return { type: 'refused', refusal: await this.#refusal(request, answer) };
    } catch (error) {
      if (signal.aborted) throw error;
      this.#isAccessInDoubt = true;
      return this.#unreachable(request, error);
    }
  }

  /** Files and configuration that can't be used are no failure of the network. */
  async #grant(
    request: ApiRequest,
    signal: AbortSignal,
    renew: boolean,
  ): Promise<AccessGrant> {
    const isRenewed = renew || this.#isAccessInDoubt;
    this.#isAccessInDoubt = false;
    try {
      return await this.#access.grant({ renew: isRenewed, signal });
    } catch (error) {
      signal.throwIfAborted();
      throw accessError(this.#what(request), error);
    }
  }

  async #refusal(
    request: ApiRequest,
    { status: answered, headers, body }: HttpAnswer,
  ): Promise<RefusedRequest> {
    const status = parseStatus(await readText(body, 1024 * 1024));
    const code = meantCode(answered, status);
    const seconds = status?.details?.retryAfterSeconds?.toString();
    const header = headers['retry-after'] ?? seconds;
    const retryAfterMs = retryAfter(header, this.#time.now());
    const what = this.#what(request);
    return new RefusedRequest(
      code,
      status,
      retryAfterMs,
      statusError(what, code, status, retryAfterMs),
    );
  }

  #unreachable(
    request: ApiRequest,
    cause: unknown,
  ): Extract<Outcome<never>, { type: 'unreachable' }> {
    if (cause instanceof AnswerTooLargeError) {
      const message = `${this.#what(request)}: ${cause.message}`;
      const error = new AnswerTooLargeError(message);
      return { type: 'unreachable', error, again: false };
    }
    if (cause instanceof ServiceUnavailableError) {
      return { type: 'unreachable', error: cause, again: true };
    }
    const { message, again } = networkError(cause);
    const error = new ServiceUnavailableError(
      `${this.#what(request)} failed: ${message}`,
    );
    return { type: 'unreachable', error, again };
  }

  #parse(request: ApiRequest, text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw new ServiceUnavailableError(
        `${this.#what(request)} was answered with something other than JSON`,
      );
    }
  }

  #learnSkew(headers: IncomingHttpHeaders): void {
    const date = Date.parse(headers.date ?? '');
    if (!Number.isNaN(date)) this.#skew = date - this.#time.now();
  }

  #what({ what }: ApiRequest): string {
    return `Cluster '${this.#cluster}': ${what}`;
  }
}

function queryOf(query: ApiRequest['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, value);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
