import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { Socket } from 'node:net';
import http, { IncomingMessage, Server, ServerResponse } from 'node:http';
import { ApiError } from './api/ApiError';
import { ApiHandler, send } from './api/ApiHandler';
import { Controllers, instant } from './controllers/Controllers';
import { findKind } from './ServedKind';
import { ObjectStore } from './store/ObjectStore';
import { ObjectWriter } from './store/ObjectWriter';

/** @public */
export interface SandboxClusterOptions {
  readonly name: string;
  /** Whoever knows it may do everything. */
  readonly token: string;
  /** 0, the default, picks a free one. */
  readonly port?: number;
  /** That are there from the beginning, besides `default`. */
  readonly namespaces?: readonly string[];
  /** Milliseconds until a pod is ready; 1,500 where absent. */
  readonly readyAfter?: number;
  /** Milliseconds between two bookmarks of a watch; a minute where absent. */
  readonly bookmarkEvery?: number;
  /** How many events a watch can resume from; 5,000 where absent. */
  readonly keptEvents?: number;
  readonly now?: () => Date;
}

const version = 'v1.35.0';

/** PUT there begins an outage, DELETE ends it. No API server has this. */
export const outagePath = '/sandbox/outage';

/**
 * A small cluster in memory that speaks the Kubernetes API on the loopback
 * address: the kinds and verbs of the demo, and no more.
 *
 *     const cluster = await SandboxCluster.start({ name, token });
 *     …
 *     await cluster.stop();
 *
 * @public
 */
export class SandboxCluster {
  readonly name: string;
  readonly token: string;
  readonly #store: ObjectStore;
  readonly #controllers: Controllers;
  readonly #handler: ApiHandler;
  readonly #busy = new Set<Socket>();
  #isOut = false;
  #server: Server;
  #port: number;

  private constructor(options: SandboxClusterOptions) {
    const now = options.now ?? (() => new Date());
    const { readyAfter = 1500, bookmarkEvery = 60_000 } = options;
    this.name = options.name;
    this.token = options.token;
    this.#port = options.port ?? 0;
    this.#store = new ObjectStore({ keptEvents: options.keptEvents ?? 5000 });
    const store = this.#store;
    const writer = new ObjectWriter(store);
    this.#controllers = new Controllers({ store, writer }, { readyAfter, now });
    this.#handler = new ApiHandler({
      ...{ store, writer, version, bookmarkEvery },
      now: () => instant(now()),
    });
    createNamespaces(writer, options.namespaces ?? [], instant(now()));
    this.#server = this.#createServer();
  }

  /** Resolves when it answers. */
  static async start(options: SandboxClusterOptions): Promise<SandboxCluster> {
    const cluster = new SandboxCluster(options);
    await cluster.resume();
    return cluster;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Stops answering, and keeps everything for {@link SandboxCluster.resume}. */
  async pause(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
    this.#server = this.#createServer();
  }

  /** Answers again, at the same address. */
  async resume(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
  }

  /** Forgets what happened, so that watches have to list again. */
  compact(): void {
    this.#store.compact();
  }

  async stop(): Promise<void> {
    this.#controllers.close();
    await this.pause();
  }

  /** Breaks every connection but the one that asked for it. */
  #setOutage(isOut: boolean) {
    this.#isOut = isOut;
    if (!isOut) return;
    for (const socket of this.#busy) socket.destroy();
  }

  #createServer(): Server {
    const server = http.createServer((request, response) => {
      this.#handle(request, response).catch(error => {
        if (response.headersSent) {
          response.destroy();
          return;
        }
        const known = error instanceof ApiError;
        if (!known) process.stderr.write(`${this.name}: ${error.stack}\n`);
        const status = known
          ? error
          : new ApiError('InternalError', 'an error of the sandbox');
        send(response, status.code, status.toStatus());
      });
    });
    // A client that is late would send on a connection that was given up.
    server.keepAliveTimeout = 0;
    return server;
  }

  async #handle(request: IncomingMessage, response: ServerResponse) {
    // A page elsewhere may point its own name at this machine.
    const { host = '', authorization = '' } = request.headers;
    if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host)) {
      throw new ApiError('Unauthorized', 'Only for this machine');
    }
    if (!isSame(authorization, `Bearer ${this.token}`)) {
      throw new ApiError('Unauthorized', 'Unauthorized');
    }
    if (request.url === outagePath) {
      this.#setOutage(request.method === 'PUT');
      send(response, 200, { outage: this.#isOut });
      return;
    }
    if (this.#isOut) {
      request.socket.destroy();
      return;
    }
    const { socket } = request;
    this.#busy.add(socket);
    response.once('close', () => this.#busy.delete(socket));
    await this.#handler.handle(request, response);
  }
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function createNamespaces(
  writer: ObjectWriter,
  names: readonly string[],
  time: string,
) {
  const kind = findKind({ group: '', version: 'v1', kind: 'Namespace' });
  if (!kind) return;
  for (const name of new Set(['default', ...names])) {
    writer.create(
      kind,
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      { manager: 'sandbox', time, dryRun: false },
    );
  }
}
