import {
  createRepositorySchema,
  FleetRow,
  GitopsClient,
  openProposalSchema,
  Proposal,
  ProposalPlan,
  ProposalRequest,
  proposalRequestSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { ConflictError, isError, NotFoundError } from '@backstage/errors';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import { aFleet, anEntityAnswer, aPlan, aProposal } from './answers';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization?: string;
  readonly body: unknown;
}

interface Failure {
  readonly status: number;
  readonly name: string;
  readonly message: string;
}

const statuses = new Map([
  [NotFoundError.name, 404],
  [ConflictError.name, 409],
]);

/**
 * The GitOps API as the contract writes it, over HTTP and over what it holds in
 * memory: bodies are checked by the contract's schemas, and the same proposal
 * finds the one that is open.
 */
export class ApiServer {
  readonly requests: ApiRequest[] = [];
  readonly proposals = new Map<string, Proposal>();
  targets: FleetRow[] = [];
  plan: Partial<ProposalPlan> = {};
  drift: unknown;
  history: unknown = { items: [] };
  /** What is changed on a proposal before each next time it is read. */
  readonly steps: Partial<Proposal>[] = [];
  /** What the next requests whose path ends so are answered with instead. */
  readonly failures = new Map<string, Failure[]>();
  /** How a proposal is that has just been asked for. */
  opensAs: Partial<Proposal> = {};

  readonly #server = http.createServer((request, response) => {
    this.#answer(request, response).catch(error => response.destroy(error));
  });

  async start(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  client(): GitopsClient {
    return new GitopsClient({
      discoveryApi: { getBaseUrl: async () => this.url },
      fetchApi: { fetch },
    });
  }

  /** The bodies of the requests of one kind, oldest first. */
  bodies(path: string): unknown[] {
    return this.requests
      .filter(request => request.method === 'POST' && request.path === path)
      .map(({ body }) => body);
  }

  async #answer(
    message: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const request = await read(message);
    this.requests.push(request);
    try {
      const failure = this.#failure(request.path);
      if (failure) return send(response, failure.status, errorBody(failure));
      return send(response, 200, this.#route(request));
    } catch (error) {
      if (!isError(error)) throw error;
      const status = statuses.get(error.name) ?? 400;
      return send(
        response,
        status,
        errorBody({
          ...error,
          status,
          name: error.name,
          message: error.message,
        }),
      );
    }
  }

  #failure(path: string): Failure | undefined {
    for (const [end, failures] of this.failures) {
      if (path.endsWith(end) && failures.length > 0) return failures.shift();
    }
    return undefined;
  }

  #route({ method, path, query, body }: ApiRequest): unknown {
    if (method === 'POST') return this.#post(path, body);
    const [collection, ...names] = path.slice(1).split('/');
    if (collection === 'targets' && names.length === 0) {
      return aFleet(this.targets, query);
    }
    if (collection === 'targets' && names[1] === 'drift') return this.drift;
    if (collection === 'targets' && names[1] === 'history') return this.history;
    if (collection === 'entities') return anEntityAnswer(this.targets, path);
    if (collection === 'repositories') return { items: [] };
    if (collection === 'proposals' && names.length === 1) {
      return this.#proposal(names[0]);
    }
    throw new NotFoundError(`No ${path}`);
  }

  #post(path: string, body: unknown): unknown {
    if (path === '/proposals/preview') {
      return aPlan(proposalRequestSchema.parse(body), this.plan);
    }
    if (path === '/proposals') {
      const { request } = openProposalSchema.parse(body);
      return this.#open(request);
    }
    if (path === '/repositories') return created(body);
    throw new NotFoundError(`No ${path}`);
  }

  #open(request: ProposalRequest): Proposal {
    const key = JSON.stringify(request);
    const known = this.proposals.get(key);
    if (known) return known;
    const number = this.proposals.size + 1;
    const proposal = { ...aProposal(number), ...this.opensAs };
    this.proposals.set(key, proposal);
    return proposal;
  }

  #proposal(id: string): Proposal {
    const found = [...this.proposals].find(
      ([, proposal]) => proposal.id === id,
    );
    if (!found) throw new NotFoundError(`No proposal '${id}'`);
    const [key, proposal] = found;
    const next = { ...proposal, ...this.steps.shift() };
    this.proposals.set(key, next);
    return next;
  }
}

async function read(message: http.IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { pathname, searchParams } = new URL(message.url ?? '', 'http://test');
  return {
    method: message.method ?? '',
    path: pathname,
    query: searchParams,
    authorization: message.headers.authorization,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

function send(response: http.ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

function errorBody({ status, name, message }: Failure) {
  return {
    error: { name, message },
    request: { method: 'GET', url: '/' },
    response: { statusCode: status },
  };
}

function created(body: unknown) {
  const { dryRun, owner, name, host } = createRepositorySchema.parse(body);
  const url = `https://${host}/${owner}/${name}`;
  return {
    ...(dryRun
      ? {}
      : { repository: { id: name, url, remoteUrl: `${url}.git` } }),
    files: [
      { path: 'README.md', content: `# ${name}\n` },
      { path: 'apps/base/kustomization.yaml', content: 'resources: []\n' },
    ],
    diagnostics: [],
  };
}
