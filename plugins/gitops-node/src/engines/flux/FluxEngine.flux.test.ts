import { describeWithEngines } from '@backstage-gitops/envtest';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { FluxOnServer } from './__testUtils__/FluxOnServer';
import { flags, kustomization, text } from './__testUtils__/configFiles';

const configMap = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'bookshop' },
});

const steps = ({ delivery }: UnitObservation) =>
  delivery?.steps.map(({ step, state }) => `${step} ${state}`);

const resource = ({ resources }: UnitObservation, name: string) =>
  resources.find(each => each.name === name);

describeWithEngines(['flux'], 'FluxEngine', () => {
  let on: FluxOnServer;

  beforeAll(async () => {
    on = await FluxOnServer.start();
  });
  afterAll(async () => {
    await on?.stop();
  });

  const see: FluxOnServer['see'] = (...wanted) => on.see(...wanted);

  /** As somebody does with kubectl. */
  const edit = (name: string, data: Readonly<Record<string, string>>) =>
    on.server.patch(
      configMap(name),
      { data },
      { fieldManager: 'kubectl-edit' },
    );

  async function takeAway(name: string): Promise<void> {
    const there = await on.server.read(configMap(name));
    if (there !== undefined) await on.server.delete(there);
  }

  it('follows a repository to the cluster', async () => {
    const revision = on.source.tip();
    const seen = await see(
      'books',
      ({ delivery, sync }) =>
        delivery?.state === 'synced' && sync.state === 'synced',
    );
    expect(seen).toMatchObject({
      engine: 'flux',
      revision,
      appliedRevision: revision,
      sync: { state: 'synced' },
      delivery: {
        object: { kind: 'Kustomization', name: 'books' },
        fetched: { revision: `main@sha1:${revision}`, commit: revision },
        applied: { commit: revision },
        stopped: { reason: 'rollingOut' },
      },
    });
    expect(steps(seen)).toEqual([
      'declared done',
      'fetched done',
      'applied done',
      'running pending',
    ]);
    expect(await on.server.read(configMap('flags'))).toMatchObject({
      data: { sale: 'no' },
    });
  });

  it('tells what a Kustomization waits for', async () => {
    const { delivery, sync } = await see(
      'settings',
      observation => observation.delivery?.stopped?.reason === 'waiting',
    );
    expect(sync.state).toBe('outOfSync');
    expect(delivery).toMatchObject({
      state: 'progressing',
      waitsFor: ['flux-system/vault'],
      stopped: { message: 'It waits for flux-system/vault' },
    });
  });

  it('follows a commit through each step', async () => {
    await see('books', ({ sync }) => sync.state === 'synced');
    const commit = await on.commit({ 'apps/books/flags.yaml': flags('"yes"') });
    const merged = await see(
      'books',
      ({ revision, sync }) => revision === commit && sync.state === 'outOfSync',
    );
    expect(merged.delivery).toMatchObject({
      state: 'outOfSync',
      stopped: {
        reason: 'notFetched',
        message: expect.stringContaining(`not yet ${commit.slice(0, 8)}`),
      },
    });
    expect(steps(merged)).toEqual([
      'declared done',
      'fetched pending',
      'applied pending',
      'running pending',
    ]);

    const plan = await on.engine.sync(await on.unit('books'), {
      ...{ prune: false, dryRun: true, confirm: [] },
    });
    expect(plan.steps.map(({ outcome }) => outcome)).toEqual([
      'planned',
      'planned',
    ]);
    expect((await on.reconcile('books')).steps).toMatchObject([
      { kind: 'GitRepository', name: 'config', outcome: 'done' },
      { kind: 'Kustomization', name: 'books', outcome: 'done' },
    ]);
    // Each kind of object is watched by itself.
    const applied = await see(
      'books',
      ({ appliedRevision, delivery, sync }) =>
        appliedRevision === commit &&
        delivery?.fetched?.commit === commit &&
        // It may be applied once more.
        delivery.state === 'synced' &&
        sync.state === 'synced',
    );
    expect(applied.delivery).toMatchObject({
      fetched: { commit },
      applied: { commit },
      history: [{ revision: { commit } }, {}],
    });
  });

  it('makes the failure of a broken manifest readable', async () => {
    const commit = await on.commit({
      'apps/books/flags.yaml': flags('{ not: text }'),
    });
    await on.reconcile('books');
    const { delivery } = await see(
      'books',
      observation =>
        observation.revision === commit &&
        observation.delivery?.attempted?.commit === commit &&
        observation.delivery.state === 'failed',
    );
    expect(delivery?.stopped).toMatchObject({
      reason: 'failed',
      message: expect.stringMatching(/ConfigMap\/bookshop\/flags.*sale/),
    });
    expect(delivery?.applied?.commit).not.toBe(commit);
  });

  it('suspends and resumes, and tells who and why', async () => {
    const books = await on.unit('books');
    await on.engine.suspend(books, { by: 'user:default/dana', reason: 'Sale' });
    const commit = await on.commit({ 'apps/books/flags.yaml': flags('"no"') });
    const { delivery } = await see(
      'books',
      observation =>
        observation.revision === commit &&
        observation.delivery?.stopped?.reason === 'suspended',
    );
    expect(delivery).toMatchObject({
      state: 'suspended',
      suspended: { by: 'user:default/dana', reason: 'Sale' },
      stopped: { message: 'It is suspended by user:default/dana: Sale' },
    });
    await expect(on.reconcile('books')).rejects.toThrow(/is suspended/);
    const absent = {
      ...books,
      unit: { ...books.unit, name: 'absent', path: 'x' },
    };
    await expect(
      on.engine.suspend(absent, { by: 'user:default/dana' }),
    ).rejects.toThrow(/No object of Flux on cluster 'eu-1' applies/);

    await on.engine.resume(books);
    await on.reconcile('books');
    const resumed = await see(
      'books',
      ({ appliedRevision, sync }) =>
        appliedRevision === commit && sync.state === 'synced',
    );
    expect(resumed.delivery?.suspended).toBeUndefined();
  });

  it('asks for what it may where other kinds may not be read', async () => {
    const kustomize = {
      apiGroups: ['kustomize.toolkit.fluxcd.io'],
      resources: ['kustomizations'],
      verbs: ['list', 'get', 'patch'],
    };
    const books = await on.unit('books');
    await on.server.allow('reader', [kustomize]);
    const engine = on.engineFor('reader');

    const asked = await engine.reconcile(books);
    expect(asked).toMatchObject({ kind: 'Kustomization', name: 'books' });
    await on.handled(asked);

    await expect(on.engineFor('outsider').reconcile(books)).rejects.toThrow(
      /It can't be told which object of Flux .* applies Kustomization books: /,
    );
  });

  it('finds what was changed by hand, and has Flux correct it', async () => {
    const drifted = await on.byHand(
      () => edit('flags', { sale: 'maybe' }),
      'books',
      seen =>
        resource(seen, 'flags')?.status === 'drifted' &&
        seen.delivery?.state === 'outOfSync',
    );
    expect(drifted.sync.state).toBe('outOfSync');
    expect(resource(drifted, 'flags')?.differences).toMatchObject([
      {
        field: 'data.sale',
        declared: 'no',
        live: 'maybe',
        lastWrite: { manager: 'kubectl-edit' },
        origin: { file: 'apps/books/flags.yaml' },
      },
    ]);
    await on.reconcile('books');
    await see('books', ({ sync }) => sync.state === 'synced');
  });

  it('tells what it has never applied from what was taken away', async () => {
    await see('books', ({ sync }) => sync.state === 'synced');
    const commit = await on.commit({
      'apps/books/kustomization.yaml':
        'resources: [books.yaml, flags.yaml, news.yaml]\n',
      'apps/books/news.yaml': flags('"no"').replace('flags', 'news'),
    });
    const merged = await see(
      'books',
      seen =>
        seen.revision === commit &&
        resource(seen, 'flags')?.status === 'synced',
    );
    expect(resource(merged, 'news')).toMatchObject({
      ...{ status: 'undelivered', health: { state: 'progressing' } },
    });
    expect(merged).toMatchObject({
      sync: { state: 'outOfSync', reason: '1 not applied yet' },
      health: { state: 'progressing' },
    });

    const without = await on.byHand(
      () => takeAway('flags'),
      'books',
      seen => resource(seen, 'flags')?.status !== 'synced',
    );
    expect(resource(without, 'flags')).toMatchObject({
      ...{ status: 'missing', health: { state: 'missing' } },
    });
    expect(resource(without, 'news')?.status).toBe('undelivered');
    expect(without.health.state).toBe('missing');

    await on.reconcile('books');
    await see('books', ({ sync }) => sync.state === 'synced');
    const { observations } = await on.watched();
    const told = observations.flatMap(each => resource(each, 'news') ?? []);
    expect(told.map(({ status }) => status)).not.toContain('missing');
  });

  it('calls nothing missing of what is rolled out for the first time', async () => {
    const commit = await on.commit({
      'clusters/eu-1/gifts.yaml': text(
        kustomization('gifts', './apps/gifts', { targetNamespace: 'bookshop' }),
      ),
      'apps/gifts/kustomization.yaml': 'resources: [gifts.yaml]\n',
      'apps/gifts/gifts.yaml': flags('"no"').replace('flags', 'gifts'),
    });
    const declared = await see('gifts', ({ revision }) => revision === commit);
    expect(declared).toMatchObject({
      health: { state: 'progressing' },
      resources: [{ name: 'gifts', status: 'undelivered' }],
      delivery: { stopped: { reason: 'notFetched' } },
    });

    await on.reconcile('cluster');
    await see('gifts', ({ sync }) => sync.state === 'synced');
    const { observations } = await on.watched();
    const told = observations.flatMap(each => resource(each, 'gifts') ?? []);
    expect(new Set(told.map(({ status }) => status))).toEqual(
      new Set(['undelivered', 'synced']),
    );
  });

  it('compares a HelmRelease with what Helm installed', async () => {
    const released = await see(
      'catalog',
      ({ sync, delivery }) =>
        sync.state === 'synced' && delivery?.state === 'synced',
    );
    expect(released.delivery).toMatchObject({
      object: { kind: 'HelmRelease', name: 'catalog' },
      applied: { revision: expect.stringMatching(/^1\.0\.0\+/) },
    });
    expect(released.delivery?.history[0]).toMatchObject({
      status: 'deployed',
      message: expect.stringMatching(/^Release catalog v\d+ catalog 1\.0\.0/),
    });
    // Helm installs anew for each commit of the repository that has the chart.
    const drifted = await on.byHand(
      () => edit('catalog', { title: 'Films' }),
      'catalog',
      seen => resource(seen, 'catalog')?.status === 'drifted',
    );
    expect(drifted.sync.state).toBe('outOfSync');
    expect(resource(drifted, 'catalog')).toMatchObject({
      differences: [{ field: 'data.title', declared: 'Books', live: 'Films' }],
    });
  });

  it('makes the failure of a release readable', async () => {
    const { delivery, sync } = await see(
      'reviews',
      observation => observation.delivery?.state === 'failed',
    );
    expect(sync.state).not.toBe('synced');
    expect(delivery?.stopped).toMatchObject({
      reason: 'failed',
      message: expect.stringMatching(/Service "reviews" is invalid.*99999/),
    });
  });

  it('tells what no repository declares, and what two objects claim', async () => {
    const { unit } = await on.unit('books');
    await on.server.apply(
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'stray', namespace: 'infrastructure' },
        spec: {
          ...{ path: './elsewhere', interval: '1h', prune: false },
          suspend: true,
          sourceRef: { kind: 'GitRepository', name: 'absent' },
        },
      },
      { fieldManager: 'test' },
    );
    await on.server.apply(
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'copy', namespace: 'flux-system' },
        spec: {
          ...{ path: 'apps/books/', interval: '1h', prune: false },
          ...{ suspend: true, targetNamespace: 'bookshop' },
          sourceRef: { kind: 'GitRepository', name: 'config' },
        },
      },
      { fieldManager: 'test' },
    );
    const { delivery } = await see(
      'books',
      observation => observation.delivery?.claimedBy !== undefined,
    );
    expect(delivery).toMatchObject({
      state: 'unknown',
      claimedBy: [{ name: 'books' }, { name: 'copy' }],
    });
    const survey = on.survey();
    expect(survey?.undeclared.map(({ ref }) => ref.name)).toEqual(['stray']);
    expect([...(survey?.contested.keys() ?? [])]).toEqual([unit.id]);
    await expect(on.reconcile('books')).rejects.toThrow(/Several objects/);
  });
});
