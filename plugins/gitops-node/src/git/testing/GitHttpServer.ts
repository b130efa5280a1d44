import { execFileSync, spawn } from 'node:child_process';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream';

/** Serves bare repositories over smart HTTP on the loopback interface. */
export class GitHttpServer {
  readonly #server: http.Server;
  /** The `Authorization` header of each request. */
  readonly seen: (string | undefined)[] = [];

  private constructor(root: string, authorization: string | undefined) {
    const backend = path.join(
      execFileSync('git', ['--exec-path']).toString().trim(),
      'git-http-backend',
    );
    this.#server = http.createServer((request, response) => {
      this.seen.push(request.headers.authorization);
      if (
        authorization !== undefined &&
        request.headers.authorization !== authorization
      ) {
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' });
        response.end();
        return;
      }
      serve(backend, root, request, response);
    });
  }

  static async start(
    root: string,
    options: { authorization?: string } = {},
  ): Promise<GitHttpServer> {
    const server = new GitHttpServer(root, options.authorization);
    await new Promise<void>(resolve =>
      server.#server.listen(0, '127.0.0.1', resolve),
    );
    return server;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

function serve(
  backend: string,
  root: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const child = spawn(backend, [], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    },
  });
  // A client may give up, and the backend may end, before all of it was read.
  pipeline(request, child.stdin, () => undefined);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    let status = 200;
    for (const line of output.toString('latin1', 0, end).split('\r\n')) {
      const [name, value] = line.split(/: (.*)/);
      if (name === 'Status') status = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.writeHead(status);
    response.end(output.subarray(end + 4));
  });
}
