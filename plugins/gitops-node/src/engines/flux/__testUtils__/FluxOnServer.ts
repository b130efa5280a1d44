import { setTimeout as delay } from 'node:timers/promises';
import {
  ApiServer,
  FluxControllers,
  poll,
  UserName,
} from '@backstage-gitops/envtest';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { ClusterClient } from '../../../clusters/ClusterClient';
import { createClusterClient } from '../../../clusters/createClusterClient';
import { isSameRepository } from '../../../discovery/isSameRepository';
import { GitHttpServer } from '../../../git/testing/GitHttpServer';
import {
  SourceRepository,
  TemporaryFolder,
} from '../../../git/testing/SourceRepository';
import { ResourceRef } from '../../../manifests/Resource';
import { GitConfigRepository } from '../../../repository/GitConfigRepository';
import { createTestRenderer } from '../../../repository/testing/renderFiles';
import { UnitRenderer } from '../../../repository/UnitRenderer';
import { WatchedEngine } from '../../builtin/__testUtils__/WatchedEngine';
import { DesiredUnit } from '../../Engine';
import { FluxEngine } from '../FluxEngine';
import { FluxSurvey } from '../FluxEngineOptions';
import { readBase } from '../api/readBase';
import { configFiles, gitRepository, rootKustomization } from './configFiles';

/** After which something is done by hand once more, in milliseconds. */
const pause = 100;

/** A repository over HTTP, a cluster that follows it through Flux, and its engine. */
export class FluxOnServer {
  readonly server: ApiServer;
  readonly source: SourceRepository;
  readonly engine: FluxEngine;
  readonly #closing: (() => Promise<void> | void)[];
  readonly #repository: GitConfigRepository;
  readonly #renderer: UnitRenderer;
  readonly #surveys: FluxSurvey[];
  #watched: WatchedEngine | undefined;

  private constructor(parts: {
    readonly server: ApiServer;
    readonly source: SourceRepository;
    readonly client: ClusterClient;
    readonly repository: GitConfigRepository;
    readonly renderer: UnitRenderer;
    readonly closing: (() => Promise<void> | void)[];
  }) {
    const surveys: FluxSurvey[] = [];
    const url = parts.source.path;
    this.server = parts.server;
    this.source = parts.source;
    this.#repository = parts.repository;
    this.#renderer = parts.renderer;
    this.#closing = parts.closing;
    this.#surveys = surveys;
    this.engine = new FluxEngine({
      client: parts.client,
      debounce: 20,
      isSourceOf: (_, source) => isSameRepository(url, source.url),
      onSurvey: survey => surveys.push(survey),
    });
  }

  static async start(): Promise<FluxOnServer> {
    const closing: (() => Promise<void> | void)[] = [];
    try {
      return await FluxOnServer.#start(closing);
    } catch (error) {
      await close(closing);
      throw error;
    }
  }

  static async #start(
    closing: (() => Promise<void> | void)[],
  ): Promise<FluxOnServer> {
    const folder = new TemporaryFolder();
    closing.push(() => folder.remove());
    const source = new SourceRepository(folder.join('git', 'config.git'));
    const http = await GitHttpServer.start(folder.join('git'));
    closing.push(() => http.stop());
    const url = `${http.url}/config.git`;
    source.commit(configFiles(url));
    const server = await ApiServer.start();
    closing.push(() => server.stop());
    const flux = await FluxControllers.start(server, [
      'source-controller',
      'kustomize-controller',
      'helm-controller',
    ]);
    closing.push(() => flux.stop());
    for (const namespace of ['bookshop', 'infrastructure']) {
      await server.namespace(namespace);
    }
    const client = createClusterClient({
      name: 'eu-1',
      connection: { type: 'kubeconfig', file: server.kubeconfigFile() },
    });
    closing.push(() => client.close());
    const repository = new GitConfigRepository({
      repository: { id: 'shop', url: source.path, upstream: url, rules: [] },
      environments: [],
      mirrorDirectory: folder.join('mirror'),
    });
    closing.push(() => repository.close());
    for (const object of [gitRepository(url), rootKustomization]) {
      await server.apply(object, { fieldManager: 'flux' });
    }
    const renderer = await createTestRenderer();
    const parts = { server, source, client, repository, renderer, closing };
    return new FluxOnServer(parts);
  }

  /** One that may do no more than the user may. */
  engineFor(user: UserName): FluxEngine {
    const client = createClusterClient({
      name: 'eu-1',
      connection: {
        type: 'kubeconfig',
        file: this.server.kubeconfigFile(user),
      },
    });
    this.#closing.push(() => client.close());
    return new FluxEngine({
      client,
      isSourceOf: (_, { url }) => isSameRepository(this.source.path, url),
    });
  }

  async stop(): Promise<void> {
    await this.#watched?.stop();
    await close(this.#closing);
  }

  /** What the repository declares by now. */
  async declared(): Promise<DesiredUnit[]> {
    await this.#repository.refresh();
    const repository = this.#repository;
    const { units, targets } = await repository.discover();
    return Promise.all(
      units.map(async unit => ({
        ...(await this.#renderer.render({ repository, unit: unit.id })),
        unit,
        targets: targets
          .filter(target => target.unit === unit.id)
          .map(target => ({ ...target, artifacts: [...target.artifacts] })),
      })),
    );
  }

  async unit(name: string): Promise<DesiredUnit> {
    const units = await this.declared();
    const found = units.find(({ unit }) => unit.name === name);
    if (found === undefined) {
      throw new Error(
        `no unit ${name} in ${units.map(({ unit }) => unit.id).join(', ')}`,
      );
    }
    return found;
  }

  async watched(): Promise<WatchedEngine> {
    this.#watched ??= new WatchedEngine(this.engine, await this.declared());
    return this.#watched;
  }

  /** Commits to the repository, of which the portal learns at once. */
  async commit(files: Readonly<Record<string, string | undefined>>) {
    const commit = this.source.commit(files);
    (await this.watched()).declare(await this.declared());
    return commit;
  }

  /** What is seen of a unit once it is as the test wants it. */
  async see(
    name: string,
    isSo: (observation: UnitObservation) => boolean,
  ): Promise<UnitObservation> {
    const { unit } = await this.unit(name);
    return (await this.watched()).see(isSo, unit.id);
  }

  /**
   * Asks Flux to fetch and apply a unit, and waits until it has done what it was
   * asked for. Nothing is fetched after that; what was fetched may be applied
   * once more, since Flux applies for each reason that there was.
   */
  async reconcile(name: string) {
    const answer = await this.engine.sync(await this.unit(name), {
      ...{ prune: false, dryRun: false, confirm: [] },
    });
    for (const step of answer.steps) await this.handled(step);
    return answer;
  }

  /** Once Flux has done what an object was asked for last. */
  async handled(ref: ResourceRef): Promise<void> {
    await poll(
      () => this.engine.get(ref),
      object => {
        const { requestedAt, handledAt } = (object && readBase(object)) ?? {};
        return requestedAt !== undefined && handledAt === requestedAt;
      },
    );
  }

  /**
   * What is seen of a unit after something was done by hand. Where Flux happens
   * to apply the unit it is undone in the same instant: it is done again, until
   * it was seen. What is done must be nothing where it is still so.
   */
  async byHand(
    act: () => Promise<unknown>,
    name: string,
    isSo: (observation: UnitObservation) => boolean,
  ): Promise<UnitObservation> {
    await act();
    const seen = this.see(name, isSo);
    // It waits on where doing it once more has failed.
    seen.catch(() => undefined);
    for (;;) {
      const first = await Promise.race([seen, delay(pause)]);
      if (first !== undefined) return first;
      await act();
    }
  }

  /** The newest one. */
  survey(): FluxSurvey | undefined {
    return this.#surveys.at(-1);
  }
}

async function close(closing: readonly (() => Promise<void> | void)[]) {
  for (const end of closing.toReversed()) await end();
}
