import { once } from 'node:events';
import http, { IncomingMessage, ServerResponse } from 'node:http';
import { html, Html } from './html';
import { baseOf, contentPage } from './pages/contentPage';
import { layout } from './pages/layout';
import {
  commitPage,
  homePage,
  pullRequestPage,
  repositoryPage,
} from './pages/repositoryPages';
import { style } from './pages/style';
import { Repository } from './Repository';
import { ServedRepository } from './ServedRepository';
import { serveGit } from './smartHttp';

/** What a forge serves, and where. @public */
export interface ForgeOptions {
  readonly repositories: readonly ServedRepository[];
  /** 0 picks a free one. */
  readonly port: number;
}

/** A forge that runs. @public */
export interface Forge {
  readonly port: number;
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** What a request is answered with, unless Git itself answers. */
type Answer =
  | { readonly type: 'page'; readonly title: string; readonly body: Html }
  | { readonly type: 'redirect'; readonly to: string }
  | { readonly type: 'absent' };

/**
 * Serves repositories to `git fetch` and, as pages, to people. Only this
 * machine can reach it, only the repositories it was given exist for it, and
 * it changes nothing.
 *
 * @public
 */
export async function startForge(options: ForgeOptions): Promise<Forge> {
  const server = http.createServer((request, response) => {
    handle(request, response, options.repositories).catch(error => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      process.stderr.write(`${request.method} ${request.url}: ${error}\n`);
      send(response, 500, 'text/plain', 'This page could not be made.\n');
    });
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The forge has no port');
  }
  return {
    port: address.port,
    url: `http://localhost:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  repositories: readonly ServedRepository[],
): Promise<void> {
  // A page elsewhere may point its own name at this machine.
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? '')) {
    return send(response, 403, 'text/plain', 'Only for this machine.\n');
  }
  const segments = segmentsOf(request.url ?? '/');
  const [owner, folder, ...rest] = segments ?? [];
  const served = repositories.find(
    candidate =>
      candidate.owner === owner &&
      (folder === candidate.name || folder === `${candidate.name}.git`),
  );
  const service = gitService(request, rest);
  if (served && service) {
    return serveGit(request, response, served.gitDirectory, service);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return send(response, 405, 'text/plain', 'Only reading is served.\n');
  }
  if (segments?.length === 1 && owner === 'style.css') {
    return send(response, 200, 'text/css', style);
  }
  const found = await findAnswer(segments, served, repositories);
  return sendAnswer(response, found, served);
}

/** Decoded segments of the path, or undefined where one is not decodable. */
function segmentsOf(url: string): string[] | undefined {
  try {
    return url.split('?')[0].split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    // A malformed escape is an address that doesn't exist.
    return undefined;
  }
}

function gitService(request: IncomingMessage, rest: readonly string[]) {
  const path = `/${rest.join('/')}`;
  const query = new URLSearchParams((request.url ?? '').split('?')[1]);
  if (
    request.method === 'GET' &&
    path === '/info/refs' &&
    query.get('service') === 'git-upload-pack'
  ) {
    return path;
  }
  return request.method === 'POST' && path === '/git-upload-pack'
    ? path
    : undefined;
}

async function findAnswer(
  segments: readonly string[] | undefined,
  served: ServedRepository | undefined,
  repositories: readonly ServedRepository[],
): Promise<Answer> {
  if (segments === undefined) return { type: 'absent' };
  if (segments.length === 0) {
    return page('Repositories', homePage(repositories));
  }
  if (!served) return { type: 'absent' };
  return repositoryAnswer(new Repository(served), segments.slice(2));
}

async function repositoryAnswer(
  repository: Repository,
  [kind, ...rest]: readonly string[],
): Promise<Answer> {
  const title = `${repository.owner}/${repository.name}`;
  switch (kind) {
    case undefined:
      return page(title, await repositoryPage(repository));
    case 'src':
      return rest[0] === 'commit' || rest[0] === 'branch'
        ? contentAnswer(repository, rest[1], rest.slice(2))
        : { type: 'absent' };
    case 'blob':
    case 'tree':
      return contentAnswer(repository, rest[0], rest.slice(1));
    case 'commit': {
      const id = await repository.resolve(rest[0] ?? '');
      return page(title, id && (await commitPage(repository, id)));
    }
    case 'pull':
    case 'pulls':
      return pullRequestAnswer(repository, rest[0] ?? '');
    default:
      return { type: 'absent' };
  }
}

async function contentAnswer(
  repository: Repository,
  revision: string | undefined,
  path: readonly string[],
): Promise<Answer> {
  const isPlain = path.every(
    segment => segment !== '.' && segment !== '..' && !/[\0/]/.test(segment),
  );
  const id = isPlain ? await repository.resolve(revision ?? '') : undefined;
  if (id === undefined) return { type: 'absent' };
  const file = path.join('/');
  const content = await repository.content(id, file);
  const base = baseOf(repository);
  return page(
    file || repository.name,
    content && contentPage(base, id, file, content),
  );
}

async function pullRequestAnswer(
  repository: Repository,
  text: string,
): Promise<Answer> {
  if (!/^[1-9]\d{0,8}$/.test(text)) return { type: 'absent' };
  const number = Number(text);
  const body = await pullRequestPage(repository, number);
  if (body) return page(`Pull request #${number}`, body);
  const landing = await repository.findLanding(number);
  return landing === undefined
    ? { type: 'absent' }
    : { type: 'redirect', to: `${baseOf(repository)}/commit/${landing}` };
}

function page(title: string, body: Html | '' | undefined): Answer {
  return body ? { type: 'page', title, body } : { type: 'absent' };
}

function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  served: ServedRepository | undefined,
) {
  const trail = served
    ? [{ text: `${served.owner}/${served.name}`, href: baseOf(served) }]
    : [];
  switch (answer.type) {
    case 'redirect':
      response.writeHead(302, { location: answer.to }).end();
      return;
    case 'absent': {
      const body = html`<h1>Not here</h1>
        <p>The forge has no such page. <a href="/">All repositories</a></p>`;
      const text = layout({ title: 'Not here', trail, body });
      send(response, 404, 'text/html', text);
      return;
    }
    default: {
      const { title, body } = answer;
      send(response, 200, 'text/html', layout({ title, trail, body }));
    }
  }
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
) {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy':
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(text);
}
