import {
  ApiServer,
  FluxControllers,
  KubernetesObject,
} from '@backstage-gitops/envtest';
import {
  Delivery,
  fleetResponseSchema,
  targetDeliveryResponseSchema,
  TargetDeliveryResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { GitConfigRepository } from '@backstage-gitops/plugin-gitops-node';
import { Forge, startForge } from '@backstage-gitops/sandbox';
import { Knex } from 'knex';
import path from 'node:path';
import { openConfiguredClusters } from '../live/openConfiguredClusters';
import { openConfiguredRenderer } from '../live/openRenderer';
import { answer, component, until } from './portals';
import { Remote } from './Remote';
import { startGitops, TestPolicy, TestPortal } from './startGitops';

/** Asked by hand in these tests: on its own Flux looks once an hour. */
const interval = '1h';

const kustomization = (
  name: string,
  spec: Readonly<Record<string, unknown>> = {},
) => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name, namespace: 'flux-system' },
  spec: {
    ...{ path: `./apps/${name}/production`, interval, prune: true },
    ...{ retryInterval: interval, targetNamespace: 'shop' },
    sourceRef: { kind: 'GitRepository', name: 'platform' },
    ...spec,
  },
});

const rootKustomization = kustomization('cluster', {
  path: './clusters/eu-1',
  targetNamespace: undefined,
});

const gitRepository = (url: string) => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: 'platform', namespace: 'flux-system' },
  spec: { url, interval, ref: { branch: 'main' } },
});

const release = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'reviews', namespace: 'shop' },
  spec: {
    interval,
    chart: {
      spec: {
        ...{ chart: './charts/reviews', interval },
        reconcileStrategy: 'Revision',
        sourceRef: {
          ...{ kind: 'GitRepository', name: 'platform' },
          namespace: 'flux-system',
        },
      },
    },
  },
};

/** A workload whose pods nobody starts, with a setting beside it. */
export const workload = (name: string, version: string, greeting = 'hello') =>
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 0
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: ${name}, image: "registry.acme.example/${name}:${version}" }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { greeting: ${greeting} }
`;

const services = ['cart', 'search', 'returns', 'tax'];

/** A portal over a repository that Flux, and the built-in engine, bring to a cluster. */
export class FluxPortal {
  readonly policy: TestPolicy;
  readonly server: ApiServer;
  readonly remote: Remote;
  readonly portal: TestPortal;
  readonly #closing: (() => Promise<unknown>)[];

  private constructor(parts: {
    policy: TestPolicy;
    server: ApiServer;
    remote: Remote;
    portal: TestPortal;
    closing: (() => Promise<unknown>)[];
  }) {
    this.policy = parts.policy;
    this.server = parts.server;
    this.remote = parts.remote;
    this.portal = parts.portal;
    this.#closing = parts.closing;
  }

  static async start(
    knex: Knex,
    directory: string,
    policy: TestPolicy,
  ): Promise<FluxPortal> {
    const closing: (() => Promise<unknown>)[] = [];
    const remote = new Remote(path.join(directory, 'remote'));
    const other = new Remote(path.join(directory, 'tools'));
    writeTools(other);
    const forge = await serve({ platform: remote, tools: other });
    closing.push(() => forge.close());
    const url = `${forge.url}/acme/platform.git`;
    writeConfig(remote, url);
    const server = await ApiServer.start({ controllers: true });
    closing.push(() => server.stop());
    const flux = await FluxControllers.start(server, [
      ...(['source-controller', 'kustomize-controller'] as const),
      'helm-controller',
    ]);
    closing.push(() => flux.stop());
    await server.namespace('shop');
    for (const object of [gitRepository(url), rootKustomization]) {
      await server.apply(object, { fieldManager: 'flux' });
    }
    const portal = await startPortal(knex, directory, policy, {
      url,
      tools: other.directory,
      kubeconfig: server.kubeconfigFile(),
    });
    closing.push(() => portal.stop());
    for (const name of ['platform', 'tools']) await portal.read(name);
    void portal.watch('eu-1');
    return new FluxPortal({ policy, server, remote, portal, closing });
  }

  async stop(): Promise<void> {
    for (const close of this.#closing.reverse()) await close();
  }

  /** Merges a change, of which the portal learns as by a webhook. */
  async merge(files: Readonly<Record<string, string>>): Promise<string> {
    for (const [file, text] of Object.entries(files)) {
      this.remote.write(file, text);
    }
    this.remote.commit('Change files');
    await this.portal.read('platform');
    return this.remote.git('rev-parse', 'HEAD').trim();
  }

  async target(service: string): Promise<string> {
    const { items } = await answer(
      fleetResponseSchema,
      this.portal.get('/targets'),
    );
    const found = items.find(item => item.service === service);
    if (!found) throw new Error(`No target of ${service}`);
    return `/targets/${encodeURIComponent(found.id)}`;
  }

  async delivery(service: string): Promise<TargetDeliveryResponse> {
    const target = await this.target(service);
    return answer(
      targetDeliveryResponseSchema,
      this.portal.get(`${target}/delivery`),
    );
  }

  /** The page of a target once it is as the test wants it. */
  async see(
    service: string,
    isSo: (delivery: Delivery, page: TargetDeliveryResponse) => boolean,
  ): Promise<TargetDeliveryResponse & { delivery: Delivery }> {
    let page: TargetDeliveryResponse | undefined;
    const seen = async () => {
      page = await this.delivery(service);
      return page.delivery !== undefined && isSo(page.delivery, page);
    };
    await until(seen, () => page);
    if (!page?.delivery) throw new Error('It has no delivery');
    return { ...page, delivery: page.delivery };
  }

  /**
   * The page of a target after an object was edited by hand. Where Flux happens
   * to apply the unit it is undone in the same instant: it is edited again, until
   * it was seen.
   */
  async edit(
    service: string,
    edited: KubernetesObject,
    patch: Readonly<Record<string, unknown>>,
    isSo: (page: TargetDeliveryResponse) => boolean,
  ): Promise<TargetDeliveryResponse> {
    let page: TargetDeliveryResponse | undefined;
    const seen = async () => {
      await this.server.patch(edited, patch, { fieldManager: 'kubectl-edit' });
      page = await this.delivery(service);
      return isSo(page);
    };
    await until(seen, () => page);
    if (!page) throw new Error('It has no page');
    return page;
  }

  async sync(service: string, body: object = {}) {
    return this.portal.post(`${await this.target(service)}/sync`, body);
  }

  async act(service: string, body: object) {
    return this.portal.post(`${await this.target(service)}/engine`, body);
  }
}

function serve(remotes: Readonly<Record<string, Remote>>): Promise<Forge> {
  return startForge({
    repositories: Object.entries(remotes).map(([name, { directory }]) => ({
      ...{ owner: 'acme', name },
      gitDirectory: path.join(directory, '.git'),
    })),
    port: 0,
  });
}

/** What nothing of Flux brings. */
function writeTools(remote: Remote): void {
  remote.write('apps/notes/production/app.yaml', workload('notes', 'v1'));
  remote.write(
    'apps/notes/production/kustomization.yaml',
    'namespace: shop\nresources: [app.yaml]\n',
  );
  remote.commit('Add notes');
}

function writeConfig(remote: Remote, url: string): void {
  const put = (file: string, object: unknown) =>
    remote.write(file, `${JSON.stringify(object, null, 2)}\n`);
  put('clusters/eu-1/source.yaml', gitRepository(url));
  put('clusters/eu-1/cluster.yaml', rootKustomization);
  put('clusters/eu-1/cart.yaml', kustomization('cart'));
  put('clusters/eu-1/search.yaml', kustomization('search'));
  put(
    'clusters/eu-1/returns.yaml',
    kustomization('returns', { dependsOn: [{ name: 'tax' }] }),
  );
  put(
    'clusters/eu-1/tax.yaml',
    kustomization('tax', { path: './apps/absent' }),
  );
  put('clusters/eu-1/reviews.yaml', release);
  for (const name of services) {
    remote.write(`apps/${name}/production/app.yaml`, workload(name, 'v1'));
    put(`apps/${name}/production/kustomization.yaml`, {
      resources: ['app.yaml'],
    });
  }
  remote.write(
    'charts/reviews/Chart.yaml',
    'apiVersion: v2\nname: reviews\nversion: 1.0.0\n',
  );
  remote.write(
    'charts/reviews/templates/reviews.yaml',
    `${workload('reviews', 'v1')}---
apiVersion: v1
kind: Service
metadata: { name: reviews }
spec: { ports: [{ port: 99999 }] }
`,
  );
  remote.commit('Add the shop');
}

function startPortal(
  knex: Knex,
  directory: string,
  policy: TestPolicy,
  {
    url,
    tools,
    kubeconfig,
  }: { url: string; tools: string; kubeconfig: string },
): Promise<TestPortal> {
  return startGitops({
    ...{ knex, policy, repositories: {} },
    workingDirectory: path.join(directory, 'work'),
    entities: services.map(name => component(name, 'shop')),
    config: {
      gitops: {
        repositories: [
          { id: 'platform', url },
          { id: 'tools', url: tools },
        ],
        clusters: [
          {
            name: 'eu-1',
            environments: ['production', 'default'],
            kubeconfig,
            mode: 'observe',
          },
        ],
        engines: {
          flux: { link: 'https://flux.acme.example/{cluster}/{name}' },
        },
      },
    },
    openRepository: options => new GitConfigRepository(options),
    openClusters: openConfiguredClusters,
    openRenderer: openConfiguredRenderer,
    times: { beat: 500, poll: 50 },
  });
}
