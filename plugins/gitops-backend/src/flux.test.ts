import { describeWithEngines } from '@backstage-gitops/envtest';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  Delivery,
  engineActionResponseSchema,
  enginesResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { FluxPortal, workload } from './__testUtils__/FluxPortal';
import { answer, until } from './__testUtils__/portals';
import { TestPolicy } from './__testUtils__/startGitops';

const steps = ({ steps: all }: Delivery) =>
  all.map(({ step, state }) => `${step} ${state}`);

const arrived = [
  'declared done',
  'fetched done',
  'applied done',
  'running done',
];

const settings = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
});

const kustomization = (name: string, spec: object = {}) => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name, namespace: 'flux-system' },
  ...spec,
});

const denied = { result: AuthorizeResult.DENY } as const;

describeWithEngines(['flux'], 'a cluster followed by Flux', () => {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3'],
    disableDocker: true,
  });
  const directory = createMockDirectory();
  const policy: TestPolicy = { decision: { result: AuthorizeResult.ALLOW } };
  let on: FluxPortal;

  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    on = await FluxPortal.start(knex, directory.path, policy);
  });
  afterAll(() => on?.stop());
  afterEach(() => {
    policy.decisions = undefined;
  });

  it('tells how far a merged change has come, step by step', async () => {
    await on.see('cart', delivery => steps(delivery).join() === arrived.join());
    const commit = await on.merge({
      'apps/cart/production/app.yaml': workload('cart', 'v2'),
    });
    const merged = await on.see(
      'cart',
      ({ steps: [declared], stopped }) =>
        declared.revision?.commit === commit &&
        stopped?.reason === 'notFetched',
    );
    expect(steps(merged.delivery).slice(0, 2)).toEqual([
      'declared done',
      'fetched pending',
    ]);
    expect(merged.delivery.link).toBe('https://flux.acme.example/eu-1/cart');
    expect(merged).toMatchObject({
      canSync: true,
      actions: ['refresh', 'suspend'],
    });

    const { status, body } = await on.sync('cart');
    expect([status, body.error]).toEqual([200, undefined]);
    const { delivery, live } = await on.see(
      'cart',
      ({ applied, ...told }, page) =>
        applied?.commit === commit &&
        steps({ applied, ...told }).join() === arrived.join() &&
        page.live.state === 'observed' &&
        page.live.sync.state === 'synced',
    );
    expect(delivery.state).toBe('synced');
    expect(live).toMatchObject({ engine: 'flux', sync: { state: 'synced' } });
    const { events } = await on.see('cart', (_, page) =>
      page.events.some(({ message }) => /cart configured/.test(message)),
    );
    expect(events[0]).toMatchObject({ object: { name: 'cart' } });
    expect(on.portal.audits().at(-1)).toMatchObject({
      eventId: 'target-sync',
      status: 'succeeded',
      meta: { cluster: 'eu-1', failed: 0 },
    });
  });

  it('has the built-in engine tell of what Flux has nothing to do with', async () => {
    await until(
      async () => (await on.delivery('notes')).live.state === 'observed',
      () => on.delivery('notes'),
    );
    const page = await on.delivery('notes');
    expect(page.live).toMatchObject({ engine: 'builtin', mode: 'observe' });
    expect(page.delivery).toBeUndefined();
    expect(page.actions).toEqual([]);
    const { status, body } = await on.sync('notes');
    expect(status).toBe(409);
    expect(body.error.message).toMatch(/only observed/);
    const refused = await on.act('notes', { action: 'resume' });
    expect(refused.status).toBe(409);
  });

  it('tells what a unit waits for, and why a release failed', async () => {
    const waiting = await on.see(
      'returns',
      ({ stopped }) => stopped?.reason === 'waiting',
    );
    expect(waiting.delivery.waitsFor).toEqual(['flux-system/tax']);
    const failed = await on.see('reviews', ({ state }) => state === 'failed');
    expect(failed.delivery.stopped?.message).toMatch(/99999/);
  });

  it('suspends for a person, who resumes it; both are audited', async () => {
    await on.see('search', ({ state }) => state === 'synced');
    const { status } = await on.act('search', {
      action: 'suspend',
      reason: 'Stocktaking <b>until</b> noon',
    });
    expect(status).toBe(200);
    const suspended = await on.see(
      'search',
      ({ state }) => state === 'suspended',
    );
    expect(suspended).toMatchObject({
      canSync: false,
      actions: ['resume'],
      delivery: {
        suspended: {
          by: 'user:default/mock',
          reason: 'Stocktaking <b>until</b> noon',
        },
      },
    });
    expect((await on.sync('search')).status).toBe(409);
    // What Flux was doing when it was suspended it does to the end.
    await on.edit(
      'search',
      settings('search'),
      { data: { greeting: 'by hand' } },
      ({ live }) => live.state === 'observed' && live.drift.fields === 1,
    );
    expect(
      await answer(
        engineActionResponseSchema,
        on.portal.post(`${await on.target('search')}/engine`, {
          action: 'resume',
        }),
      ),
    ).toMatchObject({ action: 'resume', object: { name: 'search' } });
    await on.see('search', ({ state }) => state !== 'suspended');
    await on.act('search', { action: 'refresh' });
    await on.see('search', ({ state }) => state === 'synced');
    expect(await on.server.read(settings('search'))).toMatchObject({
      data: { greeting: 'hello' },
    });
    expect(
      on.portal
        .audits()
        .filter(({ eventId }) => eventId === 'target-engine')
        .slice(-3),
    ).toMatchObject([
      { status: 'succeeded', meta: { action: 'suspend' } },
      { status: 'succeeded', meta: { action: 'resume' } },
      { status: 'succeeded', meta: { action: 'refresh' } },
    ]);
  });

  it('refuses who may not, and what Flux does not know, and writes it down', async () => {
    policy.decisions = { 'gitops.target.suspend': denied };
    const suspended = await on.act('cart', { action: 'suspend', reason: 'x' });
    expect(suspended.status).toBe(403);
    policy.decisions = { 'gitops.target.sync': denied };
    expect((await on.act('cart', { action: 'refresh' })).status).toBe(403);
    policy.decisions = undefined;
    const terminated = await on.act('cart', { action: 'terminate' });
    expect(terminated.status).toBe(409);
    expect((await on.act('cart', { action: 'erase' })).status).toBe(400);
    expect(
      on.portal
        .audits()
        .filter(({ eventId }) => eventId === 'target-engine')
        .slice(-3),
    ).toMatchObject([
      { status: 'failed', meta: { action: 'suspend' } },
      { status: 'failed', meta: { action: 'refresh' } },
      { status: 'failed', meta: { action: 'terminate' } },
    ]);
    const { delivery } = await on.delivery('cart');
    expect(delivery?.suspended).toBeUndefined();
  });

  it('tells what stopped a broken manifest', async () => {
    const commit = await on.merge({
      'apps/search/production/app.yaml': workload('search', 'v2', '{ a: b }'),
    });
    await on.act('search', { action: 'refresh' });
    const { delivery } = await on.see(
      'search',
      ({ attempted, state, stopped }) =>
        attempted?.commit === commit &&
        state === 'failed' &&
        // Flux may have failed at it before the portal has read it.
        stopped !== undefined,
    );
    expect(delivery.stopped).toMatchObject({
      reason: 'failed',
      message: expect.stringMatching(/ConfigMap\/shop\/search.*greeting/),
    });
  });

  it('shows what nobody declares, and what two objects claim', async () => {
    const spec = (path: string) => ({
      spec: {
        ...{ path, interval: '1h', prune: false, suspend: true },
        ...{ targetNamespace: 'shop' },
        sourceRef: { kind: 'GitRepository', name: 'platform' },
      },
    });
    const apply = (object: ReturnType<typeof kustomization>) =>
      on.server.apply(object, { fieldManager: 'somebody' });
    await apply(kustomization('stray', spec('./elsewhere')));
    await apply(kustomization('copy', spec('apps/cart/production')));
    const { delivery } = await on.see(
      'cart',
      ({ claimedBy }) => claimedBy !== undefined,
    );
    expect(delivery.claimedBy?.map(({ name }) => name)).toEqual([
      'cart',
      'copy',
    ]);
    const engines = () =>
      answer(enginesResponseSchema, on.portal.get('/engines'));
    await until(async () => {
      const [flux] = (await engines()).items;
      return (
        flux?.undeclared?.some(({ object }) => object.name === 'stray') === true
      );
    }, engines);
    expect((await engines()).items).toMatchObject([
      { kind: 'flux', name: 'eu-1', state: 'ready' },
    ]);
    const [{ undeclared }] = (await engines()).items;
    expect(undeclared).toContainEqual(
      expect.objectContaining({
        object: expect.objectContaining({ name: 'stray' }),
        sources: [expect.objectContaining({ path: 'elsewhere' })],
      }),
    );
  });
});
