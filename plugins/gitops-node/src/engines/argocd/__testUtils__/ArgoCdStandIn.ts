import http from 'node:http';
import { AddressInfo } from 'node:net';
import { ArgoCdInstance } from '../ArgoCdInstance';
import { applicationAnswer } from './applications';

type Answer = ReturnType<typeof applicationAnswer>;

/**
 * A server on the loopback address that answers as an Argo CD does, as far as
 * watching asks it: its list, its stream and the details of applications.
 */
export class ArgoCdStandIn {
  /** The path of each request, with what of its query tells it from others. */
  readonly requests: string[] = [];
  readonly #applications = new Map<string, Answer>();
  readonly #streams = new Set<http.ServerResponse>();
  readonly #server: http.Server;
  readonly #name: string;
  #resourceVersion = 100;
  #fault: 'hanging' | 'refusing' | undefined;
  #managed: unknown[] = [];
  #nodes: unknown[] = [];

  private constructor(name: string) {
    this.#name = name;
    this.#server = http.createServer((request, response) =>
      this.#serve(request, response),
    );
  }

  static async start(name: string): Promise<ArgoCdStandIn> {
    const server = new ArgoCdStandIn(name);
    await new Promise<void>(resolve => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  get instance(): ArgoCdInstance {
    const { port } = this.#server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    return { name: this.#name, url, clusters: [] };
  }

  get streams(): number {
    return this.#streams.size;
  }

  countOf(path: string): number {
    return this.requests.filter(each => each === path).length;
  }

  /** What `managed-resources` and `resource-tree` answer. */
  tell(managed: readonly unknown[], nodes: readonly unknown[] = []): void {
    this.#managed = [...managed];
    this.#nodes = [...nodes];
  }

  /** Without an event: as if the stream had missed it. */
  put(fields: Parameters<typeof applicationAnswer>[0]): Answer {
    this.#resourceVersion += 1;
    const resourceVersion = String(this.#resourceVersion);
    const answer = applicationAnswer({
      ...fields,
      metadata: { ...fields?.metadata, resourceVersion },
    });
    this.#applications.set(answer.metadata.name, answer);
    return answer;
  }

  change(fields: Parameters<typeof applicationAnswer>[0]): void {
    this.#send('MODIFIED', this.put(fields));
  }

  delete(name: string): void {
    const known = this.#applications.get(name);
    if (known === undefined) return;
    this.#applications.delete(name);
    this.#resourceVersion += 1;
    const resourceVersion = String(this.#resourceVersion);
    const metadata = { ...known.metadata, resourceVersion };
    this.#send('DELETED', { ...known, metadata });
  }

  /** Says nothing any more, or refuses every request. */
  fail(fault: 'hanging' | 'refusing' | undefined): void {
    this.#fault = fault;
    this.cut();
  }

  cut(): void {
    this.#server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  #send(type: string, application: Answer): void {
    const event = { result: { type, application } };
    for (const stream of this.#streams) {
      stream.write(`data: ${JSON.stringify(event)}\n\n`);
    }
  }

  #serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    const [path] = (request.url ?? '').split('?');
    this.requests.push(path);
    if (this.#fault === 'hanging') return;
    if (this.#fault === 'refusing') {
      response.writeHead(503);
      response.end('upstream is away');
      return;
    }
    if (path === '/api/v1/stream/applications') {
      this.#streams.add(response);
      response.on('close', () => this.#streams.delete(response));
      // The real one sends the head with the first event only.
      return;
    }
    response.end(JSON.stringify(this.#answer(path)));
  }

  #answer(path: string): unknown {
    if (path.endsWith('/managed-resources')) return { items: this.#managed };
    if (path.endsWith('/resource-tree')) return { nodes: this.#nodes };
    if (path.endsWith('/syncwindows')) return { canSync: true };
    return {
      metadata: { resourceVersion: String(this.#resourceVersion) },
      items: [...this.#applications.values()],
    };
  }
}
