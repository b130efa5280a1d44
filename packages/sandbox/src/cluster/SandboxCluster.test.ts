import { setImmediate } from 'node:timers/promises';
import { ClusterCaller } from './testing/ClusterCaller';
import { SandboxCluster } from './SandboxCluster';

const deployments = '/apis/apps/v1/namespaces/shop/deployments';

function deployment(image: string, replicas = 2) {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'web', image }] },
      },
    },
  };
}

let cluster: SandboxCluster;
let caller: ClusterCaller;

beforeEach(async () => {
  cluster = await SandboxCluster.start({
    name: 'test',
    token: 'secret',
    namespaces: ['shop'],
    readyAfter: 0,
  });
  caller = new ClusterCaller(cluster);
});

afterEach(() => cluster.stop());

describe('who is let in', () => {
  it('is whoever has the token', async () => {
    const stranger = new ClusterCaller({ url: cluster.url, token: 'guess' });
    expect(await stranger.get('/api/v1/pods')).toMatchObject({
      status: 401,
      body: { kind: 'Status', reason: 'Unauthorized' },
    });
  });
});

describe('discovery', () => {
  it('tells the same kinds in one answer and one by one', async () => {
    const { body } = await caller.get('/apis', {
      accept:
        'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    });
    const apps = body.items.find((item: any) => item.metadata.name === 'apps');
    const plain = await caller.get('/apis/apps/v1');
    expect(
      apps.versions[0].resources.map((found: any) => found.resource),
    ).toEqual(plain.body.resources.map((found: any) => found.name));
    expect(plain.body.resources[0]).toMatchObject({
      name: 'deployments',
      kind: 'Deployment',
      namespaced: true,
    });
  });

  it('describes lists by their keys', async () => {
    const { body } = await caller.get('/openapi/v3/apis/apps/v1');
    const schema = body.components.schemas['io.k8s.api.apps.v1.Deployment'];
    const { containers } =
      schema.properties.spec.properties.template.properties.spec.properties;
    expect(containers['x-kubernetes-patch-merge-key']).toBe('name');
    expect(
      containers.items.properties.ports['x-kubernetes-list-map-keys'],
    ).toEqual(['containerPort', 'protocol']);
  });
});

describe('a watch', () => {
  it('goes on from a list without a gap', async () => {
    await caller.apply(configMap('one'), 'tester');
    const { body } = await caller.get('/api/v1/configmaps');
    await caller.apply(configMap('two'), 'tester');
    const events = caller.watch(
      `/api/v1/configmaps?watch=true&resourceVersion=${body.metadata.resourceVersion}`,
    );
    expect(await names(events, 1)).toEqual(['ADDED two']);
    await caller.request('DELETE', '/api/v1/namespaces/shop/configmaps/one');
    expect(await names(events, 1)).toEqual(['DELETED one']);
    await events.return(undefined);
  });

  it('says 410 where it can no longer tell what was missed', async () => {
    const { body } = await caller.get('/api/v1/configmaps');
    await caller.apply(configMap('one'), 'tester');
    cluster.compact();
    const events = caller.watch(
      `/api/v1/configmaps?watch=true&resourceVersion=${body.metadata.resourceVersion}`,
    );
    const { value } = await events.next();
    expect(value).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired' },
    });
  });

  it('tells an object that leaves the selection as deleted', async () => {
    await caller.apply(configMap('one', { tier: 'web' }), 'tester');
    const events = caller.watch(
      '/api/v1/configmaps?watch=true&labelSelector=tier%3Dweb',
    );
    expect(await names(events, 1)).toEqual(['ADDED one']);
    await caller.apply(configMap('one', { tier: 'job' }), 'tester');
    expect(await names(events, 1)).toEqual(['DELETED one']);
    await events.return(undefined);
  });
});

describe('a page of a list', () => {
  it('leads to the next one', async () => {
    for (const name of ['a', 'b', 'c']) {
      await caller.apply(configMap(name), 'tester');
    }
    const first = await caller.get('/api/v1/configmaps?limit=2');
    const next = encodeURIComponent(first.body.metadata.continue);
    const second = await caller.get(
      `/api/v1/configmaps?limit=2&continue=${next}`,
    );
    const found = [...first.body.items, ...second.body.items];
    expect(found.map(item => item.metadata.name)).toEqual(['a', 'b', 'c']);
    expect(second.body.metadata.continue).toBeUndefined();
  });
});

describe('a Deployment', () => {
  it('gets pods with an image and a digest, and becomes available', async () => {
    await caller.apply(deployment('acme/web:v1'), 'tester');
    const { status } = await settled(2);
    expect(status.conditions).toContainEqual(
      expect.objectContaining({ type: 'Available', status: 'True' }),
    );
    const pods = await caller.get('/api/v1/namespaces/shop/pods');
    expect(pods.body.items[0].status.containerStatuses[0]).toMatchObject({
      image: 'acme/web:v1',
      imageID: expect.stringMatching(/^acme\/web@sha256:[0-9a-f]{64}$/),
      ready: true,
    });
  });

  it('keeps running what ran where the new image can’t be pulled', async () => {
    await caller.apply(deployment('acme/web:v1'), 'tester');
    await settled(2);
    await caller.apply(deployment('acme/web:v2-broken'), 'tester');
    const { status } = await caller.until(`${deployments}/web`, object =>
      object.status.conditions.some(
        (condition: any) => condition.reason === 'ProgressDeadlineExceeded',
      ),
    );
    expect(status.readyReplicas).toBe(2);
    const { body } = await caller.get('/api/v1/namespaces/shop/pods');
    const images = body.items.map((pod: any) => pod.spec.containers[0].image);
    expect(new Set(images)).toEqual(
      new Set(['acme/web:v1', 'acme/web:v2-broken']),
    );
  });

  it('replaces the pods of the version before', async () => {
    await caller.apply(deployment('acme/web:v1'), 'tester');
    await settled(2);
    await caller.apply(deployment('acme/web:v2', 3), 'tester');
    await settled(3);
    const { body } = await caller.get('/api/v1/namespaces/shop/pods');
    expect(body.items.map((pod: any) => pod.spec.containers[0].image)).toEqual(
      Array(3).fill('acme/web:v2'),
    );
  });

  it('takes its pods along when it is deleted', async () => {
    await caller.apply(deployment('acme/web:v1'), 'tester');
    await settled(2);
    await caller.request('DELETE', `${deployments}/web`);
    await setImmediate();
    const { body } = await caller.get('/api/v1/namespaces/shop/pods');
    expect(body.items).toEqual([]);
  });
});

describe('a StatefulSet', () => {
  it('is replaced pod by pod', async () => {
    const statefulSet = (image: string) => ({
      ...deployment(image),
      kind: 'StatefulSet',
    });
    const path = '/apis/apps/v1/namespaces/shop/statefulsets/web';
    const done = (object: any) =>
      object.status?.readyReplicas === 2 &&
      object.status.updatedReplicas === 2 &&
      object.status.currentRevision === object.status.updateRevision;
    await caller.apply(statefulSet('acme/web:v1'), 'tester');
    const first = await caller.until(path, done);
    await caller.apply(statefulSet('acme/web:v2'), 'tester');
    await caller.until(
      path,
      object =>
        done(object) &&
        object.status.updateRevision !== first.status.updateRevision,
    );
    const { body } = await caller.get('/api/v1/namespaces/shop/pods');
    expect(body.items.map((pod: any) => pod.metadata.name)).toEqual([
      'web-0',
      'web-1',
    ]);
  });
});

describe('a cluster that is away', () => {
  it('is back with what it had', async () => {
    await caller.apply(configMap('one'), 'tester');
    await cluster.pause();
    await expect(caller.get('/api/v1/configmaps')).rejects.toThrow();
    await cluster.resume();
    const { body } = await caller.get('/api/v1/configmaps');
    expect(body.items).toHaveLength(1);
  });
});

async function settled(replicas: number) {
  return caller.until(
    `${deployments}/web`,
    ({ status, metadata }) =>
      status?.readyReplicas === replicas &&
      status.replicas === replicas &&
      status.updatedReplicas === replicas &&
      status.observedGeneration === metadata.generation,
  );
}

function configMap(name: string, labels = {}) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'shop', labels },
    data: { key: 'value' },
  };
}

async function names(events: AsyncGenerator<any>, count: number) {
  const found: string[] = [];
  while (found.length < count) {
    const { value } = await events.next();
    found.push(`${value.type} ${value.object.metadata.name}`);
  }
  return found;
}
