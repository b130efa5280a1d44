import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiServer } from './ApiServer';
import { applyDefinitions } from './applyDefinitions';
import { findEngine } from './findEngine';
import { freePort } from './freePort';
import { ServerProcess } from './ServerProcess';

/** Slow machines take a minute where an idle one takes seconds. */
const readyMilliseconds = 180_000;
const pollInterval = 100;

/** @public */
export type FluxController =
  | 'source-controller'
  | 'kustomize-controller'
  | 'helm-controller';

/**
 * Flux's controllers, running beside an API server that serves their kinds.
 *
 *     const flux = await FluxControllers.start(server, ['source-controller']);
 *     …
 *     await flux.stop();
 *
 * @public
 */
export class FluxControllers {
  /** What they write, until they are stopped. */
  readonly directory: string;
  readonly #server: ApiServer;
  readonly #folder: string;
  readonly #processes = new Map<FluxController, ServerProcess>();

  private constructor(server: ApiServer, folder: string) {
    this.#server = server;
    this.#folder = folder;
    this.directory = fs.mkdtempSync(path.join(os.tmpdir(), 'flux-'));
  }

  /** Resolves when each answers its readiness probe. */
  static async start(
    server: ApiServer,
    controllers: readonly FluxController[],
  ): Promise<FluxControllers> {
    const folder = findEngine('flux');
    if (folder === undefined) {
      throw new NotFoundError('No Flux was found: run `yarn envtest --flux`');
    }
    const flux = new FluxControllers(server, folder);
    try {
      await applyDefinitions(server, path.join(folder, 'crds'));
      await server.namespace('flux-system');
      for (const controller of controllers) await flux.run(controller);
    } catch (error) {
      await flux.stop();
      throw error;
    }
    return flux;
  }

  /** Starts one, again where it was killed. */
  async run(controller: FluxController): Promise<void> {
    const health = `127.0.0.1:${await freePort()}`;
    const process = new ServerProcess(
      path.join(this.#folder, controller),
      [
        ...(await this.#arguments(controller)),
        `--health-addr=${health}`,
        '--metrics-addr=0',
        '--enable-leader-election=false',
        '--log-level=info',
      ],
      path.join(this.directory, `${controller}.log`),
      {
        KUBECONFIG: this.#server.kubeconfigFile(),
        RUNTIME_NAMESPACE: 'flux-system',
        // They keep what they fetch in the temporary folder.
        TMPDIR: this.directory,
      },
    );
    this.#processes.set(controller, process);
    await untilReady(controller, process, `http://${health}/readyz`);
  }

  /** Ends one as a crash would. */
  async kill(controller: FluxController): Promise<void> {
    await this.#processes.get(controller)?.kill();
  }

  /** What one wrote last, for a test that has waited in vain. */
  lastLines(controller: FluxController): string {
    return this.#processes.get(controller)?.lastLines(30) ?? '';
  }

  async stop(): Promise<void> {
    for (const process of this.#processes.values()) await process.stop();
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  async #arguments(controller: FluxController): Promise<readonly string[]> {
    if (controller !== 'source-controller') {
      return ['--requeue-dependency=2s'];
    }
    const address = `127.0.0.1:${await freePort()}`;
    const storage = path.join(this.directory, 'artifacts');
    fs.mkdirSync(storage, { recursive: true });
    return [
      `--storage-path=${storage}`,
      `--storage-addr=${address}`,
      `--storage-adv-addr=${address}`,
    ];
  }
}

async function untilReady(
  name: string,
  process: ServerProcess,
  probe: string,
): Promise<void> {
  const deadline = Date.now() + readyMilliseconds;
  // Until it listens, asking fails.
  while (!(await fetch(probe).catch(() => undefined))?.ok) {
    if (process.hasEnded || Date.now() > deadline) {
      throw new ServiceUnavailableError(
        `${name} did not start:\n${process.lastLines()}`,
      );
    }
    await delay(pollInterval);
  }
}
