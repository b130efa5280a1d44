import {
  application,
  overlay,
  WatchedStandIns,
} from '../__testUtils__/WatchedStandIns';

describe('ArgoCdWatch, of ApplicationSets', () => {
  const on = new WatchedStandIns();

  afterEach(() => on.stop());

  it('tells of an ApplicationSet that nothing declares in the place of what it made', async () => {
    const server = await on.serve();
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
    const watched = on.watch([server], [overlay('a')]);
    const undeclared = () => watched.reports.at(-1)?.undeclared;
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
    const server = await on.serve();
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
      const each = overlay(name);
      return { ...each, unit: { ...each.unit, kind: 'Application' as const } };
    });
    const watched = on.watch([server], declared);

    const seen = await watched.until(() => watched.latest('unit-b'));

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
      watched.reports.at(-1)?.unclaimed.includes('unit-b'),
    );
  });
});
