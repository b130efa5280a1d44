import {
  AuthenticationError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { createClusterClient } from './createClusterClient';
import { ResourceChange } from './KindWatch';
import { ResourceWatcher, ResourceWatcherOptions } from './ResourceWatcher';
import {
  configMap,
  failure,
  HostileAnswer,
  HostileServer,
  line,
  listOf,
  watchOf,
} from './testing/HostileServer';
import { ManualTime } from './testing/ManualTime';

const core = (kind: string) => ({ group: '', kind });
const configMaps = '/api/v1/configmaps';
const secrets = '/api/v1/secrets';
const inNamespace = (namespace: string) =>
  `/api/v1/namespaces/${namespace}/secrets`;
const forbidden = failure(403, 'Forbidden');
const immediately = () =>
  new Promise(resolve => {
    setImmediate(resolve);
  });

describe('ResourceWatcher', () => {
  let server: HostileServer;
  let time: ManualTime;
  let stop: AbortController;
  let running: Promise<void>;
  let changes: ResourceChange[];
  let lists: Record<string, HostileAnswer>;
  let watches: Record<string, HostileAnswer[]>;

  beforeEach(async () => {
    server = await HostileServer.start();
    time = new ManualTime();
    stop = new AbortController();
    running = Promise.resolve();
    changes = [];
    watches = {};
    lists = {
      [configMaps]: listOf([configMap('a'), configMap('b')]),
      [secrets]: listOf([configMap('s')]),
      '/api/v1/namespaces': listOf([]),
      '/apis/library.example.com/v1/shelves': listOf([]),
    };
    server.answer = ({ path, query }) => {
      if (!query.has('watch')) return lists[path];
      const answers = watches[path] ?? [];
      return answers.shift() ?? watchOf();
    };
  });
  afterEach(async () => {
    stop.abort();
    await running.catch(() => {});
    await server.stop();
  });

  function watch(options: Partial<ResourceWatcherOptions> = {}) {
    const client = createClusterClient(
      { name: 'eu', connection: server.connection },
      { time, limits: { attempts: 1, watchFailures: 2 } },
    );
    const watcher = new ResourceWatcher({
      ...{ client, time, select: type => type },
      onChange: change => changes.push(change),
      ...options,
    });
    running = watcher.run(stop.signal);
    running.catch(() => {});
    return watcher;
  }

  const names = (watcher: ResourceWatcher, kind: string) =>
    [...watcher.list(core(kind))].map(
      ({ metadata }) => (metadata as { name: string }).name,
    );

  const told = () =>
    changes.map(change =>
      change.type === 'kind'
        ? `${change.status.type.kind} ${change.status.state}`
        : `${change.type} ${change.ref.name}`,
    );

  async function until(holds: () => boolean) {
    while (!holds()) await immediately();
  }

  it('keeps the objects of each kind, with who wrote them', async () => {
    const managedFields = [{ manager: 'hand', fieldsV1: { 'f:data': {} } }];
    const { metadata } = configMap('a');
    const written = { metadata: { ...metadata, managedFields }, data: {} };
    lists[configMaps] = listOf([written]);
    const watcher = watch();
    await watcher.synced(stop.signal);

    expect(names(watcher, 'Secret')).toEqual(['s']);
    const ref = { ...core('ConfigMap'), namespace: 'shop', name: 'a' };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', ...written };
    expect(watcher.get(ref)).toEqual(object);
    expect([...watcher.list(ref)]).toEqual([object]);
    expect(watcher.kinds().map(({ state }) => state)).toEqual(
      Array(4).fill('synced'),
    );
    expect(watcher.size).toBe(2);
  });

  it('follows changes, and tells only what is news', async () => {
    const expired = { kind: 'Status', code: 410 };
    watches[configMaps] = [
      watchOf(
        line('ADDED', configMap('c', '11')),
        line('DELETED', configMap('a', '12')),
        line('ERROR', expired),
      ),
    ];
    const watcher = watch({
      select: type => (type.kind === 'ConfigMap' ? type : undefined),
    });
    await until(() => changes.length === 5);
    expect(told()).toEqual([
      'upserted a',
      'upserted b',
      'ConfigMap synced',
      'upserted c',
      'deleted a',
    ]);

    // The list that follows 410 tells of a again, and no longer of c.
    await until(() => changes.length === 7);
    expect(told().slice(5)).toEqual(['upserted a', 'deleted c']);
    expect(names(watcher, 'ConfigMap').sort()).toEqual(['a', 'b']);
  });

  it('reports a kind that may not be read, and goes on with the others', async () => {
    lists[secrets] = forbidden;
    const watcher = watch();
    await watcher.synced(stop.signal);

    expect(watcher.kind(core('Secret'))).toMatchObject({
      state: 'unreadable',
      reason:
        "Cluster 'eu': listing v1 Secret is not permitted (403): Forbidden it is",
    });
    expect(names(watcher, 'ConfigMap')).toEqual(['a', 'b']);
  });

  it('looks again every minute for what could not be read', async () => {
    lists[secrets] = forbidden;
    const watcher = watch();
    await watcher.synced(stop.signal);

    lists[secrets] = listOf([configMap('s')]);
    time.advance(60_000);
    await until(() => watcher.kind(core('Secret'))?.state === 'synced');
    expect(names(watcher, 'Secret')).toEqual(['s']);
  });

  it('reads the namespaces that may be read', async () => {
    lists[secrets] = forbidden;
    lists[inNamespace('shop')] = listOf([configMap('s')]);
    lists[inNamespace('other')] = forbidden;
    const watcher = watch({ namespaces: ['shop', 'other'] });
    await until(() => watcher.kind(core('Secret'))?.state === 'synced');
    await until(() => watcher.kind(core('Secret'))?.namespaces?.length === 1);

    expect(watcher.kind(core('Secret'))).toMatchObject({
      namespaces: ['shop'],
      reason: expect.stringContaining('not permitted'),
    });
    expect(names(watcher, 'Secret')).toEqual(['s']);
    expect(watcher.kind(core('ConfigMap'))?.namespaces).toBeUndefined();
  });

  it('knows nothing of a kind that no namespace shows', async () => {
    lists[secrets] = forbidden;
    lists[inNamespace('shop')] = forbidden;
    const watcher = watch({ namespaces: ['shop'] });
    await watcher.synced(stop.signal);

    expect(watcher.kind(core('Secret'))?.state).toBe('unreadable');
  });

  it('loses what it may no longer see, and does not call it deleted', async () => {
    watches[secrets] = [response => response.end(), forbidden];
    const watcher = watch();
    await until(() => watcher.kind(core('Secret'))?.state === 'unreadable');

    expect(names(watcher, 'Secret')).toEqual([]);
    expect(told()).not.toContain('deleted s');
  });

  it('gives up one kind that does not answer, not the cluster that does', async () => {
    lists[secrets] = failure(503, 'Storm');
    const watcher = watch();
    await watcher.synced(stop.signal);

    expect(watcher.kind(core('Secret'))?.state).toBe('unreadable');
    expect(watcher.kind(core('ConfigMap'))?.state).toBe('synced');
  });

  it('rejects when the cluster is away', async () => {
    const watcher = watch();
    await watcher.synced(stop.signal);
    await server.stop();
    lists = {};

    await expect(running).rejects.toThrow(ServiceUnavailableError);
    server = await HostileServer.start();
  });

  it('rejects when it is no longer let in, for those who wait too', async () => {
    lists[secrets] = failure(401, 'Unauthorized');
    const watcher = watch();

    await expect(watcher.synced(stop.signal)).rejects.toThrow(
      AuthenticationError,
    );
    await expect(running).rejects.toThrow(AuthenticationError);
  });

  it('refuses a kind that has too many objects', async () => {
    const many = Array.from({ length: 5 }, (_, index) =>
      configMap(`s${index}`),
    );
    lists[secrets] = listOf(many);
    const watcher = watch({ maxObjects: 4 });
    await watcher.synced(stop.signal);

    expect(watcher.kind(core('Secret'))).toMatchObject({
      state: 'unreadable',
      reason: 'More than 4 objects are too many to watch',
    });
    expect(watcher.size).toBeLessThanOrEqual(4);
  });

  it('keeps of an object what is asked for', async () => {
    const watcher = watch({
      project: object =>
        JSON.stringify(object).includes('"a"')
          ? undefined
          : { ...object, data: 'left out' },
    });
    await watcher.synced(stop.signal);

    expect([...watcher.list(core('ConfigMap'))]).toMatchObject([
      { metadata: { name: 'b' }, data: 'left out' },
    ]);
  });

  it('takes up kinds that are selected later, and drops those no more', async () => {
    let selected = 'ConfigMap';
    const watcher = watch({
      select: type => (type.kind === selected ? type : undefined),
    });
    await watcher.synced(stop.signal);
    expect(watcher.kinds()).toHaveLength(1);

    selected = 'Secret';
    watcher.reconsider();
    await until(() => watcher.kind(core('Secret'))?.state === 'synced');
    expect(watcher.kind(core('ConfigMap'))).toBeUndefined();
    expect(names(watcher, 'ConfigMap')).toEqual([]);
    expect(told()).toEqual(
      expect.arrayContaining(['deleted a', 'deleted b', 'upserted s']),
    );
  });

  it('keeps what it has while a kind is listed anew', async () => {
    const watcher = watch();
    await watcher.synced(stop.signal);
    lists[secrets] = listOf([configMap('s'), configMap('t')]);

    watcher.relist(core('Secret'));
    expect(watcher.kind(core('Secret'))?.state).toBe('listing');
    expect(names(watcher, 'Secret')).toEqual(['s']);
    await watcher.synced(stop.signal);
    expect(names(watcher, 'Secret')).toEqual(['s', 't']);
  });

  it('ends when it is told to', async () => {
    const watcher = watch();
    await watcher.synced(stop.signal);
    stop.abort();
    await expect(running).resolves.toBeUndefined();
  });
});
