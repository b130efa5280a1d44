import { once } from 'node:events';
import http, { IncomingMessage, ServerResponse } from 'node:http';
import { Accounts, AccountsOptions } from './accounts/Accounts';
import { RestApi } from './api/RestApi';
import { CheckPace, PullRequestChecks } from './checks/PullRequestChecks';
import { HostedRepository } from './HostedRepository';
import { Hosting } from './Hosting';
import { PageServer, send } from './pages/PageServer';
import { reconcile } from './pulls/reconcile';
import { BranchProtection } from './RepositoryRecord';
import { ServedRepository } from './ServedRepository';
import { Site } from './Site';
import { serveGit } from './smartHttp';
import { HookTarget, Webhooks } from './webhooks/Webhooks';

/** What a forge serves, to whom and where. @public */
export interface ForgeOptions {
  readonly repositories: readonly ServedRepository[];
  /** 0 picks a free one. */
  readonly port: number;
  /** Where repositories are made that someone asks for; without it none are. */
  readonly directory?: string;
  /** Without it everybody is a reader. */
  readonly accounts?: AccountsOptions;
  /** Of the default branches of writable repositories that have no record. */
  readonly protection?: BranchProtection;
  /** How long the check of a pull request takes (default: at once). */
  readonly checks?: CheckPace;
  readonly hooks?: readonly HookTarget[];
  /** Requests an hour for each caller (default: 15,000). */
  readonly rateLimit?: number;
}

/** A forge that runs. @public */
export interface Forge {
  readonly port: number;
  /** Without a slash at the end. */
  readonly url: string;
  /** Where GitHub's REST API is. */
  readonly apiUrl: string;
  /** Finishes the checks that are pending. */
  finishChecks(): Promise<void>;
  /** Resolves when checks at hand are done and hooks have been told. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** What a GitHub App of a large organisation has. */
const defaultRateLimit = 15_000;

/**
 * Serves repositories to `git fetch`, by GitHub's REST API to programs and as
 * pages to people. Only this machine can reach it. Repositories that are
 * `writable` change by the API and the pages; the others are only read.
 *
 * @public
 */
export async function startForge(options: ForgeOptions): Promise<Forge> {
  const accounts = new Accounts(options.accounts);
  const { repositories, directory, protection } = options;
  const hosting = new Hosting({
    ...{ repositories, accounts, directory, protection },
  });
  const checks = new PullRequestChecks(
    hosting,
    options.checks ?? { type: 'after', milliseconds: 0 },
  );
  const server = http.createServer();
  // A client that is late would send on a connection that was given up.
  server.keepAliveTimeout = 0;
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The forge has no port');
  }
  const site: Site = { url: `http://localhost:${address.port}`, accounts };
  const webhooks = new Webhooks({
    ...{ hosting, site, targets: options.hooks ?? [] },
  });
  const rateLimit = options.rateLimit ?? defaultRateLimit;
  const api = new RestApi({ site, hosting, rateLimit });
  const pages = new PageServer(hosting);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response, { hosting, api, pages }).catch(error => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      process.stderr.write(`${request.method} ${request.url}: ${error}\n`);
      send(response, 500, 'text/plain', 'This page could not be made.\n');
    });
  });
  for (const repository of hosting.repositories) await reconcile(repository);
  await checks.resume(hosting.repositories);
  return {
    port: address.port,
    url: site.url,
    apiUrl: `${site.url}/api/v3`,
    finishChecks: () => checks.finish(),
    settled: async () => {
      await checks.settled();
      await webhooks.settled();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await checks.close();
      await webhooks.close();
    },
  };
}

interface Servers {
  readonly hosting: Hosting;
  readonly api: RestApi;
  readonly pages: PageServer;
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { hosting, api, pages }: Servers,
): Promise<void> {
  // A page elsewhere may point its own name at this machine.
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? '')) {
    return send(response, 403, 'text/plain', 'Only for this machine.\n');
  }
  const segments = segmentsOf(request.url ?? '/');
  const apiPath = segments && RestApi.pathOf(segments);
  if (apiPath) return api.handle(request, response, apiPath);
  const [owner, folder, ...rest] = segments ?? [];
  const repository = hosting.find(
    owner ?? '',
    (folder ?? '').replace(/\.git$/, ''),
  );
  const service = gitService(request, rest);
  if (!repository || !service) return pages.handle(request, response, segments);
  if (!(await mayFetch(request, repository))) {
    response.setHeader('www-authenticate', 'Basic realm="Forge"');
    return send(response, 401, 'text/plain', 'A token is needed.\n');
  }
  return serveGit(request, response, repository.gitDirectory, service);
}

/** Git sends a token as the password; the user's name is of no matter. */
async function mayFetch(
  { headers }: IncomingMessage,
  repository: HostedRepository,
): Promise<boolean> {
  const { visibility } = await repository.read();
  if (visibility === 'public') return true;
  const [, encoded] = /^basic (.+)$/i.exec(headers.authorization ?? '') ?? [];
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const token = text.slice(text.indexOf(':') + 1);
  return repository.accounts.ofToken(token) !== undefined;
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
