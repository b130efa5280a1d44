import { ApiServer, describeWithKubernetes } from '@backstage-gitops/envtest';
import { createClusterClient } from './createClusterClient';
import { ResourceWatcher } from './ResourceWatcher';
import { Told } from './testing/Told';

const group = 'library.example.com';
const shelves = { group, kind: 'Shelf' };
const configMaps = { group: '', kind: 'ConfigMap' };
const manager = { fieldManager: 'test' };

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `shelves.${group}` },
  spec: {
    ...{ group, scope: 'Namespaced' },
    names: { kind: 'Shelf', plural: 'shelves' },
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: { openAPIV3Schema: { type: 'object' } },
      },
    ],
  },
};

function shelf(namespace: string) {
  const metadata = { name: 'tall', namespace };
  return { apiVersion: `${group}/v1`, kind: 'Shelf', metadata };
}

describeWithKubernetes('ResourceWatcher on a real API server', () => {
  let server: ApiServer;
  let stop: AbortController;
  const told = new Told();

  beforeAll(async () => {
    server = await ApiServer.start();
    await server.namespace('shop');
    await server.namespace('other');
  });
  afterAll(async () => {
    await server?.stop();
  });
  beforeEach(() => {
    stop = new AbortController();
  });

  function watch(user: 'admin' | 'reader', namespaces: readonly string[] = []) {
    const client = createClusterClient({
      name: 'eu',
      connection: {
        ...{ type: 'server', url: server.url, skipTLSVerify: false },
        caData: server.certificateAuthority,
        token: server.token(user),
      },
    });
    const watcher = new ResourceWatcher({
      ...{ client, namespaces },
      select: type =>
        ['ConfigMap', 'Shelf', 'CustomResourceDefinition'].includes(type.kind)
          ? type
          : undefined,
      onChange: () => told.tell(),
    });
    const running = watcher.run(stop.signal);
    return { watcher, client, running };
  }

  /** Looks again after each change. */
  const until = (watcher: ResourceWatcher, holds: () => boolean) =>
    told.until(
      () => holds(),
      () => watcher.kinds(),
    );

  it('takes up a kind once it is defined, and lets it go with its definition', async () => {
    const { watcher, running } = watch('admin');
    await watcher.synced(stop.signal);
    expect(watcher.kind(shelves)).toBeUndefined();

    for (let round = 0; round < 2; round++) {
      await server.apply(definition, manager);
      await until(watcher, () => watcher.kind(shelves)?.state === 'synced');
      await server.apply(shelf('shop'), manager);
      await until(watcher, () => [...watcher.list(shelves)].length === 1);

      await server.delete(definition);
      await until(
        watcher,
        () => (watcher.kind(shelves)?.state ?? 'gone') === 'gone',
      );
      expect([...watcher.list(shelves)]).toEqual([]);
      expect(watcher.kind(configMaps)?.state).toBe('synced');
    }
    stop.abort();
    await running;
  });

  it('reads what a namespaced role allows', async () => {
    const rule = { apiGroups: [''], resources: ['configmaps'] };
    await server.allow(
      'reader',
      [{ ...rule, verbs: ['list', 'watch'] }],
      'shop',
    );
    const map = (namespace: string) => ({
      ...{ apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: 'map', namespace },
    });
    await server.apply(map('shop'), manager);
    await server.apply(map('other'), manager);

    const { watcher, running } = watch('reader', ['shop', 'other']);
    await until(
      watcher,
      () => watcher.kind(configMaps)?.namespaces?.length === 1,
    );
    expect(watcher.kind(configMaps)).toMatchObject({
      ...{ state: 'synced', namespaces: ['shop'] },
      reason: expect.stringContaining('is not permitted (403)'),
    });
    expect([...watcher.list(configMaps)]).toMatchObject([
      { metadata: { name: 'map', namespace: 'shop' } },
    ]);
    const definitions = {
      ...{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
    };
    await until(watcher, () => watcher.kind(definitions)?.state !== 'listing');
    expect(watcher.kind(definitions)?.state).toBe('unreadable');
    stop.abort();
    await running;
  });
});
