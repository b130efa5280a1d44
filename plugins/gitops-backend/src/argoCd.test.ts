import { ArgoCdStandIn } from '@backstage-gitops/envtest';
import { fleetResponseSchema } from '@backstage-gitops/plugin-gitops-common';
import {
  deploying,
  liveOf,
  openPatientArgoCd,
  readingArgoCd,
} from './__testUtils__/argoCdPortals';
import { createTestDatabases } from './__testUtils__/databases';
import { MemoryCluster, observed } from './__testUtils__/MemoryCluster';
import { answer, testPortals, until } from './__testUtils__/portals';
import { TestPortal } from './__testUtils__/startGitops';

const production = 'cart-production';

const outOfSync = { sync: { status: 'OutOfSync', revision: '1'.repeat(40) } };

describe.each(createTestDatabases().eachSupportedId())('Argo CD on %s', id => {
  const { databases, startAndRead } = testPortals(id);
  const servers: ArgoCdStandIn[] = [];

  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.stop()));
  });

  async function serve(name = 'eu'): Promise<ArgoCdStandIn> {
    const server = await ArgoCdStandIn.start(name);
    servers.push(server);
    return server;
  }

  const isObserved = (portal: TestPortal, target = production) =>
    until(
      async () => (await liveOf(portal, target))?.state === 'observed',
      () => liveOf(portal, target),
    );

  const sync = async (portal: TestPortal, target = production) => {
    const live = await liveOf(portal, target);
    return live?.state === 'observed' ? live.sync.state : live?.state;
  };

  const staleness = async (portal: TestPortal, target = production) => {
    const live = await liveOf(portal, target);
    return live?.state === 'observed' ? live.stale : undefined;
  };

  it('tells of units on clusters that nobody else reads', async () => {
    const server = await serve();
    server.put(deploying(production));
    const portal = await startAndRead(readingArgoCd([server]));
    await isObserved(portal);

    expect(await liveOf(portal, production)).toMatchObject({
      ...{ state: 'observed', engine: 'argocd', cluster: 'eu-1' },
      ...{ mode: 'auto', sync: { state: 'synced' } },
      health: { state: 'healthy' },
      delivery: {
        ...{ instance: 'eu', state: 'synced' },
        object: { kind: 'Application', name: production },
        link: `${server.instance.url}/applications/argocd/${production}`,
      },
    });
    expect(await liveOf(portal, 'cart-staging')).toEqual({
      state: 'unobserved',
      reason: 'No Application of Argo CD deploys it',
    });
    const fleet = await answer(
      fleetResponseSchema,
      portal.get('/targets?state=fine'),
    );
    expect(fleet.items.map(({ id: each }) => each)).toEqual([production]);
  });

  it('writes what has changed, and tells pages of it', async () => {
    const server = await serve();
    server.put(deploying(production));
    const portal = await startAndRead(readingArgoCd([server]));
    await isObserved(portal);
    await until(async () => server.streams === 1);
    portal.signalled().length = 0;

    server.change(deploying(production, { status: outOfSync }));

    await until(async () => (await sync(portal)) === 'outOfSync');
    await until(async () => portal.signalled().includes(production));
    expect(new Set(portal.signalled())).toEqual(new Set([production]));
  });

  it('tells of no step of what was declared only since', async () => {
    const server = await serve();
    const knex = await databases.init(id);
    server.put(deploying(production));
    const portal = await startAndRead({ knex, ...readingArgoCd([server]) });
    await isObserved(portal);
    const steps = async () => {
      const live = await liveOf(portal, production);
      if (live?.state !== 'observed') return undefined;
      const told = live.delivery?.steps.map(({ state }) => state) ?? [];
      return [live.sync.state, ...told];
    };
    const seen = await liveOf(portal, production);
    const { commit } =
      (seen?.state === 'observed' && seen.delivery?.steps[0].revision) || {};
    await until(async () => server.streams === 1);
    server.change(
      deploying(production, {
        status: { sync: { status: 'Synced', revision: commit } },
      }),
    );
    await until(async () => (await steps())?.at(-1) === 'done');

    // As another replica writes it when it reads the repository.
    const row = await knex('targets').where({ id: production }).first();
    await knex('targets')
      .where({ id: production })
      .update({ artifacts: row.artifacts.replaceAll('v1', 'v9') });

    expect(await steps()).toEqual([
      ...['unknown', 'done', 'unknown', 'unknown', 'unknown'],
    ]);
  });

  it('is stale while its instance is away, and of that one alone', async () => {
    const [eu, us] = [await serve('eu'), await serve('us')];
    eu.put(deploying(production));
    us.put(deploying('cart-staging'));
    const portal = await startAndRead(readingArgoCd([eu, us]));
    await isObserved(portal);
    await isObserved(portal, 'cart-staging');

    eu.fail('refusing');
    await until(async () => (await staleness(portal)) !== undefined);

    expect(await staleness(portal)).toEqual({
      since: expect.any(String),
      reason: expect.stringContaining("Argo CD 'eu': listing applications"),
    });
    expect(await sync(portal)).toBe('synced');
    expect(await staleness(portal, 'cart-staging')).toBeUndefined();
    const states = async (state: string) =>
      (
        await answer(fleetResponseSchema, portal.get(`/targets?state=${state}`))
      ).items.map(({ id: each }) => each);
    expect(await states('unknown')).toContain(production);
    expect(await states('fine')).toEqual(['cart-staging']);
    const { items, facets } = await answer(
      fleetResponseSchema,
      portal.get('/targets?engine=argocd&instance=us'),
    );
    expect(items).toMatchObject([{ id: 'cart-staging' }]);
    expect(facets.engines).toEqual([
      { kind: 'argocd', instance: 'eu' },
      { kind: 'argocd', instance: 'us' },
    ]);

    eu.fail(undefined);
    await until(async () => (await staleness(portal)) === undefined);
  });

  it('keeps what an instance that hangs said before, over a restart too', async () => {
    const server = await serve();
    const knex = await databases.init(id);
    server.put(deploying(production));
    const before = await startAndRead({ knex, ...readingArgoCd([server]) });
    await isObserved(before);
    await before.stop();

    server.timeoutMs = 500;
    server.fail('hanging');
    const portal = await startAndRead({ knex, ...readingArgoCd([server]) });
    await until(async () => (await staleness(portal)) !== undefined);

    expect(await sync(portal)).toBe('synced');
  });

  it('tells nothing more of what no Application deploys any more', async () => {
    const server = await serve();
    server.put(deploying(production));
    const portal = await startAndRead(readingArgoCd([server]));
    await isObserved(portal);
    await until(async () => server.streams === 1);

    server.delete(production);

    await until(async () => (await sync(portal)) === 'unobserved');
    expect(await liveOf(portal, production)).toMatchObject({
      reason: 'No Application of Argo CD deploys it',
    });
  });

  it('forgets instances that are configured no more', async () => {
    const server = await serve();
    const knex = await databases.init(id);
    server.put(deploying(production));
    const before = await startAndRead({ knex, ...readingArgoCd([server]) });
    await isObserved(before);
    await before.stop();

    const portal = await startAndRead({
      knex,
      openArgoCd: openPatientArgoCd(),
    });

    expect(await liveOf(portal, production)).toBeUndefined();
    expect(await knex('observations').pluck('unit_id')).toEqual([]);
    expect(await knex('engines').where({ kind: 'argocd' })).toEqual([]);
  });

  it('tells of a unit in the place of the cluster that it runs on', async () => {
    const server = await serve();
    const cluster = new MemoryCluster('eu-1');
    const portal = await startAndRead({
      ...readingArgoCd([server]),
      clusters: [cluster],
    });
    const watching = portal.watch('eu-1');
    cluster.tell(observed(production));
    await isObserved(portal);
    expect(await liveOf(portal, production)).toMatchObject({
      engine: 'builtin',
    });

    await until(async () => server.streams === 1);
    server.change(deploying(production, { status: outOfSync }));
    await until(async () => (await sync(portal)) === 'outOfSync');
    // A look that had begun before.
    cluster.tell(observed(production));
    await until(async () => {
      const asked = cluster.asked.at(-1) ?? [];
      return asked.every(({ unit }) => unit.id !== production);
    });
    expect(await liveOf(portal, production)).toMatchObject({
      ...{ engine: 'argocd', sync: { state: 'outOfSync' } },
    });

    server.delete(production);
    await until(async () => {
      const asked = cluster.asked.at(-1) ?? [];
      return asked.some(({ unit }) => unit.id === production);
    });
    cluster.tell(observed(production));
    await until(async () => (await sync(portal)) === 'synced');
    expect(await liveOf(portal, production)).toMatchObject({
      engine: 'builtin',
    });
    await portal.stop();
    await watching;
  });

  it('is read by one replica, and by another where that one ends', async () => {
    const server = await serve();
    const knex = await databases.init(id);
    server.put(deploying(production));
    const options = { knex, ...readingArgoCd([server]) };
    const first = await startAndRead(options);
    await until(async () => server.streams === 1);
    const second = await startAndRead(options);
    await isObserved(second);
    expect(server.streams).toBe(1);

    await first.stop();

    await until(async () => server.streams === 1);
    server.change(deploying(production, { status: outOfSync }));
    await until(async () => (await sync(second)) === 'outOfSync');
  });

  it('is taken over from a replica that died, once its claim has run out', async () => {
    const server = await serve();
    const knex = await databases.init(id);
    const options = { knex, ...readingArgoCd([server]) };
    await (await startAndRead({ knex })).stop();
    const claim = (until_: number) =>
      knex('engine_watches')
        .insert({ kind: 'argocd', holder: 'dead', held_until: until_ })
        .onConflict('kind')
        .merge();
    await claim(Date.now() + 3_600_000);
    server.put(deploying(production));
    const portal = await startAndRead(options);
    await portal.readCatalog();
    expect(server.requests).toEqual([]);

    await claim(Date.now() - 1);

    await isObserved(portal);
  });
});
