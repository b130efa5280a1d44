import { ApiServer, describeWithKubernetes } from '@backstage-gitops/envtest';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { ClusterClient } from '../../clusters/ClusterClient';
import { createClusterClient } from '../../clusters/createClusterClient';
import { Resource } from '../../manifests/Resource';
import { BuiltinEngine } from './BuiltinEngine';
import { BuiltinEngineOptions } from './BuiltinEngineOptions';
import { ApplySet, partOfLabel } from './ownership/ApplySet';
import { desiredUnit } from './testing/desiredUnit';
import { WatchedEngine } from './testing/WatchedEngine';

jest.setTimeout(180_000);

const revisions = ['1', '2', '3'].map(digit => digit.repeat(40));

function configMap(
  namespace: string,
  name: string,
  data: Record<string, string>,
  labels: Record<string, string> = {},
): Resource {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels },
    data,
  };
}

function deployment(namespace: string, name: string, image: string): Resource {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image }] },
      },
    },
  };
}

const isSynced = ({ sync }: UnitObservation) => sync.state === 'synced';
const isOutOfSync = ({ sync }: UnitObservation) => sync.state === 'outOfSync';

describeWithKubernetes('BuiltinEngine', () => {
  let server: ApiServer;
  let client: ClusterClient;
  const watched: WatchedEngine[] = [];
  let count = 0;

  beforeAll(async () => {
    server = await ApiServer.start();
    client = clientOf('admin');
  });
  afterEach(async () => {
    await Promise.all(watched.splice(0).map(engine => engine.stop()));
  });
  afterAll(async () => {
    await client?.close();
    await server?.stop();
  });

  function clientOf(user: 'admin' | 'reader'): ClusterClient {
    return createClusterClient({
      name: 'eu-1',
      connection: { type: 'kubeconfig', file: server.kubeconfigFile(user) },
    });
  }

  function engineOf(options: Partial<BuiltinEngineOptions>): BuiltinEngine {
    return new BuiltinEngine({ client, debounce: 20, ...options });
  }

  function watch(
    options: Partial<BuiltinEngineOptions>,
    units: ConstructorParameters<typeof WatchedEngine>[1],
  ): WatchedEngine {
    const engine = new WatchedEngine(engineOf(options), units);
    watched.push(engine);
    return engine;
  }

  async function namespace(): Promise<string> {
    count += 1;
    const name = `shop-${count}`;
    await server.namespace(name);
    return name;
  }

  const shop = (id: string, ...rest: Parameters<typeof desiredUnit>) =>
    desiredUnit(rest[0], { id: `books/Overlay/_/${id}@eu-1`, ...rest[1] });

  it('brings what is declared to the cluster and prunes what no longer is', async () => {
    const ns = await namespace();
    const first = shop(
      ns,
      [configMap(ns, 'flags', { sale: 'no' }), configMap(ns, 'old', {})],
      { revision: revisions[0] },
    );
    const engine = watch({ mode: 'auto' }, [first]);
    const before = await engine.see(isSynced);
    expect(before).toMatchObject({
      revision: revisions[0],
      appliedRevision: revisions[0],
      health: { state: 'healthy' },
    });

    const strangers = configMap(
      ns,
      'strangers',
      {},
      {
        [partOfLabel]: 'applyset-of-someone-else-v1',
      },
    );
    await server.apply(strangers, { fieldManager: 'someone' });
    engine.declare([
      shop(ns, [configMap(ns, 'flags', { sale: 'yes' })], {
        revision: revisions[1],
      }),
    ]);
    await engine.see(
      observation =>
        isSynced(observation) && observation.appliedRevision === revisions[1],
    );
    expect(await server.read(configMap(ns, 'flags', {}))).toMatchObject({
      data: { sale: 'yes' },
    });
    expect(await server.read(configMap(ns, 'old', {}))).toBeUndefined();
    expect(await server.read(strangers)).toBeDefined();
  });

  it('corrects drift in auto', async () => {
    const ns = await namespace();
    const flags = configMap(ns, 'flags', { sale: 'no' });
    const engine = watch({ mode: 'auto' }, [shop(ns, [flags])]);
    await engine.see(isSynced);
    await server.patch(
      flags,
      { data: { sale: 'yes' } },
      { fieldManager: 'kubectl-edit' },
    );
    const drifted = await engine.see(isOutOfSync);
    expect(drifted.resources[0]).toMatchObject({
      status: 'drifted',
      differences: [
        {
          field: 'data.sale',
          class: 'changed',
          declared: 'no',
          live: 'yes',
          lastWrite: { manager: 'kubectl-edit' },
        },
      ],
    });
    await engine.see(isSynced);
    expect(await server.read(flags)).toMatchObject({ data: { sale: 'no' } });
  });

  it('leaves drift, but applies what is new, where it does not heal itself', async () => {
    const ns = await namespace();
    const flags = configMap(ns, 'flags', { sale: 'no' });
    const units = [shop(ns, [flags], { revision: revisions[0] })];
    const engine = watch({ mode: 'auto', selfHeal: false }, units);
    await engine.see(isSynced);
    await server.patch(
      flags,
      { data: { sale: 'yes' } },
      { fieldManager: 'kubectl-edit' },
    );
    await engine.see(isOutOfSync);

    // A revision that changes nothing of the unit is no reason to apply it.
    engine.declare([shop(ns, [flags], { revision: revisions[1] })]);
    await engine.see(({ revision }) => revision === revisions[1]);
    expect(await server.read(flags)).toMatchObject({ data: { sale: 'yes' } });

    const more = configMap(ns, 'flags', { sale: 'no', year: '2026' });
    engine.declare([shop(ns, [more], { revision: revisions[2] })]);
    await engine.see(
      observation =>
        isSynced(observation) && observation.revision === revisions[2],
    );
    expect(await server.read(flags)).toMatchObject({
      data: { sale: 'no', year: '2026' },
    });
  });

  it('only reports in observe, and refuses to sync', async () => {
    const ns = await namespace();
    const unit = shop(ns, [configMap(ns, 'flags', { sale: 'no' })]);
    const engine = engineOf({ mode: 'observe' });
    const seen = new WatchedEngine(engine, [unit]);
    watched.push(seen);
    const observation = await seen.see(isOutOfSync);
    expect(observation).toMatchObject({
      mode: 'observe',
      health: { state: 'missing' },
      resources: [{ name: 'flags', status: 'missing' }],
    });
    const options = { prune: true, dryRun: false, confirm: [] };
    await expect(engine.sync(unit, options)).rejects.toThrow(
      "Cluster 'eu-1' is only observed",
    );
    const plan = await engine.sync(unit, { ...options, dryRun: true });
    expect(plan.steps).toMatchObject([
      { action: 'create', outcome: 'planned' },
    ]);
    expect(await server.read(configMap(ns, 'flags', {}))).toBeUndefined();
  });

  it('tells what really runs while another version is declared', async () => {
    const ns = await namespace();
    const old = deployment(ns, 'payments', 'registry.example.com/payments:v41');
    const unit = shop(
      ns,
      [deployment(ns, 'payments', 'registry.example.com/payments:v42')],
      { services: ['payments'] },
    );
    const live = await server.apply(old, { fieldManager: 'someone' });
    const owner = (object: Resource | undefined) => ({
      apiVersion: object?.apiVersion,
      kind: object?.kind,
      name: String(Object(object?.metadata).name),
      uid: Object(object?.metadata).uid,
      controller: true,
    });
    const replicas = await server.apply(
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          name: 'payments-5f',
          namespace: ns,
          ownerReferences: [owner(live)],
        },
        spec: old.spec,
      },
      { fieldManager: 'someone' },
    );
    const pod: Resource = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'payments-5f-x',
        namespace: ns,
        ownerReferences: [owner(replicas)],
      },
      spec: {
        containers: [
          { name: 'app', image: 'registry.example.com/payments:v41' },
        ],
      },
    };
    await server.apply(pod, { fieldManager: 'someone' });
    const digest = `sha256:${'c'.repeat(64)}`;
    await server.patch(
      pod,
      {
        status: {
          phase: 'Running',
          startTime: '2026-11-21T08:00:00Z',
          containerStatuses: [
            {
              name: 'app',
              image: 'registry.example.com/payments:v41',
              imageID: `registry.example.com/payments@${digest}`,
              ready: true,
              restartCount: 0,
              state: { running: { startedAt: '2026-11-21T08:00:00Z' } },
            },
          ],
        },
      },
      { fieldManager: 'kubelet', subresource: 'status' },
    );
    const engine = watch({}, [unit]);
    const observation = await engine.see(
      ({ targets }) => targets[0].artifacts.length > 0,
    );
    expect(observation.targets).toMatchObject([
      {
        target: `${unit.unit.id}:payments`,
        sync: { state: 'outOfSync' },
        artifacts: [
          {
            name: 'registry.example.com/payments',
            version: 'v41',
            digest,
            pods: 1,
            ready: 1,
            since: '2026-11-21T08:00:00Z',
          },
        ],
      },
    ]);
  });

  it('lets two units share a namespace', async () => {
    const ns = await namespace();
    const books = (data: string) =>
      shop(`${ns}-books`, [configMap(ns, 'books', { data })]);
    const music = shop(`${ns}-music`, [
      configMap(ns, 'music', {}),
      configMap(ns, 'shelf', {}),
    ]);
    const engine = watch({ mode: 'auto' }, [books('1'), music]);
    await engine.see(isSynced, books('1').unit.id);
    await engine.see(isSynced, music.unit.id);
    engine.declare([
      books('1'),
      shop(`${ns}-music`, [configMap(ns, 'music', {})]),
    ]);
    await engine.see(
      observation =>
        isSynced(observation) && observation.resources.length === 1,
      music.unit.id,
    );
    expect(await server.read(configMap(ns, 'shelf', {}))).toBeUndefined();
    expect(await server.read(configMap(ns, 'books', {}))).toBeDefined();
    expect(await server.read(configMap(ns, 'music', {}))).toBeDefined();
  });

  it('hands an object over to the unit that declares it by now', async () => {
    const ns = await namespace();
    const flags = configMap(ns, 'flags', { sale: 'no' });
    const one = (objects: Resource[]) => shop(`${ns}-one`, objects);
    const two = (objects: Resource[]) => shop(`${ns}-two`, objects);
    const other = configMap(ns, 'other', {});
    const engine = watch({ mode: 'auto' }, [one([flags, other]), two([])]);
    await engine.see(isSynced, one([]).unit.id);
    const { uid } = Object((await server.read(flags))?.metadata);
    engine.declare([one([other]), two([flags])]);
    await engine.see(
      ({ appliedRevision }) => appliedRevision !== undefined,
      two([]).unit.id,
    );
    const moved = Object((await server.read(flags))?.metadata);
    expect(moved.uid).toBe(uid);
    expect(moved.labels[partOfLabel]).toBe(
      new ApplySet(two([]).unit.id, 'backstage-gitops', 'backstage-gitops').id,
    );
  });

  it('brings a kind and its objects in one go', async () => {
    const ns = await namespace();
    const definition: Resource = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'shelves.library.example.com' },
      spec: {
        group: 'library.example.com',
        scope: 'Namespaced',
        names: { plural: 'shelves', singular: 'shelf', kind: 'Shelf' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    properties: { books: { type: 'integer' } },
                  },
                },
              },
            },
          },
        ],
      },
    };
    const shelf: Resource = {
      apiVersion: 'library.example.com/v1',
      kind: 'Shelf',
      metadata: { name: 'novels' },
      spec: { books: 40 },
    };
    const unit = shop(ns, [shelf, definition], { namespace: ns });
    const engine = watch({ mode: 'auto' }, [unit]);
    await engine.see(
      observation =>
        isSynced(observation) && observation.health.state === 'healthy',
    );
    expect(
      await server.get(
        `/apis/library.example.com/v1/namespaces/${ns}/shelves/novels`,
      ),
    ).toMatchObject({ spec: { books: 40 } });

    // The kind goes: its object is missing, and is told so.
    watched.splice(0);
    await engine.stop();
    const looking = watch({}, [unit]);
    await looking.see(isSynced);
    await server.delete(definition);
    const gone = await looking.see(isOutOfSync);
    expect(gone.resources).toMatchObject([
      { kind: 'Shelf', status: 'missing' },
      { kind: 'CustomResourceDefinition', status: 'missing' },
    ]);
  });
});
