import { createHash } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Account } from '../accounts/Accounts';
import { GithubError, notFound } from '../GithubError';
import { Hosting } from '../Hosting';
import { Site } from '../Site';
import { answerGraphql } from './graphql';
import { linkHeader, readPage } from './pagination';
import { RateLimit } from './RateLimit';
import { readJson } from './readBody';
import { Call, matchRoute, ok, Reply, route, Route, WholeReply } from './Route';
import { accountRoutes } from './routes/accounts';
import { branchRoutes } from './routes/branches';
import { checkRoutes } from './routes/checks';
import { commitRoutes } from './routes/commits';
import { contentRoutes } from './routes/contents';
import { gitDataRoutes } from './routes/gitData';
import { hookRoutes } from './routes/hooks';
import { issueRoutes } from './routes/issues';
import { pullRequestRoutes } from './routes/pulls';
import { refRoutes } from './routes/refs';
import { repositoryRoutes } from './routes/repositories';
import { reviewRoutes } from './routes/reviews';

/** Below it is GitHub's REST API, as a GitHub Enterprise Server has it. */
const restPath = ['api', 'v3'];

const routes: readonly Route[] = [
  ...accountRoutes,
  ...repositoryRoutes,
  ...gitDataRoutes,
  ...refRoutes,
  ...contentRoutes,
  ...commitRoutes,
  ...branchRoutes,
  ...pullRequestRoutes,
  ...reviewRoutes,
  ...issueRoutes,
  ...checkRoutes,
  ...hookRoutes,
];

const commonHeaders = {
  'cache-control': 'private, max-age=0',
  'x-content-type-options': 'nosniff',
  'x-github-media-type': 'github.v3; format=json',
  'x-github-enterprise-version': '3.17.0',
};

interface Caller {
  readonly account: Account | undefined;
  readonly name: string;
}

/** GitHub's REST API over the repositories of a forge. */
export class RestApi {
  readonly #site: Site;
  readonly #hosting: Hosting;
  readonly #limit: RateLimit;
  readonly #routes: readonly Route[];

  constructor(options: { site: Site; hosting: Hosting; rateLimit: number }) {
    this.#site = options.site;
    this.#hosting = options.hosting;
    this.#limit = new RateLimit(options.rateLimit);
    this.#routes = [...routes, route('POST', '/graphql', answerGraphql)];
  }

  /** The segments below the API's own, where a path is one of it. */
  static pathOf(segments: readonly string[]): readonly string[] | undefined {
    if (segments[0] !== restPath[0]) return undefined;
    if (segments[1] === restPath[1]) return segments.slice(2);
    return segments[1] === 'graphql' ? segments.slice(1) : undefined;
  }

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    segments: readonly string[],
  ): Promise<void> {
    let caller: Caller = { account: undefined, name: 'anonymous' };
    try {
      caller = this.#callerOf(request);
      if (segments[0] === 'rate_limit') {
        const rate = this.#limit.state(caller.name);
        const body = { resources: { core: rate, search: rate }, rate };
        return this.#send(request, response, { caller, reply: ok(body) });
      }
      this.#limit.count(caller.name);
      const call = await this.#callOf(request, segments, caller.account);
      const reply = await call.route.answer(call);
      return await this.#sendReply(request, response, { caller, reply, call });
    } catch (error) {
      return this.#sendError(request, response, { caller, error });
    }
  }

  #callerOf({ headers }: IncomingMessage): Caller {
    const [, token] =
      /^(?:bearer|token) (.+)$/i.exec(headers.authorization ?? '') ?? [];
    if (token === undefined) return { account: undefined, name: 'anonymous' };
    const account = this.#site.accounts.ofToken(token);
    if (!account) throw new GithubError(401, 'Bad credentials');
    return { account, name: account.login };
  }

  async #callOf(
    request: IncomingMessage,
    segments: readonly string[],
    actor: Account | undefined,
  ): Promise<Call & { readonly route: Route }> {
    for (const candidate of this.#routes) {
      const path =
        candidate.method === request.method
          ? matchRoute(candidate, segments)
          : undefined;
      if (path === undefined) continue;
      // Who may not write need not be listened to.
      if (request.method !== 'GET' && actor === undefined) {
        throw new GithubError(401, 'Requires authentication');
      }
      return {
        ...{ site: this.#site, hosting: this.#hosting, actor, path },
        query: this.#addressOf(request).searchParams,
        body: await readJson(request),
        accept: request.headers.accept ?? '',
        route: candidate,
      };
    }
    throw notFound();
  }

  #addressOf({ url }: IncomingMessage): URL {
    return new URL(url ?? '/', this.#site.url);
  }

  async #sendReply(
    request: IncomingMessage,
    response: ServerResponse,
    { caller, reply, call }: { caller: Caller; reply: Reply; call: Call },
  ) {
    if (reply.type !== 'list' && reply.type !== 'page') {
      return this.#send(request, response, { caller, reply });
    }
    const page = readPage(call.query);
    const from = (page.number - 1) * page.size;
    const total = reply.type === 'list' ? reply.items.length : reply.total;
    const items =
      reply.type === 'list'
        ? reply.items.slice(from, from + page.size)
        : await reply.items(from, page.size);
    const link = linkHeader(this.#addressOf(request), page, total);
    const body =
      reply.type === 'list' && reply.name !== undefined
        ? { total_count: total, [reply.name]: items }
        : items;
    return this.#send(request, response, {
      ...{ caller, reply: ok(body) },
      headers: link === undefined ? {} : { link },
    });
  }

  #send(
    request: IncomingMessage,
    response: ServerResponse,
    options: {
      readonly caller: Caller;
      readonly reply: WholeReply;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ) {
    const { caller, reply } = options;
    const text = reply.type === 'json' ? JSON.stringify(reply.body) : '';
    const content = reply.type === 'raw' ? reply.content : Buffer.from(text);
    const etag = `W/"${createHash('sha256')
      .update(content)
      .digest('hex')
      .slice(0, 40)}"`;
    const isSame =
      request.method === 'GET' && request.headers['if-none-match'] === etag;
    if (isSame) this.#limit.forget(caller.name);
    const headers = {
      ...commonHeaders,
      ...this.#limit.headers(caller.name),
      ...options.headers,
    };
    if (reply.type === 'empty' || isSame) {
      response.writeHead(isSame ? 304 : 204, { ...headers, etag }).end();
      return;
    }
    response.writeHead(reply.type === 'json' ? reply.status : 200, {
      ...headers,
      etag,
      'content-type':
        reply.type === 'json'
          ? 'application/json; charset=utf-8'
          : 'application/vnd.github.raw; charset=utf-8',
    });
    response.end(content);
  }

  #sendError(
    request: IncomingMessage,
    response: ServerResponse,
    { caller, error }: { caller: Caller; error: unknown },
  ) {
    if (!(error instanceof GithubError)) {
      process.stderr.write(`${request.method} ${request.url}: ${error}\n`);
    }
    const { status, message, errors } =
      error instanceof GithubError
        ? error
        : new GithubError(500, 'Server Error');
    const body = {
      message,
      ...(errors && { errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    };
    this.#send(request, response, {
      caller,
      reply: { type: 'json', status, body },
    });
  }
}
