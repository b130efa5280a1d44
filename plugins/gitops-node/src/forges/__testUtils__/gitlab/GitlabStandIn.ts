import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { mergeRequestRoutes } from './mergeRequestRoutes';
import { projectRoutes } from './projectRoutes';
import { repositoryRoutes } from './repositoryRoutes';
import { Query, StandIn } from './Route';
import { Refusal, StandInProject, StandInUser } from './StandInProject';

const routes = [...repositoryRoutes, ...mergeRequestRoutes, ...projectRoutes];

/**
 * A GitLab that keeps state, as much of it as the forge asks for, made after
 * the reference of its REST API (docs.gitlab.com/api: projects, branches,
 * commits, repositories, merge_requests, merge_request_approvals,
 * protected_branches, users, namespaces; read from doc/api of gitlab-org/gitlab
 * at 17.8). There is no GitLab that runs in a test.
 */
export class GitlabStandIn implements StandIn {
  readonly projects = new Map<string, StandInProject>();
  readonly users: readonly StandInUser[];
  /** Whether the licence has approvals that are required. */
  isLicensed = true;
  readonly #server: Server;
  readonly #tokens: ReadonlyMap<string, StandInUser>;
  readonly #namespaces: readonly string[];
  #seconds = 0;

  private constructor(
    tokens: Readonly<Record<string, string>>,
    namespaces: readonly string[],
  ) {
    this.users = Object.values(tokens).map((username, index) => ({
      id: index + 1,
      username,
    }));
    this.#tokens = new Map(
      Object.keys(tokens).map((token, index) => [token, this.users[index]]),
    );
    this.#namespaces = namespaces;
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
    // A client that is late would send on a connection that was given up.
    this.#server.keepAliveTimeout = 0;
  }

  static async start(options: {
    /** User names by token. */
    readonly tokens: Readonly<Record<string, string>>;
    readonly namespaces: readonly string[];
  }): Promise<GitlabStandIn> {
    const made = new GitlabStandIn(options.tokens, options.namespaces);
    await new Promise<void>(resolve => {
      made.#server.listen(0, '127.0.0.1', resolve);
    });
    return made;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('It does not listen');
    }
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    await new Promise(resolve => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  addProject(path: string): StandInProject {
    const project = new StandInProject(path, () => this.#now());
    this.projects.set(path, project);
    return project;
  }

  namespaceId(path: string): number | undefined {
    const index = this.#namespaces.indexOf(path);
    return index < 0 ? undefined : index + 1;
  }

  namespacePath(id: number): string {
    return this.#namespaces[id - 1];
  }

  /** A second later each time, so that what changes is seen to. */
  #now(): string {
    this.#seconds += 1;
    return new Date(Date.UTC(2025, 0, 1) + this.#seconds * 1000).toISOString();
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const reply = (status: number, body: unknown, link?: string) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(link !== undefined && { link }),
      });
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    try {
      const query = await this.#query(request);
      const { status, body } = this.#route(query);
      if (!Array.isArray(body)) return void reply(status, body);
      const { items, link } = this.#page(body, query);
      return void reply(status, items, link);
    } catch (error) {
      if (error instanceof Refusal) {
        return void reply(error.status, { message: error.said });
      }
      return void reply(500, { message: String(error) });
    }
  }

  async #query(request: IncomingMessage): Promise<Query> {
    const token = /^Bearer (.+)$/.exec(
      request.headers.authorization ?? '',
    )?.[1];
    const user = this.#tokens.get(token ?? '');
    if (user === undefined) throw new Refusal(401, '401 Unauthorized');
    const url = new URL(request.url ?? '/', this.url);
    const body = await text(request);
    return {
      method: request.method ?? 'GET',
      path: url.pathname.replace(/^\/api\/v4\//, ''),
      search: url.searchParams,
      body:
        body === ''
          ? {}
          : z.record(z.string(), z.unknown()).parse(JSON.parse(body)),
      user,
    };
  }

  #route(query: Query): { status: number; body: unknown } {
    const segments = query.path.split('/').map(decodeURIComponent);
    for (const { method, path, run } of routes) {
      const wanted = path.split('/');
      const isIt =
        method === query.method &&
        wanted.length === segments.length &&
        wanted.every(
          (part, at) => part.startsWith(':') || part === segments[at],
        );
      if (!isIt) continue;
      const names = segments.filter((_, at) => wanted[at].startsWith(':'));
      const body = run(this, query, names);
      if (body === undefined) return { status: 204, body };
      return { status: method === 'POST' ? 201 : 200, body };
    }
    throw new Refusal(404, '404 Not Found');
  }

  /** Offset and keyset alike: what follows is told by a link. */
  #page(body: readonly unknown[], { search, path }: Query) {
    const size = Number(search.get('per_page') ?? 20);
    const page = Number(search.get('page') ?? search.get('page_token') ?? 1);
    const items = body.slice((page - 1) * size, page * size);
    if (page * size >= body.length) return { items };
    const next = new URLSearchParams(search);
    const isKeyset = search.get('pagination') === 'keyset';
    next.set(isKeyset ? 'page_token' : 'page', `${page + 1}`);
    const link = `<${this.url}/api/v4/${path}?${next}>; rel="next"`;
    return { items, link };
  }
}
