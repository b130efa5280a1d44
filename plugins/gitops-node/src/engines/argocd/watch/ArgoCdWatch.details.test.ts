import { commit } from '@backstage-gitops/envtest';
import {
  application,
  overlay,
  WatchedStandIns,
} from '../__testUtils__/WatchedStandIns';

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

describe('ArgoCdWatch, of what it asks beside', () => {
  const on = new WatchedStandIns();

  afterEach(() => on.stop());

  it('asks what differs while it does, and again after a while', async () => {
    const server = await on.serve();
    server.tell([managed('one')]);
    server.put(application('a', outOfSync));
    server.put(application('b'));
    const watched = on.watch([server], [overlay('a'), overlay('b')]);
    const live = () =>
      watched.latest('unit-a')?.resources[0]?.differences[0]?.live;
    const path = '/api/v1/applications/a/managed-resources';

    await watched.until(() => live() === 'one' && server.streams);
    expect(server.countOf(path)).toBe(1);
    server.change(application('a', outOfSync));
    server.change(application('b', { health: { status: 'Progressing' } }));
    await watched.until(
      () => watched.latest('unit-b')?.health.state === 'progressing',
    );
    expect(server.countOf(path)).toBe(1);

    server.tell([managed('two')]);
    watched.time.advance(60_000);
    server.change(application('a', outOfSync));
    await watched.until(() => live() === 'two');
    expect(server.countOf(path)).toBe(2);

    server.change(application('a'));
    await watched.until(
      () => watched.latest('unit-a')?.sync.state === 'synced',
    );
    expect(watched.latest('unit-a')?.resources[0].differences).toEqual([]);
    expect(
      server.requests.filter(each => each.includes('managed-resources')),
    ).toHaveLength(2);
  });

  it('asks for what runs of what is not well, and of nothing else', async () => {
    const server = await on.serve();
    server.tell([], [{ kind: 'ConfigMap', namespace: 'shop', name: 'shop' }]);
    server.put(application('a', { health: { status: 'Degraded' } }));
    server.put(application('b'));
    const watched = on.watch([server], [overlay('a'), overlay('b')]);

    await watched.until(
      () =>
        watched.latest('unit-a')?.resources[0].health.state === 'healthy' &&
        watched.latest('unit-b'),
    );

    expect(
      server.requests.filter(each => each.includes('resource-tree')),
    ).toEqual(['/api/v1/applications/a/resource-tree']);
  });
});
