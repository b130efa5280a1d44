import {
  describeWithKubernetes,
  KubernetesObject,
} from '@backstage-gitops/envtest';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { ApplySet, partOfLabel } from './ownership/ApplySet';
import { EngineOnServer } from './__testUtils__/EngineOnServer';
import { configMap, definition, deployment } from './__testUtils__/objects';

const revisions = ['1', '2', '3'].map(digit => digit.repeat(40));

const isSynced = ({ sync }: UnitObservation) => sync.state === 'synced';
const isOutOfSync = ({ sync }: UnitObservation) => sync.state === 'outOfSync';

describeWithKubernetes('BuiltinEngine', () => {
  let on: EngineOnServer;

  beforeAll(async () => {
    on = await EngineOnServer.start();
  });
  afterEach(async () => {
    await on.stopWatching();
  });
  afterAll(async () => {
    await on?.stop();
  });

  it('brings what is declared to the cluster and prunes what no longer is', async () => {
    const ns = await on.namespace();
    const first = on.unit(
      ns,
      [configMap(ns, 'flags', { sale: 'no' }), configMap(ns, 'old', {})],
      { revision: revisions[0] },
    );
    const engine = on.watch({ mode: 'auto' }, [first]);
    const before = await engine.see(
      observation =>
        isSynced(observation) && observation.appliedRevision === revisions[0],
    );
    expect(before).toMatchObject({
      revision: revisions[0],
      health: { state: 'healthy' },
    });

    // A label is copied easily; this one was not written by the engine.
    const { id } = new ApplySet(
      first.unit.id,
      'backstage-gitops',
      'backstage-gitops',
    );
    const strangers = configMap(
      ns,
      'strangers',
      {},
      { labels: { [partOfLabel]: id } },
    );
    await on.server.apply(strangers, { fieldManager: 'someone' });
    engine.declare([
      on.unit(ns, [configMap(ns, 'flags', { sale: 'yes' })], {
        revision: revisions[1],
      }),
    ]);
    await engine.see(
      observation =>
        isSynced(observation) && observation.appliedRevision === revisions[1],
    );
    expect(await on.server.read(configMap(ns, 'flags', {}))).toMatchObject({
      data: { sale: 'yes' },
    });
    expect(await on.server.read(configMap(ns, 'old', {}))).toBeUndefined();
    expect(await on.server.read(strangers)).toBeDefined();
  });

  it('corrects drift in auto', async () => {
    const ns = await on.namespace();
    const flags = configMap(ns, 'flags', { sale: 'no' });
    const engine = on.watch({ mode: 'auto' }, [on.unit(ns, [flags])]);
    await engine.see(isSynced);
    // It may be corrected before the API server has answered who wrote it.
    const [drifted] = await Promise.all([
      engine.see(isOutOfSync),
      on.server.patch(
        flags,
        { data: { sale: 'yes' } },
        { fieldManager: 'kubectl-edit' },
      ),
    ]);
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
    expect(await on.server.read(flags)).toMatchObject({ data: { sale: 'no' } });
  });

  it('leaves drift, but applies what is new, where it does not heal itself', async () => {
    const ns = await on.namespace();
    const flags = configMap(ns, 'flags', { sale: 'no' });
    const units = [on.unit(ns, [flags], { revision: revisions[0] })];
    const engine = on.watch({ mode: 'auto', selfHeal: false }, units);
    await engine.see(isSynced);
    await on.server.patch(
      flags,
      { data: { sale: 'yes' } },
      { fieldManager: 'kubectl-edit' },
    );
    await engine.see(isOutOfSync);

    // A revision that changes nothing of the unit is no reason to apply it.
    engine.declare([on.unit(ns, [flags], { revision: revisions[1] })]);
    await engine.see(({ revision }) => revision === revisions[1]);
    expect(await on.server.read(flags)).toMatchObject({
      data: { sale: 'yes' },
    });

    const more = configMap(ns, 'flags', { sale: 'no', year: '2026' });
    engine.declare([on.unit(ns, [more], { revision: revisions[2] })]);
    await engine.see(
      observation =>
        isSynced(observation) && observation.revision === revisions[2],
    );
    expect(await on.server.read(flags)).toMatchObject({
      data: { sale: 'no', year: '2026' },
    });
  });

  it('only reports in observe, and refuses to sync', async () => {
    const ns = await on.namespace();
    const unit = on.unit(ns, [configMap(ns, 'flags', { sale: 'no' })]);
    const engine = on.engine({ mode: 'observe' });
    const seen = on.watch({ mode: 'observe' }, [unit]);
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
    expect(await on.server.read(configMap(ns, 'flags', {}))).toBeUndefined();
  });

  it('tells what really runs while another version is declared', async () => {
    const ns = await on.namespace();
    const old = deployment(ns, 'payments', 'registry.example.com/payments:v41');
    const unit = on.unit(
      ns,
      [deployment(ns, 'payments', 'registry.example.com/payments:v42')],
      { services: ['payments'] },
    );
    const live = await on.server.apply(old, { fieldManager: 'someone' });
    const owner = (object: KubernetesObject) => ({
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: object.metadata.name,
      uid: object.metadata.uid,
      controller: true,
    });
    const replicas = await on.server.apply(
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
    const pod: KubernetesObject = {
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
    await on.server.apply(pod, { fieldManager: 'someone' });
    const digest = `sha256:${'c'.repeat(64)}`;
    await on.server.patch(
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
    const engine = on.watch({}, [unit]);
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
    const ns = await on.namespace();
    const books = (data: string) =>
      on.unit(`${ns}-books`, [configMap(ns, 'books', { data })]);
    const music = on.unit(`${ns}-music`, [
      configMap(ns, 'music', {}),
      configMap(ns, 'shelf', {}),
    ]);
    const engine = on.watch({ mode: 'auto' }, [books('1'), music]);
    await engine.see(isSynced, books('1').unit.id);
    await engine.see(isSynced, music.unit.id);
    engine.declare([
      books('1'),
      on.unit(`${ns}-music`, [configMap(ns, 'music', {})]),
    ]);
    await engine.see(
      observation =>
        isSynced(observation) && observation.resources.length === 1,
      music.unit.id,
    );
    expect(await on.server.read(configMap(ns, 'shelf', {}))).toBeUndefined();
    expect(await on.server.read(configMap(ns, 'books', {}))).toBeDefined();
    expect(await on.server.read(configMap(ns, 'music', {}))).toBeDefined();
  });

  it('hands an object over to the unit that declares it by now', async () => {
    const ns = await on.namespace();
    const flags = configMap(ns, 'flags', { sale: 'no' });
    const one = (objects: KubernetesObject[]) => on.unit(`${ns}-one`, objects);
    const two = (objects: KubernetesObject[]) => on.unit(`${ns}-two`, objects);
    const other = configMap(ns, 'other', {});
    const engine = on.watch({ mode: 'auto' }, [one([flags, other]), two([])]);
    await engine.see(isSynced, one([]).unit.id);
    const { uid } = Object((await on.server.read(flags))?.metadata);
    engine.declare([one([other]), two([flags])]);
    await engine.see(
      ({ appliedRevision }) => appliedRevision !== undefined,
      two([]).unit.id,
    );
    const moved = Object((await on.server.read(flags))?.metadata);
    expect(moved.uid).toBe(uid);
    expect(moved.labels[partOfLabel]).toBe(
      new ApplySet(two([]).unit.id, 'backstage-gitops', 'backstage-gitops').id,
    );
  });

  it('brings a kind and its objects in one go', async () => {
    const ns = await on.namespace();
    const shelves = definition('shelves', 'Shelf', {
      spec: { type: 'object', properties: { books: { type: 'integer' } } },
    });
    const shelf: KubernetesObject = {
      apiVersion: 'library.example.com/v1',
      kind: 'Shelf',
      metadata: { name: 'novels' },
      spec: { books: 40 },
    };
    const unit = on.unit(ns, [shelf, shelves], { namespace: ns });
    const engine = on.watch({ mode: 'auto' }, [unit]);
    await engine.see(
      observation =>
        isSynced(observation) && observation.health.state === 'healthy',
    );
    expect(
      await on.server.get(
        `/apis/library.example.com/v1/namespaces/${ns}/shelves/novels`,
      ),
    ).toMatchObject({ spec: { books: 40 } });

    // The kind goes: its object is missing, and is told so.
    await on.stopWatching();
    const looking = on.watch({}, [unit]);
    await looking.see(isSynced);
    await on.server.delete(shelves);
    await looking.see(({ resources }) =>
      resources.every(({ status }) => status === 'missing'),
    );
  });
});
