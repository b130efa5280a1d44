import http from 'node:http';
import { z } from 'zod';
import { applicationAnswer } from './applicationAnswer';

type Answer = ReturnType<typeof applicationAnswer>;

const addressSchema = z.object({ port: z.number() });

/** What was asked beside the list and the stream. */
export interface StandInRequest {
  readonly method: string;
  /** Decoded by nobody, without its query. */
  readonly path: string;
  readonly body: string;
}

/**
 * A server on the loopback address that answers as an Argo CD does, as far as
 * the portal asks it: its lists, its stream and the details of applications.
 *
 * @public
 */
export class ArgoCdStandIn {
  /** The path of each request. */
  readonly requests: string[] = [];
  readonly written: StandInRequest[] = [];
  /** Where set, whoever sends another one is refused. */
  token: string | undefined;
  /** As behind a proxy that lets no stream through. */
  isUnstreamed = false;
  /** Where set, who asks waits no longer for an answer. */
  timeoutMs: number | undefined;
  /** As the API answers them. */
  applicationSets: unknown[] = [];
  /** What every `events` answers. */
  events: unknown[] = [];
  readonly #applications = new Map<string, Answer>();
  readonly #streams = new Set<http.ServerResponse>();
  readonly #server: http.Server;
  readonly #name: string;
  #resourceVersion = 100;
  #fault: 'hanging' | 'refusing' | 'repeating' | undefined;
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

  get instance() {
    const { port } = addressSchema.parse(this.#server.address());
    const url = `http://127.0.0.1:${port}`;
    const { timeoutMs } = this;
    return {
      ...{ name: this.#name, url, clusters: [] },
      ...(timeoutMs !== undefined && { timeoutMs }),
    };
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

  /**
   * Says nothing any more, refuses every request, or repeats in its refusal
   * what it was told.
   */
  fail(fault: 'hanging' | 'refusing' | 'repeating' | undefined): void {
    this.#fault = fault;
    this.cut();
  }

  /** Answers no more, and keeps its streams open. */
  hang(): void {
    this.#fault = 'hanging';
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
    for (const stream of this.#streams) write(stream, type, application);
  }

  #serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    const [path, search] = (request.url ?? '').split('?');
    const query = new URLSearchParams(search);
    this.requests.push(path);
    if (this.#fault === 'hanging') return;
    if (this.#fault === 'repeating') {
      response.writeHead(403);
      response.end(
        JSON.stringify({ message: `no: ${request.headers.authorization}` }),
      );
      return;
    }
    if (this.#fault === 'refusing') {
      response.writeHead(503);
      response.end('upstream is away');
      return;
    }
    const isKnown =
      this.token === undefined ||
      request.headers.authorization === `Bearer ${this.token}`;
    if (!isKnown) {
      response.writeHead(401);
      response.end('{"error":"invalid session","code":16}');
      return;
    }
    if (path === '/api/v1/stream/applications' && this.isUnstreamed) {
      response.writeHead(502);
      response.end('no stream');
      return;
    }
    if (path === '/api/v1/stream/applications') {
      this.#streams.add(response);
      response.on('close', () => this.#streams.delete(response));
      // The real one sends the head with the first event only.
      if (query.has('resourceVersion')) return;
      for (const application of this.#applications.values()) {
        write(response, 'ADDED', application);
      }
      return;
    }
    if (request.method === 'GET') {
      response.end(JSON.stringify(this.#answer(path, query.has('fields'))));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      this.written.push({ method: request.method ?? '', path, body });
      response.end('{}');
    });
  }

  #answer(path: string, isShort: boolean): unknown {
    if (path.endsWith('/managed-resources')) return { items: this.#managed };
    if (path.endsWith('/resource-tree')) return { nodes: this.#nodes };
    if (path.endsWith('/syncwindows')) return { canSync: true };
    if (path.endsWith('/events')) return { items: this.events };
    if (path === '/api/v1/applicationsets') {
      return { items: this.applicationSets };
    }
    const named = /^\/api\/v1\/applications\/([^/]+)$/.exec(path);
    if (named !== null) return this.#applications.get(named[1]) ?? {};
    return {
      metadata: { resourceVersion: String(this.#resourceVersion) },
      items: [...this.#applications.values()].map(each =>
        isShort ? listed(each) : each,
      ),
    };
  }
}

function write(stream: http.ServerResponse, type: string, application: Answer) {
  const event = { result: { type, application } };
  stream.write(`data: ${JSON.stringify(event)}\n\n`);
}

/** What a list tells of an application, however much it is asked for. */
const listedSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels: z.unknown().optional(),
    annotations: z.unknown().optional(),
  }),
  spec: z.unknown().optional(),
  status: z.object({
    sync: z.object({ status: z.unknown().optional() }).optional(),
    health: z.unknown().optional(),
    resources: z.unknown().optional(),
    summary: z.unknown().optional(),
    sourceHydrator: z.unknown().optional(),
    operationState: z
      .object({
        phase: z.unknown().optional(),
        startedAt: z.unknown().optional(),
        finishedAt: z.unknown().optional(),
      })
      .optional(),
  }),
});

/** As `appFields` of Argo CD's `forwarder_overwrite.go` has it. */
function listed(application: Answer): unknown {
  const { metadata, ...others } = listedSchema.parse(application);
  return { metadata: { ...metadata, deletionTimestamp: null }, ...others };
}
