import { promises as fs } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ApiServer,
  ArgoCd,
  ArgoCdPart,
  FluxController,
  FluxControllers,
  KubernetesObject,
  PodRunner,
} from '@backstage-gitops/envtest';
import { parseAllDocuments } from 'yaml';
import { CommitGraph } from '../history/commitGraph';

/** How long a pod takes to be ready: a rollout is seen to go on. */
const readyAfterMilliseconds = 3000;

const pollMilliseconds = 200;

const fluxControllers = [
  'source-controller',
  'kustomize-controller',
  'helm-controller',
] as const;

/** The API server last: it shows what the others do. */
const argoCdParts = [
  'repo-server',
  'application-controller',
  'applicationset-controller',
  'server',
] as const;

/** What Flux and Argo CD are told first; they take everything else from Git. */
const beginnings = {
  flux: 'clusters/europe/flux-system/gotk-sync.yaml',
  argoCd: ['argocd/projects/shop.yaml', 'argocd/root.yaml'],
  /** Nothing but a person has it synced. */
  byHand: 'argocd/applications/checkout-production.yaml',
};

/** A program of the world that can be ended, and started again. */
export interface Part {
  kill(): Promise<void>;
  run(): Promise<void>;
}

/**
 * Two clusters as real as they get on one machine: in `europe` Flux follows one
 * repository, in `america` Argo CD follows the other, to both clusters. Their
 * API servers, controllers and engines are the real programs; pods are said to
 * run, and don't.
 */
export class EngineWorld {
  readonly #stopping: (() => Promise<void>)[] = [];
  #parts: ReadonlyMap<string, Part> = new Map();
  #clusters: readonly (readonly [string, ApiServer])[] = [];
  #argoCd: ArgoCd | undefined;

  /**
   * Resolves when every program answers. `programs` is a folder with the `helm`
   * and `kustomize` that Argo CD runs; `repositories` are what the forge serves
   * already, by name.
   */
  static async start(options: {
    readonly programs: string;
    readonly repositories: ReadonlyMap<string, CommitGraph>;
  }): Promise<EngineWorld> {
    const world = new EngineWorld();
    try {
      await world.#start(options.programs, options.repositories);
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  get clusters(): readonly (readonly [string, ApiServer])[] {
    return this.#clusters;
  }

  /** By the name of the program. */
  get parts(): ReadonlyMap<string, Part> {
    return this.#parts;
  }

  get argoCd(): ArgoCd {
    if (!this.#argoCd) throw new Error('It has not started');
    return this.#argoCd;
  }

  async stop(): Promise<void> {
    for (const step of this.#stopping.splice(0).toReversed()) await step();
  }

  async #start(
    programs: string,
    repositories: ReadonlyMap<string, CommitGraph>,
  ): Promise<void> {
    const [europe, america] = await Promise.all([
      this.#startCluster(),
      this.#startCluster(),
    ]);
    this.#clusters = [
      ['europe', europe],
      ['america', america],
    ];
    const [flux, argoCd] = await Promise.all([
      FluxControllers.start(europe, fluxControllers),
      ArgoCd.start(america, { parts: argoCdParts, programs: [programs] }),
    ]);
    this.#stopping.push(() => flux.stop());
    this.#stopping.push(() => argoCd.stop());
    this.#argoCd = argoCd;
    this.#parts = new Map([...fluxParts(flux), ...argoCdPartsOf(argoCd)]);
    for (const [name, server] of this.#clusters) {
      await apply(america, clusterSecret(name, server));
    }
    const objectsIn = (repository: string, file: string) =>
      readObjects(repositories.get(`quillmoor/${repository}`), file);
    for (const object of objectsIn('platform-config', beginnings.flux)) {
      await apply(europe, object);
    }
    for (const file of beginnings.argoCd) {
      for (const object of objectsIn('shop-deploy', file)) {
        await apply(america, object);
      }
    }
    for (const object of objectsIn('shop-deploy', beginnings.byHand)) {
      await syncOnce(america, object);
    }
  }

  async #startCluster(): Promise<ApiServer> {
    const server = await ApiServer.start({ controllers: true });
    this.#stopping.push(() => server.stop());
    const runner = PodRunner.start(server, { readyAfterMilliseconds });
    this.#stopping.push(() => runner.stop());
    return server;
  }
}

function fluxParts(flux: FluxControllers): [string, Part][] {
  return fluxControllers.map((name: FluxController) => [
    name,
    { kill: () => flux.kill(name), run: () => flux.run(name) },
  ]);
}

function argoCdPartsOf(argoCd: ArgoCd): [string, Part][] {
  return argoCdParts.map((name: ArgoCdPart) => [
    `argocd-${name}`,
    { kill: () => argoCd.kill(name), run: () => argoCd.run(name) },
  ]);
}

/** With which Argo CD knows a cluster by its name. */
function clusterSecret(name: string, server: ApiServer): KubernetesObject {
  const certificate = Buffer.from(server.certificateAuthority);
  return {
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque' },
    metadata: {
      ...{ name: `cluster-${name}`, namespace: 'argocd' },
      labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
    },
    stringData: {
      ...{ name, server: server.url },
      config: JSON.stringify({
        bearerToken: server.token('admin'),
        tlsClientConfig: { caData: certificate.toString('base64') },
      }),
    },
  };
}

/** As a person does on Argo CD's page, once it is there. */
async function syncOnce(server: ApiServer, application: KubernetesObject) {
  while (!(await server.read(application))) await delay(pollMilliseconds);
  await server.patch(
    application,
    {
      operation: {
        ...{ initiatedBy: { username: 'priya.raman' } },
        sync: { syncOptions: ['CreateNamespace=true'] },
      },
    },
    { fieldManager: 'argocd-server' },
  );
}

async function apply(server: ApiServer, object: KubernetesObject) {
  await server.apply(object, { fieldManager: 'bootstrap', force: true });
}

function readObjects(
  graph: CommitGraph | undefined,
  file: string,
): KubernetesObject[] {
  const text = graph?.files.get(file);
  if (text === undefined) throw new Error(`No ${file} in the repository`);
  return parseAllDocuments(text).map(document => document.toJS());
}

/**
 * Writes a kubeconfig with a context for each cluster, that only its owner can
 * read. (JSON is YAML.)
 */
export async function writeEngineKubeconfig(
  file: string,
  clusters: EngineWorld['clusters'],
): Promise<void> {
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config' },
    'current-context': clusters[0]?.[0],
    clusters: clusters.map(([name, server]) => ({
      name,
      cluster: {
        server: server.url,
        'certificate-authority-data': Buffer.from(
          server.certificateAuthority,
        ).toString('base64'),
      },
    })),
    users: clusters.map(([name, server]) => ({
      name,
      user: { token: server.token('admin') },
    })),
    contexts: clusters.map(([name]) => ({
      name,
      context: { cluster: name, user: name },
    })),
  };
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.rm(file, { force: true });
  await fs.writeFile(file, `${JSON.stringify(config, undefined, 2)}\n`, {
    mode: 0o600,
  });
}
