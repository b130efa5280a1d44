/* eslint-disable jest/no-export -- the tests of each transport run these */
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { Resource, ResourceRef } from '../../manifests/Resource';
import { ClusterClient, ResourceType, WatchEvent } from '../ClusterClient';
import { ClusterConnection } from '../ClusterConnection';
import { createClusterClient } from '../createClusterClient';
import { KubernetesPluginAddress } from '../KubernetesPluginAccess';

/** A cluster to try a client on. It serves ConfigMaps, Namespaces and Deployments. */
export interface ContractCluster {
  readonly connection: ClusterConnection;
  readonly kubernetesPlugin?: KubernetesPluginAddress;
  stop(): Promise<void>;
}

const manager = { fieldManager: 'contract' };
const namespace = 'contract';

function configMap(
  name: string,
  data: Record<string, string> = { title: 'Emma' },
  labels: Record<string, string> = {},
) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels },
    data,
  };
}

function refOf(name: string, kind = 'ConfigMap'): ResourceRef {
  return { group: '', kind, namespace, name };
}

/** What a client promises, on whichever cluster. */
export function describeClusterClient(
  name: string,
  start: () => Promise<ContractCluster>,
  describeOn: (name: string, tests: () => void) => void = describe,
): void {
  describeOn(`A client of ${name}`, () => {
    let cluster: ContractCluster;
    let client: ClusterClient;

    beforeAll(async () => {
      cluster = await start();
      client = createClusterClient(
        { name: 'shelf', connection: cluster.connection },
        {
          kubernetesPlugin: cluster.kubernetesPlugin,
          limits: { pageSize: 2 },
        },
      );
      await client.apply(
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
        manager,
      );
    });
    afterAll(async () => {
      await client?.close();
      await cluster?.stop();
    });

    describeReading(() => client);
    describeWriting(() => client);
    describeWatching(() => client);
  });
}

function describeReading(client: () => ClusterClient): void {
  it('tells the version', async () => {
    expect(await client().version()).toMatch(/^v1\.\d+/);
  });

  it('knows the kinds that are served', async () => {
    const types = await client().resourceTypes();

    expect(types).toContainEqual({
      ...{ group: 'apps', version: 'v1', kind: 'Deployment' },
      ...{ plural: 'deployments', namespaced: true },
      verbs: expect.arrayContaining(['get', 'list', 'watch', 'patch']),
    });
    expect(types).toContainEqual(
      expect.objectContaining({ kind: 'Namespace', namespaced: false }),
    );
    expect(types.filter(({ kind }) => kind === 'Deployment')).toHaveLength(1);
  });

  it('knows the schema of a group version', async () => {
    const schema = await client().openApi('apps/v1');

    expect(JSON.stringify(schema)).toContain('"x-kubernetes-list-map-keys"');
    await expect(client().openApi('apps/v9')).rejects.toThrow(NotFoundError);
  });

  it('finds no object where there is none', async () => {
    expect(await client().get(refOf('absent'))).toBeUndefined();
    expect(
      await client().get({ ...refOf('absent'), namespace: 'nowhere' }),
    ).toBeUndefined();
  });

  it('refuses a kind that is not served', async () => {
    const ref = { ...refOf('x'), group: 'library.example.com', kind: 'Shelf' };
    await expect(client().get(ref)).rejects.toThrow(NotFoundError);
    await expect(client().get(ref)).rejects.toThrow(
      "Cluster 'shelf' doesn't serve Shelf of library.example.com",
    );
    await expect(
      client().apply({ ...configMap('x'), apiVersion: 'v9' }, manager),
    ).rejects.toThrow("Cluster 'shelf' doesn't serve v9 ConfigMap");
  });

  it.each(['../x', 'a/b', '%2e%2e', 'a%2fb', '..', ''])(
    'refuses the name %j',
    async hostile => {
      const ref = refOf(hostile);
      const object = {
        ...configMap('x'),
        metadata: { name: hostile, namespace },
      };
      await expect(client().get(ref)).rejects.toThrow(InputError);
      await expect(client().delete(ref)).rejects.toThrow(InputError);
      await expect(client().patch(ref, {}, manager)).rejects.toThrow(
        InputError,
      );
      await expect(client().apply(object, manager)).rejects.toThrow(InputError);
      await expect(
        client().get({ ...refOf('x'), namespace: hostile }),
      ).rejects.toThrow(InputError);
    },
  );

  it('asks for a namespace where the kind has one', async () => {
    const { group, kind } = refOf('x');
    await expect(client().get({ group, kind, name: 'x' })).rejects.toThrow(
      InputError,
    );
  });

  it('lists page by page, by namespace and by label', async () => {
    const names = ['page-1', 'page-2', 'page-3', 'page-4', 'page-5'];
    for (const name of names) {
      await client().apply(configMap(name, {}, { list: 'pages' }), manager);
    }
    const type = await typeOf(client(), 'ConfigMap');
    const namesOf = async (objects: AsyncIterable<Resource>) => {
      const found: string[] = [];
      for await (const object of objects) found.push(nameOf(object));
      return found.sort();
    };

    const labelSelector = 'list=pages';
    expect(await namesOf(client().list(type, { labelSelector }))).toEqual(
      names,
    );
    expect(
      await namesOf(client().list(type, { namespace, labelSelector })),
    ).toEqual(names);
    expect(
      await namesOf(client().list(type, { namespace: 'nowhere' })),
    ).toEqual([]);
    for await (const object of client().list(type, { namespace })) {
      expect(object).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    }
  });

  it('stops when it is told to', async () => {
    const type = await typeOf(client(), 'ConfigMap');
    const signal = AbortSignal.abort();
    const first = client().list(type, {}, { signal });
    await expect(first[Symbol.asyncIterator]().next()).rejects.toThrow('abort');
    await expect(client().get(refOf('x'), { signal })).rejects.toThrow('abort');
  });

  it('knows how far the clock of the server is off', async () => {
    await client().version();
    expect(Math.abs(client().clockSkew() ?? Infinity)).toBeLessThan(60_000);
  });
}

function describeWriting(client: () => ClusterClient): void {
  it('applies under its own name, and removes what it no longer applies', async () => {
    await client().apply(configMap('applied', { a: '1', b: '2' }), manager);
    const second = await client().apply(
      configMap('applied', { a: '1' }),
      manager,
    );

    expect(second).toMatchObject({
      data: { a: '1' },
      metadata: {
        managedFields: [{ manager: 'contract', operation: 'Apply' }],
      },
    });
    expect(second.data).toEqual({ a: '1' });
    expect(await client().get(refOf('applied'))).toEqual(second);
  });

  it('takes over what others own only by force', async () => {
    await client().apply(configMap('owned', { a: '1' }), manager);
    const other = { fieldManager: 'other' };
    const changed = configMap('owned', { a: '2' });

    await expect(client().apply(changed, other)).rejects.toThrow(ConflictError);
    await expect(client().apply(changed, other)).rejects.toThrow('contract');
    const forced = await client().apply(changed, { ...other, force: true });
    expect(forced.data).toEqual({ a: '2' });
  });

  it('stores nothing on a dry run', async () => {
    const dryRun = { ...manager, dryRun: true };
    const result = await client().apply(configMap('dry'), dryRun);
    expect(result.data).toEqual({ title: 'Emma' });
    expect(await client().get(refOf('dry'))).toBeUndefined();

    await client().apply(configMap('dry'), manager);
    await client().patch(
      refOf('dry'),
      { data: { title: 'Persuasion' } },
      dryRun,
    );
    await client().delete(refOf('dry'), { dryRun: true });
    expect((await client().get(refOf('dry')))?.data).toEqual({ title: 'Emma' });
  });

  it('refuses what the server finds invalid', async () => {
    await expect(
      client().apply(configMap('Not A Name'), manager),
    ).rejects.toThrow(InputError);
    await expect(
      client().apply({ apiVersion: 'v1', kind: 'ConfigMap' }, manager),
    ).rejects.toThrow(InputError);
  });

  it('patches, and removes by null', async () => {
    await client().apply(configMap('patched', { a: '1', b: '2' }), manager);

    const patch = { data: { a: null, c: '3' } };
    await client().patch(refOf('patched'), patch, { fieldManager: 'hand' });

    const after = await client().get(refOf('patched'));
    expect(after?.data).toEqual({ b: '2', c: '3' });
    expect(JSON.stringify(after?.metadata)).toContain('"hand"');
    await expect(
      client().patch(refOf('absent'), patch, manager),
    ).rejects.toThrow(NotFoundError);
  });

  it('deletes an object, and no other of its name', async () => {
    const { metadata } = await client().apply(configMap('deleted'), manager);
    const { uid } = metadata as { uid: string };

    await expect(
      client().delete(refOf('deleted'), {
        uid: '00000000-0000-4000-8000-000000000000',
      }),
    ).rejects.toThrow(ConflictError);
    expect(await client().get(refOf('deleted'))).toBeDefined();

    await client().delete(refOf('deleted'), { uid, propagation: 'Background' });
    expect(await client().get(refOf('deleted'))).toBeUndefined();
    await client().delete(refOf('deleted'));
  });
}

function describeWatching(client: () => ClusterClient): void {
  it('lists and then follows what changes', async () => {
    const labelSelector = 'watch=yes';
    const watched = { watch: 'yes' };
    await client().apply(configMap('watch-1', {}, watched), manager);
    await client().apply(configMap('watch-2', {}, watched), manager);
    const type = await typeOf(client(), 'ConfigMap');
    const stop = new AbortController();
    const events = client().watch(
      type,
      { namespace, labelSelector },
      { signal: stop.signal },
    );
    const told = tellerOf(events);

    expect(await told(4)).toEqual([
      'listing',
      'upserted watch-1',
      'upserted watch-2',
      'synced',
    ]);
    await client().apply(configMap('watch-3', {}, watched), manager);
    await client().apply(configMap('watch-1', { a: '1' }, watched), manager);
    await client().delete(refOf('watch-2'));
    expect(await told(3)).toEqual([
      'upserted watch-3',
      'upserted watch-1',
      'deleted watch-2',
    ]);
    // What no longer is selected is gone for who watches.
    await client().apply(configMap('watch-3', {}, { watch: 'no' }), manager);
    expect(await told(1)).toEqual(['deleted watch-3']);

    const end = told(1);
    stop.abort();
    expect(await end).toEqual([]);
  });
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

/** Tells the next events, or fewer where they end. */
function tellerOf(events: AsyncIterable<WatchEvent>) {
  const iterator = events[Symbol.asyncIterator]();
  return async (count: number): Promise<string[]> => {
    const told: string[] = [];
    while (told.length < count) {
      const { done, value } = await iterator.next();
      if (done) break;
      told.push(
        'object' in value
          ? `${value.type} ${nameOf(value.object)}`
          : value.type,
      );
    }
    return told;
  };
}

function nameOf({ metadata }: Resource): string {
  return (metadata as { name: string }).name;
}
