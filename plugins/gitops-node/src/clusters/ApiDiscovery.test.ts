import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { createClusterClient } from './createClusterClient';
import { configMap, failure, HostileServer } from './testing/HostileServer';
import { ManualTime } from './testing/ManualTime';

const configMaps = {
  ...{ name: 'configmaps', kind: 'ConfigMap', namespaced: true },
  verbs: ['get', 'list'],
};
const shelf = { group: 'library.example.com', kind: 'Shelf' };

describe('Discovery', () => {
  let server: HostileServer;
  let time: ManualTime;

  beforeEach(async () => {
    server = await HostileServer.start();
    time = new ManualTime();
  });
  afterEach(() => server.stop());

  const client = () =>
    createClusterClient(
      { name: 'eu', connection: server.connection },
      { time, limits: { attempts: 1 } },
    );

  /** Answers by path. */
  function serving(answers: Record<string, unknown>) {
    server.answer = ({ path }) => {
      const json = answers[path];
      return json === undefined ? undefined : { json };
    };
  }

  function group(name: string, ...versions: object[]) {
    return {
      kind: 'APIGroupDiscoveryList',
      items: [{ metadata: { name }, versions }],
    };
  }

  function version(name: string, ...kinds: string[]) {
    return {
      version: name,
      resources: kinds.map(kind => ({
        resource: `${kind.toLocaleLowerCase('en-US')}s`,
        responseKind: { kind },
        ...{ scope: 'Namespaced', verbs: ['get'] },
      })),
    };
  }

  it('reads all kinds in two answers, each in the preferred version', async () => {
    serving({
      '/apis': group(
        shelf.group,
        version('v2', 'Shelf'),
        version('v1', 'Shelf', 'Book'),
      ),
    });
    const types = await client().resourceTypes();

    expect(types.filter(type => type.group === shelf.group)).toEqual([
      expect.objectContaining({ kind: 'Shelf', version: 'v2' }),
      expect.objectContaining({ kind: 'Book', version: 'v1' }),
    ]);
    expect(server.requests).toHaveLength(2);
    expect(server.requests[0].headers.accept).toContain(
      'g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    );
  });

  it('falls back to the classic way, and leaves out who does not answer', async () => {
    const versions = [{ version: 'v1' }, { version: 'v1beta1' }];
    const preferredVersion = versions[1];
    const answers: Record<string, unknown> = {
      '/api': { kind: 'APIVersions', versions: ['v1'] },
      '/apis': {
        kind: 'APIGroupList',
        groups: [
          { name: shelf.group, versions, preferredVersion },
          { name: 'metrics.example.com', versions: [{ version: 'v1' }] },
        ],
      },
      '/api/v1': {
        resources: [configMaps, { ...configMaps, name: 'configmaps/status' }],
      },
      [`/apis/${shelf.group}/v1`]: {
        resources: [{ name: 'shelves', kind: 'Shelf', namespaced: false }],
      },
      [`/apis/${shelf.group}/v1beta1`]: {
        resources: [{ name: 'shelves', kind: 'Shelf', namespaced: true }],
      },
    };
    server.answer = ({ path }) =>
      path in answers
        ? { json: answers[path] }
        : failure(503, 'ServiceUnavailable');

    const classic = client();
    expect(await classic.resourceTypes()).toEqual([
      {
        ...{ group: '', version: 'v1', kind: 'ConfigMap' },
        ...{ plural: 'configmaps', namespaced: true, verbs: ['get', 'list'] },
      },
      {
        ...{ ...shelf, version: 'v1beta1', plural: 'shelves' },
        ...{ namespaced: true, verbs: [] },
      },
    ]);
    const metrics = { group: 'metrics.example.com', kind: 'PodMetrics' };
    await expect(classic.get({ ...metrics, name: 'x' })).rejects.toThrow(
      new ServiceUnavailableError(
        "Cluster 'eu': the API metrics.example.com/v1 doesn't answer, so PodMetrics of metrics.example.com can't be read",
      ),
    );
  });

  it('does not call a kind absent whose group is silent', async () => {
    const stale = { version: 'v1', freshness: 'Stale' };
    serving({ '/apis': group(shelf.group, stale) });

    const reading = client().get({ ...shelf, name: 'x' });
    await expect(reading).rejects.toThrow(ServiceUnavailableError);
    await expect(
      client().get({ group: 'other.example.com', kind: 'X', name: 'x' }),
    ).rejects.toThrow(NotFoundError);
  });

  it('keeps what it knows for a while, and asks again for an unknown kind', async () => {
    const kept = client();
    const read = () => server.countOf('/apis');
    await kept.resourceTypes();
    await kept.resourceTypes();
    expect(read()).toBe(1);

    time.advance(2000);
    const book = { group: shelf.group, kind: 'Book', name: 'x' };
    await expect(kept.get(book)).rejects.toThrow(NotFoundError);
    await expect(kept.get(book)).rejects.toThrow(NotFoundError);
    expect(read()).toBe(2);

    time.advance(300_000);
    await kept.resourceTypes();
    expect(read()).toBe(3);
    await kept.resourceTypes({ fresh: true });
    expect(read()).toBe(4);
  });

  it('asks again after it has defined a kind', async () => {
    const kept = client();
    const definition = {
      version: 'v1',
      resources: [
        {
          resource: 'customresourcedefinitions',
          responseKind: { kind: 'CustomResourceDefinition' },
          ...{ scope: 'Cluster', verbs: ['get'] },
        },
      ],
    };
    serving({ '/apis': group('apiextensions.k8s.io', definition) });
    await kept.resourceTypes();
    server.answer = ({ method }) =>
      method === 'PATCH' ? { json: configMap('shelves') } : undefined;
    await kept.apply(
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'shelves.library.example.com' },
      },
      { fieldManager: 'test' },
    );

    expect(await kept.resourceTypes()).toContainEqual(
      expect.objectContaining({ ...shelf }),
    );
  });

  it('asks once for many who wait', async () => {
    const shared = client();
    await Promise.all([
      shared.resourceTypes(),
      shared.resourceTypes(),
      shared.resourceTypes(),
    ]);
    expect(server.countOf('/apis')).toBe(1);
  });

  it('asks again after a failure', async () => {
    const recovering = client();
    server.answer = () => failure(503, 'ServiceUnavailable');
    await expect(recovering.resourceTypes()).rejects.toThrow(
      ServiceUnavailableError,
    );
    server.answer = () => undefined;
    expect(await recovering.resourceTypes()).toHaveLength(4);
  });

  it('says when it is no Kubernetes API', async () => {
    server.answer = () => ({ json: { hello: 'world' } });
    await expect(client().version()).rejects.toThrow(
      "Cluster 'eu' tells no version: is it a Kubernetes API?",
    );
    server.answer = () => ({ json: ['x'] });
    await expect(client().resourceTypes()).rejects.toThrow(
      "Cluster 'eu' doesn't say which kinds it serves as a Kubernetes API does",
    );
  });
});
