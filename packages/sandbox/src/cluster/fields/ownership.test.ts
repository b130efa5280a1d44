import { SandboxCluster } from '../SandboxCluster';
import { ClusterCaller } from '../testing/ClusterCaller';

let cluster: SandboxCluster;
let caller: ClusterCaller;

beforeEach(async () => {
  cluster = await SandboxCluster.start({ name: 'test', token: 'secret' });
  caller = new ClusterCaller(cluster);
});

afterEach(() => cluster.stop());

const configMap = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'flags', namespace: 'default' },
  data,
});

function owners(body: any): Record<string, unknown> {
  return Object.fromEntries(
    body.metadata.managedFields.map((entry: any) => [
      `${entry.manager} ${entry.operation}`,
      entry.fieldsV1,
    ]),
  );
}

describe('server-side apply', () => {
  it('owns what it names, and another manager what it changes', async () => {
    await caller.apply(configMap({ a: '1', b: '2' }), 'git');
    const { body } = await caller.patch(
      configMap({}),
      { data: { b: '3', c: '4' } },
      'kubectl-edit',
    );
    expect(owners(body)).toEqual({
      'git Apply': { 'f:data': { 'f:a': {} } },
      'kubectl-edit Update': { 'f:data': { 'f:b': {}, 'f:c': {} } },
    });
  });

  it('refuses to overwrite another, unless it is forced to', async () => {
    await caller.apply(configMap({ a: '1' }), 'git');
    await caller.patch(configMap({}), { data: { a: '2' } }, 'kubectl-edit');
    const refused = await caller.apply(configMap({ a: '1' }), 'git');
    expect(refused).toMatchObject({
      status: 409,
      body: {
        reason: 'Conflict',
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "kubectl-edit" using v1',
              field: '.data.a',
            },
          ],
        },
      },
    });
    const { status, body } = await caller.apply(
      configMap({ a: '1' }),
      'git',
      'force=true',
    );
    expect(status).toBe(200);
    expect(owners(body)).toEqual({ 'git Apply': { 'f:data': { 'f:a': {} } } });
  });

  it('takes away what it no longer names, unless it is shared', async () => {
    await caller.apply(configMap({ a: '1', b: '2' }), 'git');
    await caller.apply(configMap({ b: '2' }), 'other');
    const { body } = await caller.apply(configMap({}), 'git');
    expect(body.data).toEqual({ b: '2' });
  });

  it('leaves an unchanged object as it was', async () => {
    const first = await caller.apply(configMap({ a: '1' }), 'git');
    const second = await caller.apply(configMap({ a: '1' }), 'git');
    expect(second.body).toEqual(first.body);
  });

  it('stores nothing where it is only asked what would result', async () => {
    const dry = await caller.apply(configMap({ a: '1' }), 'git', 'dryRun=All');
    expect(dry).toMatchObject({ status: 201, body: { data: { a: '1' } } });
    const { status } = await caller.get(
      '/api/v1/namespaces/default/configmaps/flags',
    );
    expect(status).toBe(404);
  });

  it('merges keyed lists by key, and drops an item that it gave up', async () => {
    const service = (...ports: number[]) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'default' },
      spec: { ports: ports.map(port => ({ name: `p${port}`, port })) },
    });
    await caller.apply(service(80, 81), 'git');
    await caller.apply(service(82), 'mesh');
    const { body } = await caller.apply(service(81), 'git');
    expect(body.spec.ports.map(({ port }: any) => port)).toEqual([81, 82]);
    expect(owners(body)['git Apply']).toEqual({
      'f:spec': {
        'f:ports': {
          'k:{"port":81,"protocol":"TCP"}': {
            '.': {},
            'f:name': {},
            'f:port': {},
          },
        },
      },
    });
  });

  it('needs the namespace', async () => {
    const elsewhere = { ...configMap({}) };
    elsewhere.metadata = { name: 'flags', namespace: 'nowhere' };
    expect(await caller.apply(elsewhere, 'git')).toMatchObject({ status: 404 });
  });
});

describe('delete', () => {
  it('takes only the object that is meant', async () => {
    await caller.apply(configMap({}), 'git');
    const path = '/api/v1/namespaces/default/configmaps/flags';
    const other = { preconditions: { uid: 'another' } };
    expect(await caller.request('DELETE', path, { body: other })).toMatchObject(
      { status: 409, body: { reason: 'Conflict' } },
    );
    const { body } = await caller.get(path);
    const same = { preconditions: { uid: body.metadata.uid } };
    expect(await caller.request('DELETE', path, { body: same })).toMatchObject({
      status: 200,
    });
  });
});
