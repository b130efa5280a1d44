import { commit } from '@backstage-gitops/envtest';
import { ManualTime } from '../../../clusters/testing/ManualTime';
import {
  application,
  overlay,
  WatchedStandIns,
} from '../__testUtils__/WatchedStandIns';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdWatch } from './ArgoCdWatch';

const list = '/api/v1/applications';
const stream = '/api/v1/stream/applications';

describe('ArgoCdWatch', () => {
  const on = new WatchedStandIns();

  afterEach(() => on.stop());

  it('tells what each unit is, then only what has changed', async () => {
    const server = await on.serve();
    ['a', 'b'].forEach(name => server.put(application(name)));
    const watched = on.watch(
      [server],
      [overlay('a'), overlay('b'), overlay('c')],
    );
    const { observations, reports } = watched;

    await watched.until(() => observations.length === 2 && server.streams);
    server.change(application('a', { health: { status: 'Degraded' } }));
    await watched.until(
      () => watched.latest('unit-a')?.health.state === 'degraded',
    );
    // As Argo CD does after each look, however little has happened.
    server.change(application('b', { reconciledAt: '2026-03-01T11:00:00Z' }));
    server.change(application('a'));
    await watched.until(
      () => watched.latest('unit-a')?.health.state === 'healthy',
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
    const server = await on.serve();
    server.put(application('a'));
    const watched = on.watch([server], [overlay('a')]);
    const { reports } = watched;
    const last = () => reports.at(-1);
    await watched.until(() => server.streams > 0 && watched.latest('unit-a'));

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
    watched.units = [overlay('a'), overlay('stray')];
    watched.watch.unitsChanged();
    await watched.until(() => watched.latest('unit-stray'));

    server.delete('a');
    await watched.until(() => last()?.unclaimed.includes('unit-a'));
    server.change(application('a'));
    const count = watched.observations.length;
    await watched.until(() => watched.observations.length > count);
    expect(watched.latest('unit-a')?.sync.state).toBe('synced');
  });

  it('tells anew of a unit that was declared no more for a while', async () => {
    const server = await on.serve();
    ['a', 'b'].forEach(name => server.put(application(name)));
    const watched = on.watch([server], [overlay('a'), overlay('b')]);
    const { observations, reports, watch } = watched;
    await watched.until(() => observations.length === 2);

    watched.units = [overlay('a')];
    watch.unitsChanged();
    await watched.until(
      () => reports.at(-1)?.units.get('eu')?.join() === 'unit-a',
    );
    watched.units = [overlay('a'), overlay('b')];
    watch.unitsChanged();
    await watched.until(() => observations.length === 3);

    expect(observations.map(each => each.unit)).toEqual([
      ...['unit-a', 'unit-b', 'unit-b'],
    ]);
  });

  it('lets others have their turn while it looks at many units', async () => {
    const server = await on.serve();
    const names = Array.from({ length: 100 }, (_, at) => `app-${at}`);
    names.forEach(name => server.put(application(name)));
    const watched = on.watch([server], names.map(overlay));
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
    watched.units = names.map(name => ({ ...overlay(name), declared }));
    watch.unitsChanged();
    await watched.until(() => turns.length === names.length);

    expect(new Set(turns).size).toBeGreaterThan(1);
  });

  it('tells of a unit that two instances claim', async () => {
    const [eu, us] = [await on.serve('eu'), await on.serve('us')];
    [eu, us].forEach(server =>
      server.put({
        ...application('a'),
        spec: {
          ...application('a').spec,
          destination: { name: 'shared', namespace: 'shop' },
        },
      }),
    );
    const watched = on.watch([eu, us], [overlay('a')]);

    const observation = await watched.until(() => {
      const latest = watched.latest('unit-a');
      return latest?.delivery?.claimedBy !== undefined && latest;
    });

    expect(observation.sync).toEqual({
      state: 'unknown',
      reason: 'Several Applications deploy it: argocd/a of eu, argocd/a of us',
    });
  });

  it('tells what no Application deploys only once every instance was read', async () => {
    const [eu, us] = [await on.serve('eu'), await on.serve('us')];
    us.fail('hanging');
    const watched = on.watch([eu, us], [overlay('a')]);

    const report = await watched.until(() => {
      const latest = watched.reports.at(-1);
      return latest?.read.includes('eu') && latest;
    });

    expect(report).toMatchObject({ read: ['eu'], unclaimed: ['unit-a'] });
    us.fail(undefined);
    us.put(application('a'));
    await watched.until(() => watched.latest('unit-a'));
    expect(watched.reports.at(-1)).toMatchObject({
      ...{ read: ['eu', 'us'], unclaimed: [] },
    });
  });

  it('ends where what is declared can not be told', async () => {
    const server = await on.serve();
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
