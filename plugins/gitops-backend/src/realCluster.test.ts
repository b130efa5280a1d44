import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  fleetResponseSchema,
  syncResponseSchema,
  targetDriftResponseSchema,
  TargetLive,
  targetManifestResponseSchema,
  targetResourcesResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import {
  createClusterClient,
  GitConfigRepository,
} from '@backstage-gitops/plugin-gitops-node';
import { SandboxCluster } from '@backstage-gitops/sandbox';
import { Knex } from 'knex';
import { answer, component, until } from './__testUtils__/portals';
import { Remote } from './__testUtils__/Remote';
import { startGitops, TestPortal } from './__testUtils__/startGitops';
import { openConfiguredClusters } from './live/openConfiguredClusters';
import { openConfiguredRenderer } from './live/openRenderer';

const password = 'correct-horse-battery';
const livePassword = 'staple-was-changed-by-hand';
const base64 = (text: string) => Buffer.from(text).toString('base64');

const cart = (version: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      containers:
        - name: cart
          image: registry.acme.example/cart:${version}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: cart, namespace: shop }
data: { greeting: hello }
---
apiVersion: v1
kind: Secret
metadata: { name: cart, namespace: shop }
stringData: { password: ${password} }
`;

describe('a cluster followed by the built-in engine', () => {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3'],
    disableDocker: true,
  });
  const directory = createMockDirectory();
  let portal: TestPortal;
  let remote: Remote;
  let cluster: SandboxCluster;
  let knex: Knex;
  let id: string;

  const fleet = () => answer(fleetResponseSchema, portal.get('/targets'));

  beforeEach(async () => {
    directory.clear();
    cluster = await SandboxCluster.start({
      name: 'eu-1',
      token: 'cluster-token',
      namespaces: ['shop'],
      readyAfter: 0,
    });
    remote = new Remote(directory.resolve('remote'));
    remote.write('apps/cart/production/cart.yaml', cart('v1'));
    remote.commit('Add cart');
    knex = await databases.init('SQLITE_3');
    portal = await startGitops({
      knex,
      repositories: {},
      workingDirectory: directory.resolve('work'),
      entities: [component('cart', 'shop')],
      config: {
        gitops: {
          repositories: [{ id: 'platform', url: remote.directory }],
          clusters: [
            {
              name: 'eu-1',
              environments: ['production', 'default'],
              server: cluster.url,
              token: cluster.token,
              mode: 'manual',
            },
          ],
        },
      },
      openRepository: options => new GitConfigRepository(options),
      openClusters: openConfiguredClusters,
      openRenderer: openConfiguredRenderer,
      times: { beat: 100 },
    });
    await portal.read('platform');
    id = encodeURIComponent((await fleet()).items[0].id);
    portal.watch('eu-1');
  });

  afterEach(async () => {
    await portal.stop();
    await cluster.stop();
  });

  const live = async (): Promise<TargetLive | undefined> =>
    (await fleet()).items[0].live;

  const settled = (
    condition: (live: Extract<TargetLive, { state: 'observed' }>) => boolean,
  ) =>
    until(async () => {
      const now = await live();
      return now?.state === 'observed' && condition(now);
    }, live);

  const sync = () =>
    answer(syncResponseSchema, portal.post(`/targets/${id}/sync`));

  const drift = () =>
    answer(targetDriftResponseSchema, portal.get(`/targets/${id}/drift`));

  const kubectl = () =>
    createClusterClient({
      name: 'eu-1',
      connection: {
        type: 'server',
        url: cluster.url,
        token: cluster.token,
        skipTLSVerify: false,
      },
    });

  it('is synced on request, and drift is told until it is corrected', async () => {
    await settled(({ sync: { state } }) => state === 'outOfSync');
    expect(await live()).toMatchObject({
      sync: { reason: '3 not applied yet' },
      drift: { fields: 0, missing: 0 },
    });
    const plan = await answer(
      syncResponseSchema,
      portal.post(`/targets/${id}/sync`, { dryRun: true }),
    );
    expect(plan.steps.map(({ outcome }) => outcome)).toEqual(
      Array(3).fill('planned'),
    );
    expect((await sync()).steps).toHaveLength(3);
    await settled(
      ({ sync: { state }, health, artifacts }) =>
        state === 'synced' &&
        health.state === 'healthy' &&
        artifacts[0]?.pods === 2,
    );
    expect(await live()).toMatchObject({
      artifacts: [{ version: 'v1', pods: 2 }],
      drift: { fields: 0, missing: 0 },
    });

    const client = kubectl();
    await client.patch(
      { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'cart' },
      { spec: { replicas: 5 } },
      { fieldManager: 'kubectl-edit' },
    );
    await settled(now => now.drift.fields === 1);
    const { resources } = await drift();
    expect(resources).toMatchObject([
      {
        kind: 'Deployment',
        status: 'drifted',
        differences: [
          {
            field: 'spec.replicas',
            declared: 2,
            live: 5,
            lastWrite: { manager: 'kubectl-edit' },
            since: expect.any(String),
            origin: { file: 'apps/cart/production/cart.yaml', line: 5 },
          },
        ],
      },
    ]);
    expect((await drift()).links).toEqual({});
    await sync();
    await settled(now => now.sync.state === 'synced');
    expect((await drift()).resources).toEqual([]);
    await client.close();
  });

  it('follows what Git declares next, and is stale while it is away', async () => {
    await sync();
    await settled(now => now.sync.state === 'synced');
    remote.write('apps/cart/production/cart.yaml', cart('v2'));
    remote.commit('Release v2');
    await portal.read('platform');
    // Pods are seen by a watch of their own.
    await settled(
      ({ sync: { state }, behind }) =>
        state === 'outOfSync' && behind !== undefined,
    );
    expect(await live()).toMatchObject({
      sync: { state: 'outOfSync' },
      behind: { running: ['v1'] },
    });
    await cluster.pause();
    await settled(now => now.stale !== undefined);
    expect(await live()).toMatchObject({
      behind: { running: ['v1'] },
      stale: { reason: expect.any(String) },
    });
  });

  it('gives no secret away, to no table, line or answer', async () => {
    await sync();
    await settled(now => now.sync.state === 'synced');
    const client = kubectl();
    await client.patch(
      { group: '', kind: 'Secret', namespace: 'shop', name: 'cart' },
      { data: { password: base64(livePassword) } },
      { fieldManager: 'kubectl-edit' },
    );
    await client.close();
    await settled(now => now.drift.fields === 1);
    const manifest = await answer(
      targetManifestResponseSchema,
      portal.get(
        `/targets/${id}/manifest?kind=Secret&namespace=shop&name=cart`,
      ),
    );
    expect(manifest.declared).toMatch(/password: "?\*\*\*/);
    expect(manifest.live).toMatch(/password: "?\*\*\*/);
    expect(manifest.declared).not.toBe(manifest.live);
    const answers = [
      manifest,
      await drift(),
      await answer(
        targetResourcesResponseSchema,
        portal.get(`/targets/${id}/resources`),
      ),
      await sync(),
      await fleet(),
    ];
    const told = [
      JSON.stringify(answers),
      portal.logged(),
      JSON.stringify(await everything(knex)),
      JSON.stringify(portal.audits()),
    ];
    for (const text of told) {
      for (const secret of [password, livePassword]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(base64(secret));
      }
      expect(text).not.toContain(cluster.token);
    }
    expect(told[2]).toContain('data.password');
  });
});

async function everything(knex: Knex): Promise<unknown[]> {
  const tables: { name: string }[] = await knex('sqlite_master')
    .where({ type: 'table' })
    .select('name');
  return Promise.all(tables.map(({ name }) => knex(name).select('*')));
}
