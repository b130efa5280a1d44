import { ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net, { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const program = 'opa';
const pollMilliseconds = 50;
const startMilliseconds = 180_000;

/**
 * The Open Policy Agent of this machine: `GITOPS_TEST_OPA`, else what is on the
 * path, such as `go install github.com/open-policy-agent/opa@v1.10.1` puts
 * there.
 */
export function findOpa(): string | undefined {
  const named = process.env.GITOPS_TEST_OPA;
  if (named) return named;
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map(folder => path.join(folder, program))
    .find(file => fs.existsSync(file));
}

/** A `describe` for tests that need it: skipped where there is none. */
export function describeWithOpa(name: string, tests: () => void): void {
  const group = findOpa() === undefined ? describe.skip : describe;
  group(name, tests);
}

/** A real server on the loopback address, which asks for a token. */
export class OpaServer {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  static async start(
    files: readonly string[],
    options: readonly string[] = [],
  ): Promise<OpaServer> {
    const port = await freePort();
    const address = `127.0.0.1:${port}`;
    const child = spawn(
      findOpa() ?? program,
      [
        ...['run', '--server', '--skip-version-check', '--addr', address],
        ...options,
        ...files,
      ],
      { stdio: 'ignore' },
    );
    const server = new OpaServer(`http://${address}`, child);
    try {
      await server.#ready();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  async #ready(): Promise<void> {
    const end = Date.now() + startMilliseconds;
    for (;;) {
      const answer = await fetch(`${this.url}/health`).catch(() => undefined);
      // It asks for a token there as well.
      if (answer !== undefined) return;
      if (this.#child.exitCode !== null || Date.now() > end) {
        throw new Error('opa could not be started');
      }
      await delay(pollMilliseconds);
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise(resolve => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
