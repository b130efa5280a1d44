import { ApiServer, describeWithKubernetes } from '@backstage-gitops/envtest';
import {
  AuthenticationError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Resource } from '../manifests/Resource';
import { ClusterClient, ResourceType } from './ClusterClient';
import { ClusterLimits } from './ClusterLimits';
import { systemTime } from './ClusterTime';
import { createClusterClient } from './createClusterClient';

const manager = { fieldManager: 'faults' };
const shelfKind = 'Shelf';

function configMap(name: string, data: Record<string, string> = {}) {
  return {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', data },
    metadata: { name, namespace: 'shop' },
  };
}

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shelves.library.example.com' },
  spec: {
    group: 'library.example.com',
    names: { kind: shelfKind, plural: 'shelves' },
    scope: 'Namespaced',
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
      },
    ],
  },
};

const serviceAccount = {
  ...{ apiVersion: 'v1', kind: 'ServiceAccount' },
  metadata: { name: 'reader', namespace: 'shop' },
};

describeWithKubernetes('With a real API server that fails', () => {
  let server: ApiServer;
  const clients: ClusterClient[] = [];

  beforeAll(async () => {
    server = await ApiServer.start();
    await server.namespace('shop');
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        server.apply(configMap(`config-${index}`), manager),
      ),
    );
  });
  afterAll(async () => {
    await Promise.all(clients.map(each => each.close()));
    await server?.stop();
  });

  function clientOf(
    api: ApiServer,
    limits: Partial<ClusterLimits> = {},
    token = api.token('admin'),
  ): ClusterClient {
    const client = createClusterClient(
      {
        name: 'eu',
        connection: {
          ...{ type: 'server', url: api.url, token, skipTLSVerify: false },
          caData: api.certificateAuthority,
        },
      },
      { limits },
    );
    clients.push(client);
    return client;
  }
  const client = (limits?: Partial<ClusterLimits>, token?: string) =>
    clientOf(server, limits, token);

  it('fails a list during which the server stops, and lists when it is back', async () => {
    const listing = client({ pageSize: 5, attempts: 2 });
    const type = await typeOf(listing, 'ConfigMap');
    const objects = listing.list(type, { namespace: 'shop' });
    const pages = objects[Symbol.asyncIterator]();
    await pages.next();

    await server.kill();
    await expect(drain(pages)).rejects.toThrow(ServiceUnavailableError);

    await server.restart();
    expect(await names(listing.list(type, { namespace: 'shop' }))).toHaveLength(
      20,
    );
  });

  it('goes on watching after the server stopped', async () => {
    const watching = client({ watchFailures: 1000 });
    const type = await typeOf(watching, 'ConfigMap');
    const stop = new AbortController();
    const { signal } = stop;
    const seen = new Set<string>();
    let wasStopped = false;
    for await (const event of watching.watch(
      type,
      { namespace: 'shop' },
      { signal },
    )) {
      if (event.type === 'synced' && !wasStopped) {
        wasStopped = true;
        await server.restart();
        await server.apply(configMap('later'), manager);
      }
      if ('object' in event) seen.add(nameOf(event.object));
      if (seen.has('later')) stop.abort();
    }

    // A server that has started anew may know nothing of the version before, nor
    // of the one that it lists while it begins to watch its store: how often it
    // has to be listed is its own affair.
    expect(seen.has('later')).toBe(true);
    await server.delete(configMap('later'));
  });

  it('applies once the server is back that stopped during an apply', async () => {
    // A server takes a minute to come back where much else runs.
    const applying = client({ attempts: 1000, requestMs: 240_000 });
    await applying.resourceTypes();
    server.pause();
    const writing = applying.apply(configMap('kept', { a: '1' }), manager);
    await new Promise(setImmediate);
    await server.restart();

    expect((await writing).data).toEqual({ a: '1' });
    expect(await server.read(configMap('kept'))).toMatchObject({
      data: { a: '1' },
    });
  });

  it('says so when an apply came to nothing', async () => {
    const applying = client({ attempts: 2 });
    await applying.resourceTypes();
    await server.kill();
    await expect(applying.apply(configMap('lost'), manager)).rejects.toThrow(
      "Cluster 'eu': applying ConfigMap shop/lost failed",
    );
    await server.restart();
  });

  it('is not authenticated with a token that has expired', async () => {
    await server.apply(serviceAccount, manager);
    const { status, body } = await server.request(
      'POST',
      '/api/v1/namespaces/shop/serviceaccounts/reader/token',
      {
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: {},
        },
      },
    );
    expect(status).toBe(201);
    const { token } = (body as { status: { token: string } }).status;
    const expiring = client({}, token);
    expect(await expiring.version()).toMatch(/^v1/);

    await server.delete(serviceAccount);
    const asking = () => expiring.get(refOf('config-1'));
    let error: unknown;
    do error = await asking().catch(reason => reason);
    while (!(error instanceof AuthenticationError));
    expect(String(error)).not.toContain(token);
  });

  it('trusts no certificate that it was not told of', async () => {
    const { url } = server;
    const stranger = createClusterClient({
      name: 'eu',
      connection: {
        type: 'server',
        url,
        token: 'sekret',
        skipTLSVerify: false,
      },
    });
    await expect(stranger.version()).rejects.toThrow(
      /its certificate isn't trusted/,
    );
    const careless = createClusterClient({
      name: 'eu',
      connection: { type: 'server', url, token: 'wrong', skipTLSVerify: true },
    });
    await expect(careless.version()).rejects.toThrow(AuthenticationError);
  });

  it('ends the watch of a kind that is removed, and knows it when it is back', async () => {
    const watching = client();
    const shelf = {
      ...{ apiVersion: 'library.example.com/v1', kind: shelfKind },
      metadata: { name: 'tall', namespace: 'shop' },
    };
    const define = async () => {
      await watching.apply(definition, manager);
      await eventually(() => watching.apply(shelf, manager));
    };
    await define();
    const type = await typeOf(watching, shelfKind);
    const { signal } = new AbortController();
    const told: string[] = [];
    const watch = async () => {
      for await (const event of watching.watch(type, {}, { signal })) {
        told.push(event.type);
        if (event.type === 'synced') {
          await watching.delete({
            group: 'apiextensions.k8s.io',
            kind: 'CustomResourceDefinition',
            name: definition.metadata.name,
          });
        }
      }
    };
    await expect(watch()).rejects.toThrow(NotFoundError);
    // Whether it still tells of the objects is the server's affair.
    expect(told.slice(0, 2)).toEqual(['listing', 'upserted']);

    await define();
    const back = {
      ...refOf('tall'),
      group: 'library.example.com',
      kind: shelfKind,
    };
    expect(await watching.get(back)).toMatchObject(shelf);
  });

  it('carries an object of 1.5 MB', async () => {
    const carrying = client();
    await carrying.apply(definition, manager);
    const pages = Array.from({ length: 1500 }, () => 'x'.repeat(998));
    const heavy = {
      ...{ apiVersion: 'library.example.com/v1', kind: shelfKind, pages },
      metadata: { name: 'heavy', namespace: 'shop' },
    };
    await eventually(() => carrying.apply(heavy, manager));
    const ref = {
      ...refOf('heavy'),
      group: 'library.example.com',
      kind: shelfKind,
    };

    expect((await carrying.get(ref))?.pages).toHaveLength(1500);
    const type = await typeOf(carrying, shelfKind);
    const stop = new AbortController();
    const { signal } = stop;
    let sizes = 0;
    for await (const event of carrying.watch(
      type,
      { namespace: 'shop' },
      { signal },
    )) {
      if (event.type === 'synced') {
        const patch = { pages: [...pages, 'the end'] };
        await carrying.patch(ref, patch, manager);
      }
      if ('object' in event && nameOf(event.object) === 'heavy') {
        sizes = JSON.stringify(event.object).length;
        if (JSON.stringify(event.object.pages).includes('the end')) break;
      }
    }
    stop.abort();
    expect(sizes).toBeGreaterThan(1_500_000);
    await carrying.delete(ref);
  });

  it('works with a clock that is 5 minutes off, and says so', async () => {
    const behind = { ...systemTime, now: () => Date.now() - 5 * 60_000 };
    const { url, certificateAuthority: caData } = server;
    const token = server.token('admin');
    const off = createClusterClient(
      {
        name: 'eu',
        connection: {
          type: 'server',
          url,
          caData,
          token,
          skipTLSVerify: false,
        },
      },
      { time: behind },
    );
    clients.push(off);

    expect(await off.get(refOf('config-1'))).toBeDefined();
    const minutes = (off.clockSkew() ?? 0) / 60_000;
    expect(minutes).toBeGreaterThan(4.5);
    expect(minutes).toBeLessThan(5.5);
  });

  it('answers for two clusters while a third one hangs', async () => {
    const hanging = await ApiServer.start();
    try {
      await clientOf(hanging).version();
      hanging.pause();
      let answered = false;
      const silent = clientOf(hanging, { requestMs: 240_000 })
        .version()
        .finally(() => {
          answered = true;
        });
      const others = [client(), client()].map(each =>
        each.get(refOf('config-1')),
      );

      expect(await Promise.all(others)).toMatchObject([
        { kind: 'ConfigMap' },
        { kind: 'ConfigMap' },
      ]);
      expect(answered).toBe(false);
      const impatient = clientOf(hanging, { requestMs: 500 });
      await expect(impatient.version()).rejects.toThrow(
        'took longer than 500 ms',
      );
      hanging.resume();
      expect(await silent).toMatch(/^v1/);
    } finally {
      await hanging.stop();
    }
  });
});

function refOf(name: string) {
  return { group: '', kind: 'ConfigMap', namespace: 'shop', name };
}

async function typeOf(
  client: ClusterClient,
  kind: string,
): Promise<ResourceType> {
  const types = await client.resourceTypes();
  const type = types.find(each => each.kind === kind);
  if (type === undefined) throw new NotFoundError(`No ${kind} is served`);
  return type;
}

async function drain(objects: AsyncIterator<Resource>): Promise<void> {
  while (!(await objects.next()).done);
}

async function names(objects: AsyncIterable<Resource>): Promise<string[]> {
  const found: string[] = [];
  for await (const object of objects) {
    if (nameOf(object).startsWith('config-')) found.push(nameOf(object));
  }
  return found;
}

function nameOf({ metadata }: Resource): string {
  return (metadata as { name: string }).name;
}

/** A definition is served a moment after it is stored. */
async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
}
