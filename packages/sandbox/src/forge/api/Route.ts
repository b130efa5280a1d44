import { Account } from '../accounts/Accounts';
import { GithubError, notFound } from '../GithubError';
import { HostedRepository } from '../HostedRepository';
import { Hosting } from '../Hosting';
import { Site } from '../Site';

/** A request that has been let in. */
export interface Call {
  readonly site: Site;
  readonly hosting: Hosting;
  /** Whose token it carries. */
  readonly actor: Account | undefined;
  /** What the parts of the path that are written `:name` are. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** The media type that is asked for. */
  readonly accept: string;
}

/** An answer that is no list. */
export type WholeReply =
  | { readonly type: 'json'; readonly status: number; readonly body: unknown }
  | { readonly type: 'raw'; readonly content: Buffer }
  | { readonly type: 'empty' };

/**
 * What a request is answered with. A list is cut into pages; under `name` it
 * is told with its length.
 */
export type Reply =
  | WholeReply
  | {
      readonly type: 'list';
      readonly items: readonly unknown[];
      readonly name?: string;
    }
  | {
      readonly type: 'page';
      readonly total: number;
      /** Makes the items of one page alone. */
      readonly items: (from: number, count: number) => Promise<unknown[]>;
    };

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly segments: readonly string[];
  readonly answer: (call: Call) => Promise<Reply>;
}

/**
 * A route. In its path `:name` stands for one segment, `*name` at the end for
 * all that is left.
 */
export function route(
  method: Route['method'],
  path: string,
  answer: Route['answer'],
): Route {
  return { method, segments: path.split('/').filter(Boolean), answer };
}

export function ok(body: unknown): WholeReply {
  return { type: 'json', status: 200, body };
}

export function created(body: unknown): WholeReply {
  return { type: 'json', status: 201, body };
}

export const empty: WholeReply = { type: 'empty' };

/** What the segments of a path are by a route's names, if they fit it. */
export function matchRoute(
  { segments: wanted }: Route,
  segments: readonly string[],
): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [index, name] of wanted.entries()) {
    if (name.startsWith('*')) {
      const rest = segments.slice(index).join('/');
      return { ...found, [name.slice(1)]: rest };
    }
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (name.startsWith(':')) found[name.slice(1)] = segment;
    else if (name !== segment) return undefined;
  }
  return segments.length === wanted.length ? found : undefined;
}

/** The repository that a call names, where the caller may know of it. */
export async function repositoryOf(call: Call): Promise<HostedRepository> {
  const { owner, repo } = call.path;
  const repository = call.hosting.find(owner, repo);
  if (!repository) throw notFound();
  const { visibility } = await repository.read();
  if (visibility !== 'public' && !call.actor) throw notFound();
  return repository;
}

/** Whoever calls; refused where nobody says who they are. */
export function actorOf({ actor }: Call): Account {
  if (actor) return actor;
  throw new GithubError(401, 'Requires authentication');
}

/** A number in the path; what is none names nothing. */
export function numberOf(call: Call, name: string): number {
  const text = call.path[name];
  if (!/^[1-9]\d{0,12}$/.test(text)) throw notFound();
  return Number(text);
}
