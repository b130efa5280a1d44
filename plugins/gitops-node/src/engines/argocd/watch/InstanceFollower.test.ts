import { commit } from '@backstage-gitops/envtest';
import { HostileServer } from '../../../clusters/testing/HostileServer';
import { ManualTime } from '../../../clusters/testing/ManualTime';
import {
  application,
  overlay,
  WatchedStandIns,
} from '../__testUtils__/WatchedStandIns';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdInstanceStatus, InstanceFollower } from './InstanceFollower';

const list = '/api/v1/applications';
const stream = '/api/v1/stream/applications';

describe('InstanceFollower', () => {
  const on = new WatchedStandIns();

  afterEach(() => on.stop());

  it('finds by its lists what the stream has missed', async () => {
    const server = await on.serve();
    server.put(application('a'));
    const watched = on.watch([server], [overlay('a')]);
    await watched.until(() => watched.latest('unit-a') && server.streams);

    server.put(application('a', { health: { status: 'Suspended' } }));
    watched.time.advance(180_000);

    await watched.until(
      () => watched.latest('unit-a')?.health.state === 'suspended',
    );
    expect(watched.observations).toHaveLength(2);
  });

  it('knows by its lists no less of what events told', async () => {
    const server = await on.serve();
    server.put(application('a'));
    server.put(application('b'));
    const watched = on.watch([server], [overlay('a'), overlay('b')]);
    await watched.until(() => watched.observations.length === 2);
    expect(watched.latest('unit-a')?.revision).toBe(commit(1));

    watched.time.advance(180_000);
    const waits = () => watched.time.waits.filter(each => each === 180_000);
    await watched.until(() => waits()?.length === 2);
    server.put(application('b', { health: { status: 'Suspended' } }));
    watched.time.advance(180_000);
    await watched.until(
      () => watched.latest('unit-b')?.health.state === 'suspended',
    );

    expect(watched.observations.map(each => each.revision)).toEqual([
      ...[commit(1), commit(1), commit(1)],
    ]);
    expect(server.countOf(`${list}/b`)).toBe(1);
    expect(server.countOf(`${list}/a`)).toBe(0);
  });

  it('lists all there is of them where nothing is streamed', async () => {
    const server = await on.serve();
    server.put(application('a'));
    server.isUnstreamed = true;
    const watched = on.watch([server], [overlay('a')]);

    await watched.until(() => watched.latest('unit-a'));

    expect(watched.observations.map(each => each.revision)).toEqual([
      commit(1),
    ]);
    expect(watched.statuses.get('eu')).toMatchObject({
      ...{ state: 'ready', unstreamed: expect.any(String) },
    });
  });

  it('goes on after a cut, without a word of what is the same', async () => {
    const server = await on.serve();
    server.put(application('a'));
    server.put(application('b'));
    const watched = on.watch([server], [overlay('a'), overlay('b')]);
    await watched.until(
      () => watched.observations.length === 2 && server.streams,
    );

    server.put(application('a', { health: { status: 'Suspended' } }));
    server.cut();
    await watched.until(
      () => watched.latest('unit-a')?.health.state === 'suspended',
    );
    await watched.until(() => server.streams > 0);
    server.change(application('a'));
    await watched.until(
      () => watched.latest('unit-a')?.health.state === 'healthy',
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
      const server = await on.serve();
      if (isTold) server.put(application('a'));
      const watched = on.watch([server], [overlay('a')]);
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
      await on.serve('eu'),
      await on.serve('us'),
      await on.serve('ap'),
    ];
    eu.put(application('a'));
    us.put(application('b'));
    ap.timeoutMs = 1_000;
    ap.fail('hanging');
    const watched = on.watch([eu, us, ap], [overlay('a'), overlay('b')], {
      streamIdleMs: 600_000,
    });
    await watched.until(
      () => watched.latest('unit-a') && watched.latest('unit-b'),
    );
    await watched.until(() => us.streams > 0);

    eu.fail('refusing');
    const failed = await watched.until(() => {
      const status = watched.statuses.get('eu');
      return status?.state === 'failed' && status;
    });
    us.change(application('b', { health: { status: 'Suspended' } }));
    await watched.until(
      () => watched.latest('unit-b')?.health.state === 'suspended',
    );
    const hanging = await watched.until(() => {
      const status = watched.statuses.get('ap');
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
    await watched.until(() => watched.statuses.get('eu')?.state === 'ready');
    expect(watched.statuses.get('eu')?.since).toBeUndefined();
  });

  it('knows within a minute of an instance that hangs with its stream open', async () => {
    const server = await on.serve();
    server.put(application('a'));
    const watched = on.watch([server], [overlay('a')], { lookMs: 50 });
    const { statuses, time } = watched;
    await watched.until(() => server.streams > 0 && watched.latest('unit-a'));

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
  });

  it('asks once more before it gives an instance up', async () => {
    const server = await HostileServer.start();
    const reach = '/api/v1/session/userinfo';
    const away = { status: 503 };
    const answers = [away, {}, away, away];
    server.answer = ({ path }) => {
      if (path === reach) return answers.shift() ?? {};
      if (path !== stream) return { json: { items: [] } };
      return response => response.flushHeaders();
    };
    const { url } = server;
    const client = new ArgoCdClient({ name: 'eu', url, clusters: [] });
    const statuses: ArgoCdInstanceStatus[] = [];
    const time = new ManualTime();
    const follower = new InstanceFollower({
      ...{ client, time, listEveryMs: 180_000 },
      ...{ onChange: () => {}, onSeen: () => {}, onSets: () => {} },
      onStatus: status => statuses.push(status),
    });
    const stop = new AbortController();
    const running = follower.run(stop.signal);
    const until = async (holds: () => boolean) => {
      while (!holds()) await new Promise(setImmediate);
    };
    const isWaiting = (times: number) => () =>
      time.waits.filter(each => each === 40_000).length === times;

    await until(isWaiting(1));
    time.advance(40_000);
    await until(isWaiting(2));
    expect(server.countOf(reach)).toBe(2);
    expect(statuses.map(({ state }) => state)).not.toContain('failed');

    time.advance(40_000);
    await until(() => statuses.at(-1)?.state === 'failed');
    expect(statuses.at(-1)?.reason).toBe(
      "Argo CD 'eu': asking whether it answers failed (503)",
    );
    expect(server.countOf(reach)).toBe(4);
    stop.abort();
    await running;
    client.close();
    await server.stop();
  });
});
