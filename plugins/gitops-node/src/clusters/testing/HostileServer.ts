import http from 'node:http';
import { AddressInfo } from 'node:net';
import { ClusterConnection } from '../ClusterConnection';

export interface HostileRequest {
  readonly method: string;
  /** Decoded by nobody, with its query. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** What to answer: a status and JSON or text; or a stream held by hand. */
export type HostileAnswer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json?: unknown;
      readonly text?: string;
    }
  | ((response: http.ServerResponse) => void);

const discovery: Readonly<Record<string, unknown>> = {
  '/version': { gitVersion: 'v1.35.0' },
  '/api': aggregated('', [
    kind('configmaps', 'ConfigMap', true),
    kind('secrets', 'Secret', true),
    kind('namespaces', 'Namespace', false),
  ]),
  '/apis': aggregated('library.example.com', [kind('shelves', 'Shelf', true)]),
};

/**
 * An API server on the loopback address that answers as a test wants it to.
 * Where the test's answer is `undefined` it tells what it serves: ConfigMaps,
 * Secrets, Namespaces and Shelves.
 */
export class HostileServer {
  readonly requests: HostileRequest[] = [];
  readonly #server: http.Server;
  answer: (request: HostileRequest) => HostileAnswer | undefined = () =>
    undefined;

  private constructor() {
    this.#server = http.createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<HostileServer> {
    const server = new HostileServer();
    await new Promise<void>(resolve => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get connection(): Extract<ClusterConnection, { type: 'server' }> {
    return { type: 'server', url: this.url, skipTLSVerify: false };
  }

  /** How many requests went to a path. */
  countOf(path: string): number {
    return this.requests.filter(request => request.path === path).length;
  }

  /** Breaks every connection; those that come later are served. */
  cut(): void {
    this.#server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  async #serve(
    incoming: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const { method = '', url = '', headers } = incoming;
    const [path, query] = url.split('?');
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = {
      ...{ method, url, path, headers },
      query: new URLSearchParams(query),
      body: Buffer.concat(chunks).toString(),
    };
    this.requests.push(request);
    const answer = this.answer(request) ?? {
      ...(path in discovery ? { json: discovery[path] } : { status: 404 }),
    };
    if (typeof answer === 'function') {
      answer(response);
      return;
    }
    const { status = 200, json, text = '' } = answer;
    response.writeHead(status, answer.headers);
    response.end(json === undefined ? text : JSON.stringify(json));
  }
}

/** A failure as an API server words it. */
export function failure(
  code: number,
  reason: string,
  details: Record<string, unknown> = {},
): HostileAnswer {
  const message = `${reason} it is`;
  return {
    status: code,
    json: { kind: 'Status', status: 'Failure', code, reason, message, details },
  };
}

/** An object of a list or a watch. */
export function configMap(name: string, resourceVersion = '1', more = {}) {
  return {
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion },
    ...more,
  };
}

export function listOf(
  items: readonly unknown[],
  metadata: { resourceVersion: string; continue?: string } = {
    resourceVersion: '10',
  },
): HostileAnswer {
  return { json: { kind: 'ConfigMapList', apiVersion: 'v1', metadata, items } };
}

/** One line of a watch. */
export function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

/** A watch that tells these and stays open. */
export function watchOf(...lines: readonly string[]): HostileAnswer {
  return response => {
    response.writeHead(200);
    response.flushHeaders();
    if (lines.length > 0) response.write(lines.join(''));
  };
}

function kind(resource: string, name: string, namespaced: boolean) {
  return {
    resource,
    responseKind: { kind: name },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    verbs: ['get', 'list', 'watch', 'patch', 'delete'],
  };
}

function aggregated(group: string, resources: readonly unknown[]) {
  return {
    kind: 'APIGroupDiscoveryList',
    items: [
      {
        metadata: { name: group },
        versions: [{ version: 'v1', freshness: 'Current', resources }],
      },
    ],
  };
}
