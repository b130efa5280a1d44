import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { ApiServer } from './ApiServer';
import { applyDefinitions } from './applyDefinitions';
import { ArgoCdAccounts, argoCdObjects } from './argoCdObjects';
import { findEngine } from './findEngine';
import { freePort } from './freePort';
import { ServerProcess } from './ServerProcess';

const run = promisify(execFile);
/** Slow machines take a minute where an idle one takes seconds. */
const readyMilliseconds = 180_000;
const pollInterval = 100;
const namespace = 'argocd';

/** The parts of Argo CD, in the order in which they are started. @public */
export type ArgoCdPart =
  | 'repo-server'
  | 'application-controller'
  | 'server'
  | 'applicationset-controller';

/** @public */
export interface ArgoCdOptions {
  /** Repo server and application controller where absent. */
  readonly parts?: readonly ArgoCdPart[];
  /** Folders with `helm` and `kustomize`, searched before the `PATH`. */
  readonly programs?: readonly string[];
  /** Namespaces besides its own whose Applications it takes; may be patterns. */
  readonly applicationNamespaces?: readonly string[];
}

/** Where the parts find each other. */
interface Ports {
  readonly redis: number;
  readonly repoServer: number;
  readonly server: number;
}

/**
 * Argo CD's parts with a Redis, running beside an API server, in the namespace
 * `argocd`. It looks at Git every other second.
 *
 *     const argoCd = await ArgoCd.start(server, { parts: [...] });
 *     …
 *     await argoCd.stop();
 *
 * @public
 */
export class ArgoCd {
  readonly accounts = new ArgoCdAccounts();
  /** What its programs write, until it is stopped. */
  readonly directory: string;
  readonly #server: ApiServer;
  readonly #options: ArgoCdOptions;
  readonly #program: string;
  readonly #ports: Ports;
  readonly #processes = new Map<ArgoCdPart | 'redis', ServerProcess>();

  private constructor(
    server: ApiServer,
    folder: string,
    ports: Ports,
    options: ArgoCdOptions,
  ) {
    this.#server = server;
    this.#options = options;
    this.#program = path.join(folder, 'argocd');
    this.#ports = ports;
    this.directory = fs.mkdtempSync(path.join(os.tmpdir(), 'argocd-'));
  }

  /** Resolves when each answers its probe. */
  static async start(
    server: ApiServer,
    options: ArgoCdOptions = {},
  ): Promise<ArgoCd> {
    const folder = findEngine('argocd');
    if (folder === undefined) {
      throw new NotFoundError(
        'No Argo CD was found: run `yarn envtest --argocd`',
      );
    }
    const ports = {
      redis: await freePort(),
      repoServer: await freePort(),
      server: await freePort(),
    };
    const argoCd = new ArgoCd(server, folder, ports, options);
    try {
      await applyDefinitions(server, path.join(folder, 'crds'));
      await argoCd.#configure();
      argoCd.#startRedis();
      const { parts = ['repo-server', 'application-controller'] } = options;
      for (const part of parts) await argoCd.run(part);
    } catch (error) {
      await argoCd.stop();
      throw error;
    }
    return argoCd;
  }

  /** Of the API server, where that part was started. */
  get url(): string {
    return `http://127.0.0.1:${this.#ports.server}`;
  }

  /** Starts one, again where it was killed. */
  async run(part: ArgoCdPart): Promise<void> {
    const probePort = part === 'server' ? this.#ports.server : await freePort();
    const process = new ServerProcess(
      this.#program,
      await this.#arguments(part, probePort),
      path.join(this.directory, `${part}.log`),
      this.#variables(part),
    );
    this.#processes.set(part, process);
    await untilReady(part, process, async () => {
      const answer = await fetch(`http://127.0.0.1:${probePort}/healthz`);
      // The applicationset-controller listens there, and checks nothing.
      return answer.ok || part === 'applicationset-controller';
    });
  }

  /** Ends one as a crash would. */
  async kill(part: ArgoCdPart): Promise<void> {
    await this.#processes.get(part)?.kill();
  }

  /** What one wrote last, for a test that has waited in vain. */
  lastLines(part: ArgoCdPart | 'redis'): string {
    return this.#processes.get(part)?.lastLines(30) ?? '';
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.#processes.values()].map(process => process.stop()),
    );
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  async #configure(): Promise<void> {
    await this.#server.namespace(namespace);
    const { stdout } = await run(
      this.#program,
      ['account', 'bcrypt', '--password', this.accounts.password],
      { env: { ...process.env, ...this.#variables('cli') } },
    );
    const objects = argoCdObjects(namespace, this.accounts, stdout.trim());
    for (const object of objects) {
      await this.#server.apply(object, {
        fieldManager: 'envtest',
        force: true,
      });
    }
  }

  #startRedis(): void {
    this.#processes.set(
      'redis',
      new ServerProcess(
        'redis-server',
        [
          ...['--bind', '127.0.0.1', '--port', String(this.#ports.redis)],
          ...['--save', '', '--appendonly', 'no', '--dir', this.directory],
        ],
        path.join(this.directory, 'redis.log'),
      ),
    );
  }

  async #arguments(
    part: ArgoCdPart,
    probePort: number,
  ): Promise<readonly string[]> {
    const { applicationNamespaces = [] } = this.#options;
    const { redis, repoServer } = this.#ports;
    const cluster = [
      ...['--kubeconfig', this.#server.kubeconfigFile()],
      ...['--namespace', namespace],
    ];
    const cache = ['--redis', `127.0.0.1:${redis}`];
    const sources = [
      ...['--repo-server', `127.0.0.1:${repoServer}`],
      '--repo-server-plaintext',
    ];
    const others =
      applicationNamespaces.length > 0
        ? ['--application-namespaces', applicationNamespaces.join(',')]
        : [];
    switch (part) {
      case 'repo-server':
        return [
          ...['--address', '127.0.0.1', '--port', String(repoServer)],
          ...['--metrics-address', '127.0.0.1'],
          ...['--metrics-port', String(probePort)],
          ...['--revision-cache-expiration', '1s', '--disable-tls'],
          ...cache,
        ];
      case 'application-controller':
        return [
          ...['--metrics-port', String(probePort)],
          ...['--app-resync', '2', '--app-resync-jitter', '0'],
          ...['--self-heal-timeout-seconds', '1'],
          // Else it says nothing of a broken manifest for three minutes.
          ...['--repo-error-grace-period-seconds', '1'],
          ...[...cluster, ...cache, ...sources, ...others],
        ];
      case 'server':
        return [
          ...['--address', '127.0.0.1', '--port', String(probePort)],
          ...['--metrics-address', '127.0.0.1'],
          ...['--metrics-port', String(await freePort())],
          ...['--insecure', '--staticassets', this.directory],
          ...[...cluster, ...cache, ...sources, ...others],
        ];
      default:
        return [
          ...['--probe-addr', `127.0.0.1:${probePort}`],
          ...['--metrics-addr', '0', '--webhook-addr', '127.0.0.1:0'],
          ...['--argocd-repo-server', `127.0.0.1:${repoServer}`],
          ...['--repo-server-plaintext', ...cluster],
        ];
    }
  }

  #variables(part: ArgoCdPart | 'cli'): Readonly<Record<string, string>> {
    const { programs = [] } = this.#options;
    const folder = (name: string) => {
      const made = path.join(this.directory, name);
      fs.mkdirSync(made, { recursive: true });
      return made;
    };
    return {
      ARGOCD_BINARY_NAME: part === 'cli' ? 'argocd' : `argocd-${part}`,
      ARGOCD_GPG_ENABLED: 'false',
      ARGOCD_TLS_DATA_PATH: folder('tls'),
      ARGOCD_SSH_DATA_PATH: folder('ssh'),
      ARGOCD_PLUGINSOCKFILEPATH: folder('plugins'),
      ARGOCD_ASK_PASS_SOCK: path.join(this.directory, 'ask-pass.sock'),
      // It reaches the cluster that it runs in by this file, not as a pod would.
      ARGOCD_FAKE_IN_CLUSTER: 'true',
      KUBECONFIG: this.#server.kubeconfigFile(),
      HOME: folder('home'),
      TMPDIR: folder('work'),
      PATH: [...programs, process.env.PATH ?? ''].join(path.delimiter),
    };
  }
}

async function untilReady(
  name: string,
  process: ServerProcess,
  isReady: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + readyMilliseconds;
  // Until it listens, asking fails.
  while (!(await isReady().catch(() => false))) {
    if (process.hasEnded || Date.now() > deadline) {
      throw new ServiceUnavailableError(
        `${name} did not start:\n${process.lastLines()}`,
      );
    }
    await delay(pollInterval);
  }
}
