import http from 'node:http';
import https from 'node:https';
import { AddressInfo } from 'node:net';

/** What Backstage would let in, and for which of its clusters. */
export const portalToken = 'portal-token';
export const portalCluster = 'shelf-of-the-portal';

/** The cluster behind it, and who the plugin is there. */
export interface ProxiedCluster {
  readonly url: string;
  readonly certificateAuthority: string;
  readonly token: string;
}

/**
 * Stands for the proxy of Backstage's Kubernetes plugin: takes a request under
 * `/api/kubernetes/proxy` with Backstage's token and the cluster's name, and
 * passes it on with the cluster's credentials.
 */
export class PluginProxy {
  readonly #server: http.Server;

  private constructor(server: http.Server) {
    this.#server = server;
  }

  static async start(cluster: ProxiedCluster): Promise<PluginProxy> {
    const server = http.createServer((request, response) =>
      pass(cluster, request, response),
    );
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new PluginProxy(server);
  }

  get baseUrl(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/api/kubernetes`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}

function pass(
  cluster: ProxiedCluster,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const { authorization, 'backstage-kubernetes-cluster': name } =
    request.headers;
  const prefix = '/api/kubernetes/proxy';
  const { url = '', method } = request;
  if (authorization !== `Bearer ${portalToken}` || !url.startsWith(prefix)) {
    refuse(response, 401, 'AuthenticationError');
    return;
  }
  if (name !== portalCluster) {
    refuse(response, 404, 'NotFoundError');
    return;
  }
  const { host: _, ...headers } = request.headers;
  const outgoing = https.request(
    `${cluster.url}${url.slice(prefix.length)}`,
    {
      method,
      ca: cluster.certificateAuthority,
      headers: {
        ...headers,
        authorization: `Bearer ${cluster.token}`,
      },
    },
    incoming => {
      response.writeHead(incoming.statusCode ?? 502, incoming.headers);
      response.flushHeaders();
      incoming.pipe(response);
      incoming.on('error', () => response.destroy());
    },
  );
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  request.pipe(outgoing);
}

/** As Backstage's own middleware answers. */
function refuse(
  response: http.ServerResponse,
  statusCode: number,
  name: string,
): void {
  response.writeHead(statusCode, { 'Content-Type': 'application/json' });
  response.end(
    JSON.stringify({
      error: { name, message: 'refused by the portal' },
      response: { statusCode },
    }),
  );
}
