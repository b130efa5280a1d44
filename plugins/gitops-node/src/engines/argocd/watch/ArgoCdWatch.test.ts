import { ManualTime } from '../../../clusters/testing/ManualTime';
import { commit, ArgoCdStandIn } from '@backstage-gitops/envtest';
import { WatchedArgoCds } from '../__testUtils__/WatchedArgoCds';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { ArgoCdWatch } from './ArgoCdWatch';

const list = '/api/v1/applications';
const stream = '/api/v1/stream/applications';

function unit(name: string): ArgoCdUnit {
  return {
    unit: {
      ...{ id: `unit-${name}`, name, kind: 'Overlay', environment: 'prod' },
      ...{ path: `apps/${name}`, files: [] },
      declaredBy: { file: 'kustomization.yaml', line: 1 },
    },
    targets: [],
  };
}

const application = (name: string, status = {}) => ({
  metadata: { name },
  spec: {
    source: {
      repoURL: 'https://git.example/acme/config.git',
      path: `apps/${name}`,
    },
  },
  status,
});

const outOfSync = {
  sync: { status: 'OutOfSync', revision: commit(1) },
  resources: [
    {
      ...{ version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'cm' },
      status: 'OutOfSync',
    },
  ],
};

function managed(live: string) {
  const object = (value: string) =>
    JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { namespace: 'shop', name: 'cm' },
      data: { value },
    });
  return {
    ...{ kind: 'ConfigMap', namespace: 'shop', name: 'cm' },
    ...{ targetState: object('git'), liveState: object(live) },
  };
}

describe('ArgoCdWatch', () => {
  const servers: ArgoCdStandIn[] = [];
  let watched: WatchedArgoCds | undefined;

  afterEach(async () => {
    await watched?.stop();
    watched = undefined;
    await Promise.all(servers.splice(0).map(server => server.stop()));
  });

  async function serve(name = 'eu'): Promise<ArgoCdStandIn> {
    const server = await ArgoCdStandIn.start(name);
    servers.push(server);
    return server;
  }

  it('tells what each unit is, then only what has changed', async () => {
    const server = await serve();
    ['a', 'b'].forEach(name => server.put(application(name)));
    watched = new WatchedArgoCds([server], [unit('a'), unit('b'), unit('c')]);
    const { observations, reports } = watched;

    await watched.until(() => observations.length === 2 && server.streams);
    server.change(application('a', { health: { status: 'Degraded' } }));
    await watched.until(
      () => watched?.latest('unit-a')?.health.state === 'degraded',
    );
    // As Argo CD does after each look, however little has happened.
    server.change(application('b', { reconciledAt: '2026-03-01T11:00:00Z' }));
    server.change(application('a'));
    await watched.until(
      () => watched?.latest('unit-a')?.health.state === 'healthy',
    );

    expect(observations.filter(each => each.unit === 'unit-b')).toHaveLength(1);
    expect(reports.at(-1)).toEqual({
      read: ['eu'],
      units: new Map([['eu', ['unit-a', 'unit-b']]]),
      ...{ unclaimed: ['unit-c'], undeclared: [], problems: new Map() },
    });
    // One to begin with, one for what was missed until the first event.
    await watched.until(() => server.countOf(list) === 2);
    expect(server.countOf(stream)).toBe(1);
  });

  it('follows applications that come, move and go, and what is declared', async () => {
    const server = await serve();
    server.put(application('a'));
    watched = new WatchedArgoCds([server], [unit('a')]);
    const { reports } = watched;
    const last = () => reports.at(-1);
    await watched.until(() => server.streams > 0 && watched?.latest('unit-a'));

    server.change(application('stray'));
    await watched.until(() => last()?.undeclared.length === 1);
    expect(last()?.undeclared).toEqual([
      {
        instance: 'eu',
        object: {
          ...{ group: 'argoproj.io', kind: 'Application' },
          ...{ namespace: 'argocd', name: 'stray' },
        },
        link: `${server.instance.url}/applications/argocd/stray`,
        sources: [
          { url: 'https://git.example/acme/config.git', path: 'apps/stray' },
        ],
      },
    ]);
    watched.units = [unit('a'), unit('stray')];
    watched.watch.unitsChanged();
    await watched.until(() => watched?.latest('unit-stray'));

    server.delete('a');
    await watched.until(() => last()?.unclaimed.includes('unit-a'));
    server.change(application('a'));
    const count = watched.observations.length;
    await watched.until(() => Number(watched?.observations.length) > count);
    expect(watched.latest('unit-a')?.sync.state).toBe('synced');
  });

  it('asks what differs while it does, and again after a while', async () => {
    const server = await serve();
    server.tell([managed('one')]);
    server.put(application('a', outOfSync));
    server.put(application('b'));
    watched = new WatchedArgoCds([server], [unit('a'), unit('b')]);
    const live = () =>
      watched?.latest('unit-a')?.resources[0]?.differences[0]?.live;
    const path = '/api/v1/applications/a/managed-resources';

    await watched.until(() => live() === 'one' && server.streams);
    expect(server.countOf(path)).toBe(1);
    server.change(application('a', outOfSync));
    server.change(application('b', { health: { status: 'Progressing' } }));
    await watched.until(
      () => watched?.latest('unit-b')?.health.state === 'progressing',
    );
    expect(server.countOf(path)).toBe(1);

    server.tell([managed('two')]);
    watched.time.advance(60_000);
    server.change(application('a', outOfSync));
    await watched.until(() => live() === 'two');
    expect(server.countOf(path)).toBe(2);

    server.change(application('a'));
    await watched.until(
      () => watched?.latest('unit-a')?.sync.state === 'synced',
    );
    expect(watched.latest('unit-a')?.resources[0].differences).toEqual([]);
    expect(
      server.requests.filter(each => each.includes('managed-resources')),
    ).toHaveLength(2);
  });

  it('asks for what runs of what is not well, and of nothing else', async () => {
    const server = await serve();
    server.tell([], [{ kind: 'ConfigMap', namespace: 'shop', name: 'shop' }]);
    server.put(application('a', { health: { status: 'Degraded' } }));
    server.put(application('b'));
    watched = new WatchedArgoCds([server], [unit('a'), unit('b')]);

    await watched.until(
      () =>
        watched?.latest('unit-a')?.resources[0].health.state === 'healthy' &&
        watched.latest('unit-b'),
    );

    expect(
      server.requests.filter(each => each.includes('resource-tree')),
    ).toEqual(['/api/v1/applications/a/resource-tree']);
  });

  it('finds by its lists what the stream has missed', async () => {
    const server = await serve();
    server.put(application('a'));
    watched = new WatchedArgoCds([server], [unit('a')]);
    await watched.until(() => watched?.latest('unit-a') && server.streams);

    server.put(application('a', { health: { status: 'Suspended' } }));
    watched.time.advance(180_000);

    await watched.until(
      () => watched?.latest('unit-a')?.health.state === 'suspended',
    );
    expect(watched.observations).toHaveLength(2);
  });

  it('knows by its lists no less of what events told', async () => {
    const server = await serve();
    server.put(application('a'));
    server.put(application('b'));
    watched = new WatchedArgoCds([server], [unit('a'), unit('b')]);
    await watched.until(() => watched?.observations.length === 2);
    expect(watched.latest('unit-a')?.revision).toBe(commit(1));

    watched.time.advance(180_000);
    const waits = () => watched?.time.waits.filter(each => each === 180_000);
    await watched.until(() => waits()?.length === 2);
    server.put(application('b', { health: { status: 'Suspended' } }));
    watched.time.advance(180_000);
    await watched.until(
      () => watched?.latest('unit-b')?.health.state === 'suspended',
    );

    expect(watched.observations.map(each => each.revision)).toEqual([
      ...[commit(1), commit(1), commit(1)],
    ]);
    expect(server.countOf(`${list}/b`)).toBe(1);
    expect(server.countOf(`${list}/a`)).toBe(0);
  });

  it('tells anew of a unit that was declared no more for a while', async () => {
    const server = await serve();
    ['a', 'b'].forEach(name => server.put(application(name)));
    watched = new WatchedArgoCds([server], [unit('a'), unit('b')]);
    const { observations, reports, watch } = watched;
    await watched.until(() => observations.length === 2);

    watched.units = [unit('a')];
    watch.unitsChanged();
    await watched.until(
      () => reports.at(-1)?.units.get('eu')?.join() === 'unit-a',
    );
    watched.units = [unit('a'), unit('b')];
    watch.unitsChanged();
    await watched.until(() => observations.length === 3);

    expect(observations.map(each => each.unit)).toEqual([
      ...['unit-a', 'unit-b', 'unit-b'],
    ]);
  });

  it('lets others have their turn while it looks at many units', async () => {
    const server = await serve();
    const names = Array.from({ length: 100 }, (_, at) => `app-${at}`);
    names.forEach(name => server.put(application(name)));
    watched = new WatchedArgoCds([server], names.map(unit));
    const { observations, watch } = watched;
    await watched.until(() => observations.length === names.length);

    let turn = 0;
    const turns: number[] = [];
    const count = () => {
      turn += 1;
      if (turns.length < names.length) setImmediate(count);
    };
    count();
    watched.onTold = () => {
      const end = performance.now() + 1;
      while (performance.now() < end);
      turns.push(turn);
    };
    const declared = { revision: commit(2), commit: commit(2) };
    watched.units = names.map(name => ({ ...unit(name), declared }));
    watch.unitsChanged();
    await watched.until(() => turns.length === names.length);

    expect(new Set(turns).size).toBeGreaterThan(1);
  });

  it('lists all there is of them where nothing is streamed', async () => {
    const server = await serve();
    server.put(application('a'));
    server.isUnstreamed = true;
    watched = new WatchedArgoCds([server], [unit('a')]);

    await watched.until(() => watched?.latest('unit-a'));

    expect(watched.observations.map(each => each.revision)).toEqual([
      commit(1),
    ]);
    expect(watched.statuses.get('eu')).toMatchObject({
      ...{ state: 'ready', unstreamed: expect.any(String) },
    });
  });

  it('goes on after a cut, without a word of what is the same', async () => {
    const server = await serve();
    server.put(application('a'));
    server.put(application('b'));
    watched = new WatchedArgoCds([server], [unit('a'), unit('b')]);
    await watched.until(
      () => watched?.observations.length === 2 && server.streams,
    );

    server.put(application('a', { health: { status: 'Suspended' } }));
    server.cut();
    await watched.until(
      () => watched?.latest('unit-a')?.health.state === 'suspended',
    );
    await watched.until(() => server.streams > 0);
    server.change(application('a'));
    await watched.until(
      () => watched?.latest('unit-a')?.health.state === 'healthy',
    );

    expect(
      watched.observations.filter(each => each.unit === 'unit-b'),
    ).toHaveLength(1);
    expect(watched.statuses.get('eu')).toMatchObject({ state: 'ready' });
    expect(watched.statuses.get('eu')?.unstreamed).toBeUndefined();
  });

  it.each(['before its first event', 'after an event'])(
    'follows on at once where a proxy cuts what is silent for a minute, %s',
    async when => {
      const isTold = when === 'after an event';
      const server = await serve();
      if (isTold) server.put(application('a'));
      watched = new WatchedArgoCds([server], [unit('a')]);
      const { statuses, time } = watched;
      for (let cuts = 1; cuts <= 6; cuts++) {
        await watched.until(
          () => server.streams > 0 && server.countOf(stream) === cuts,
        );
        if (isTold) {
          await watched.until(() => server.countOf(list) === 2 * cuts);
        }
        time.pass(60_000);
        server.cut();
      }
      await watched.until(() => server.countOf(stream) === 7);

      const pauses = time.waits.filter(each => each < 40_000);
      expect(Math.max(0, ...pauses)).toBeLessThan(1_000);
      expect(statuses.get('eu')?.unstreamed === undefined).toBe(isTold);
    },
  );

  it('lets no instance that fails or hangs touch another', async () => {
    const [eu, us, ap] = [
      await serve('eu'),
      await serve('us'),
      await serve('ap'),
    ];
    eu.put(application('a'));
    us.put(application('b'));
    ap.timeoutMs = 1_000;
    ap.fail('hanging');
    watched = new WatchedArgoCds([eu, us, ap], [unit('a'), unit('b')], {
      streamIdleMs: 600_000,
    });
    await watched.until(
      () => watched?.latest('unit-a') && watched.latest('unit-b'),
    );
    await watched.until(() => us.streams > 0);

    eu.fail('refusing');
    const failed = await watched.until(() => {
      const status = watched?.statuses.get('eu');
      return status?.state === 'failed' && status;
    });
    us.change(application('b', { health: { status: 'Suspended' } }));
    await watched.until(
      () => watched?.latest('unit-b')?.health.state === 'suspended',
    );
    const hanging = await watched.until(() => {
      const status = watched?.statuses.get('ap');
      return status?.state === 'failed' && status;
    });

    expect(failed).toMatchObject({
      reason: "Argo CD 'eu': listing applications failed (503)",
      since: expect.any(String),
      lastSuccessAt: expect.any(String),
      applications: 1,
    });
    expect(hanging.reason).toContain('no answer within 1000 ms');
    expect(watched.statuses.get('us')).toMatchObject({ state: 'ready' });
    expect(watched.reports.at(-1)?.units.get('eu')).toEqual(['unit-a']);

    eu.fail(undefined);
    await watched.until(() => watched?.statuses.get('eu')?.state === 'ready');
    expect(watched.statuses.get('eu')?.since).toBeUndefined();
  });

  it('knows within a minute of an instance that hangs with its stream open', async () => {
    const server = await serve();
    server.put(application('a'));
    watched = new WatchedArgoCds([server], [unit('a')], { lookMs: 50 });
    const { statuses, time } = watched;
    await watched.until(() => server.streams > 0 && watched?.latest('unit-a'));

    server.hang();
    time.advance(40_000);
    const failed = await watched.until(() => {
      const status = statuses.get('eu');
      return status?.state === 'failed' && status;
    });

    expect(failed).toMatchObject({
      reason:
        "Argo CD 'eu': asking whether it answers failed: no answer within 50 ms",
      lastSuccessAt: expect.any(String),
    });
    expect(server.countOf('/api/v1/session/userinfo')).toBe(2);
  });

  it('tells of a unit that two instances claim', async () => {
    const [eu, us] = [await serve('eu'), await serve('us')];
    [eu, us].forEach(server =>
      server.put({
        ...application('a'),
        spec: {
          ...application('a').spec,
          destination: { name: 'shared', namespace: 'shop' },
        },
      }),
    );
    watched = new WatchedArgoCds([eu, us], [unit('a')]);

    const observation = await watched.until(() => {
      const latest = watched?.latest('unit-a');
      return latest?.delivery?.claimedBy !== undefined && latest;
    });

    expect(observation.sync).toEqual({
      state: 'unknown',
      reason: 'Several Applications deploy it: argocd/a of eu, argocd/a of us',
    });
  });

  it('tells what no Application deploys only once every instance was read', async () => {
    const [eu, us] = [await serve('eu'), await serve('us')];
    us.fail('hanging');
    watched = new WatchedArgoCds([eu, us], [unit('a')]);

    const report = await watched.until(() => {
      const latest = watched?.reports.at(-1);
      return latest?.read.includes('eu') && latest;
    });

    expect(report).toMatchObject({ read: ['eu'], unclaimed: ['unit-a'] });
    us.fail(undefined);
    us.put(application('a'));
    await watched.until(() => watched?.latest('unit-a'));
    expect(watched.reports.at(-1)).toMatchObject({
      ...{ read: ['eu', 'us'], unclaimed: [] },
    });
  });

  it('tells of an ApplicationSet that nothing declares in the place of what it made', async () => {
    const server = await serve();
    const madeBy = (name: string) => ({
      ownerReferences: [{ kind: 'ApplicationSet', name }],
    });
    const put = (name: string, set: string) =>
      server.put({
        ...application(name),
        metadata: { name, ...madeBy(set) },
      });
    put('a', 'known');
    put('b', 'known');
    put('c', 'stray');
    put('d', 'stray');
    watched = new WatchedArgoCds([server], [unit('a')]);
    const undeclared = () => watched?.reports.at(-1)?.undeclared;
    await watched.until(() => undeclared()?.[0]?.sources.length === 2);

    expect(undeclared()).toEqual([
      {
        instance: 'eu',
        object: {
          ...{ group: 'argoproj.io', kind: 'ApplicationSet' },
          ...{ namespace: 'argocd', name: 'stray' },
        },
        sources: ['c', 'd'].map(name => ({
          ...{ url: 'https://git.example/acme/config.git' },
          path: `apps/${name}`,
        })),
      },
    ]);
  });

  it('tells why an ApplicationSet can not make what is declared', async () => {
    const server = await serve();
    server.put({
      ...application('a'),
      metadata: {
        name: 'a',
        ownerReferences: [{ kind: 'ApplicationSet', name: 'shops' }],
      },
    });
    const failing = (status: string) => ({
      metadata: { name: 'shops', namespace: 'argocd' },
      status: {
        conditions: [
          { type: 'ErrorOccurred', status, message: 'two of the same name' },
        ],
      },
    });
    server.applicationSets = [failing('True')];
    const declared = ['a', 'b'].map(name => {
      const each = unit(name);
      return { ...each, unit: { ...each.unit, kind: 'Application' as const } };
    });
    watched = new WatchedArgoCds([server], declared);

    const seen = await watched.until(() => watched?.latest('unit-b'));

    expect(seen.delivery).toMatchObject({
      object: { kind: 'ApplicationSet', name: 'shops' },
      stopped: {
        reason: 'failed',
        message: expect.stringContaining('two of the same name'),
      },
    });
    expect(seen.sync.state).toBe('unknown');
    expect(watched.reports.at(-1)?.unclaimed).toEqual([]);

    server.applicationSets = [failing('False')];
    watched.time.advance(180_000);
    await watched.until(() =>
      watched?.reports.at(-1)?.unclaimed.includes('unit-b'),
    );
  });

  it('ends where what is declared can not be told', async () => {
    const server = await serve();
    const watch = new ArgoCdWatch({
      clients: [new ArgoCdClient(server.instance)],
      units: async () => {
        throw new Error('The database is away');
      },
      isSourceOf: () => true,
      onObservation: async () => undefined,
      ...{ onReport: () => undefined, onInstance: () => undefined },
      ...{ rules: [], disabledRules: [], unmanaged: false },
      time: new ManualTime(),
    });

    await expect(watch.run(new AbortController().signal)).rejects.toThrow(
      'The database is away',
    );
    expect(server.streams).toBe(0);
  });
});
