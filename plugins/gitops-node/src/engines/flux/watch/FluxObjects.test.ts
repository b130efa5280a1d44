import { createClusterClient } from '../../../clusters/createClusterClient';
import {
  failure,
  HostileServer,
  listOf,
  watchOf,
} from '../../../clusters/testing/HostileServer';
import { FluxObjects } from './FluxObjects';

const group = 'kustomize.toolkit.fluxcd.io';

/** What the server says that it serves: Kustomizations, or nothing of Flux. */
const groups = (isServed: boolean) => ({
  json: {
    kind: 'APIGroupDiscoveryList',
    items: isServed
      ? [
          {
            metadata: { name: group },
            versions: [
              {
                ...{ version: 'v1', freshness: 'Current' },
                resources: [
                  {
                    resource: 'kustomizations',
                    responseKind: { kind: 'Kustomization' },
                    ...{ scope: 'Namespaced', verbs: ['list', 'watch'] },
                  },
                ],
              },
            ],
          },
        ]
      : [],
  },
});

describe('FluxObjects', () => {
  it('tells in which namespaces alone it may look', async () => {
    const server = await HostileServer.start();
    server.answer = ({ path, query }) => {
      if (path === '/apis') return groups(true);
      if (!path.startsWith(`/apis/${group}/`)) return undefined;
      if (!path.includes('/namespaces/shop/')) return failure(403, 'Forbidden');
      return query.has('watch') ? watchOf() : listOf([]);
    };
    const client = createClusterClient({
      name: 'eu-1',
      connection: server.connection,
    });
    const stop = new AbortController();
    const objects = new FluxObjects({
      ...{ client, namespaces: ['shop', 'other'], onChange: () => {} },
    });
    const running = objects.run(stop.signal);
    await objects.synced(stop.signal);

    expect(objects.state().narrowed).toEqual(
      new Map([
        [
          'Kustomization',
          {
            namespaces: ['shop'],
            reason: expect.stringContaining('is not permitted (403)'),
          },
        ],
      ]),
    );
    stop.abort();
    await running;
    await client.close();
    await server.stop();
  });

  it('leaves nothing to others while definitions of Flux are replaced', async () => {
    const server = await HostileServer.start();
    let isServed = true;
    server.answer = ({ path, query }) => {
      if (path === '/apis') return groups(isServed);
      if (!path.startsWith(`/apis/${group}/`)) return undefined;
      if (!isServed) return { status: 404, json: {} };
      return query.has('watch') ? watchOf() : listOf([]);
    };
    const client = createClusterClient({
      name: 'eu-1',
      connection: server.connection,
    });
    const stop = new AbortController();
    let tell = () => {};
    const objects = new FluxObjects({ client, onChange: () => tell() });
    const running = objects.run(stop.signal);
    await objects.synced(stop.signal);
    expect(objects.state().hidden).toEqual(new Set());

    isServed = false;
    server.cut();
    const told = () =>
      new Promise<void>(resolve => {
        tell = resolve;
      });
    while (!objects.state().unreadable.has('Kustomization')) await told();

    expect(objects.state().hidden).toEqual(new Set(['Kustomization']));
    stop.abort();
    await running;
    await client.close();
    await server.stop();
  });
});
