import { SandboxCluster } from '../cluster/SandboxCluster';
import { ClusterCaller, Declared } from '../cluster/testing/ClusterCaller';
import { configMap, deployment } from '../cluster/testing/objects';
import { ClusterHand } from './ClusterHand';
import { demoPlants, Plant } from './Plant';
import { plantDrift } from './plantDrift';

const now = new Date('2026-11-20T12:00:00Z');
const labels = { 'applyset.kubernetes.io/part-of': 'applyset-shop-v1' };
const place = {
  cluster: 'production',
  namespace: 'shop',
  name: 'web',
  manager: 'kubectl-edit',
  ago: 7200,
};

let cluster: SandboxCluster;
let caller: ClusterCaller;
let hand: ClusterHand;

beforeEach(async () => {
  cluster = await SandboxCluster.start({
    name: 'production',
    token: 'secret',
    namespaces: ['shop'],
    readyAfter: 0,
  });
  caller = new ClusterCaller(cluster);
  hand = new ClusterHand(cluster);
});

afterEach(() => cluster.stop());

function applied<T extends { metadata: object }>(object: T): T {
  return { ...object, metadata: { ...object.metadata, labels } };
}

/** Begins before there is anything to plant in, as the demo does. */
async function plant(does: Plant, object: Declared) {
  const planted = plantDrift(does, hand, {
    now,
    signal: AbortSignal.timeout(120_000),
  });
  await caller.apply(object, 'backstage-gitops');
  return planted;
}

it('scales once the engine’s pods are ready, and says since when', async () => {
  const line = await plant(
    { ...place, does: 'scale', by: 3 },
    applied(deployment()),
  );
  expect(line).toBe('production: scaled web from 2 to 5 (kubectl-edit)');
  const { body } = await caller.get(
    '/apis/apps/v1/namespaces/shop/deployments/web',
  );
  expect(body.spec.replicas).toBe(5);
  expect(body.metadata.managedFields).toContainEqual(
    expect.objectContaining({
      manager: 'kubectl-edit',
      operation: 'Update',
      time: '2026-11-20T10:00:00Z',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    }),
  );
});

it('changes the main container’s image and nothing else', async () => {
  await plant(
    { ...place, does: 'image', suffix: 'hotfix1' },
    applied(deployment()),
  );
  const { body } = await caller.get(
    '/apis/apps/v1/namespaces/shop/deployments/web',
  );
  const [main, proxy] = body.spec.template.spec.containers;
  expect(main.image).toBe('acme/web:v1-hotfix1');
  expect(proxy.image).toBe('acme/proxy');
  const edit = body.metadata.managedFields.find(
    ({ manager }: any) => manager === 'kubectl-edit',
  );
  expect(JSON.stringify(edit.fieldsV1)).toBe(
    '{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\\"name\\":\\"web\\"}":{"f:image":{}}}}}}}',
  );
});

it('edits a key of a ConfigMap', async () => {
  await plant(
    { ...place, does: 'config', name: 'settings', key: 'a', value: 'x' },
    applied(configMap()),
  );
  const { body } = await caller.get(
    '/api/v1/namespaces/shop/configmaps/settings',
  );
  expect(body.data).toEqual({ a: 'x', b: '2' });
});

it('leaves what the engine seems to have applied', async () => {
  const manager = 'backstage-gitops';
  await plant(
    { ...place, manager, does: 'orphan', orphan: 'left-over' },
    applied(deployment()),
  );
  const { body } = await caller.get(
    '/api/v1/namespaces/shop/configmaps/left-over',
  );
  expect(body.metadata).toMatchObject({
    labels,
    managedFields: [{ manager, operation: 'Apply' }],
  });
});

it('leaves alone what nobody has applied from Git', async () => {
  await caller.apply(deployment(), 'someone');
  const planted = plantDrift({ ...place, does: 'scale', by: 3 }, hand, {
    now,
    signal: AbortSignal.timeout(600),
  });
  await expect(planted).rejects.toThrow('timeout');
  const { body } = await caller.get(
    '/apis/apps/v1/namespaces/shop/deployments/web',
  );
  expect(body.spec.replicas).toBe(2);
});

it('breaks off and takes up the connection to a cluster', async () => {
  await hand.setOutage(true);
  await expect(caller.get('/version')).rejects.toThrow();
  await hand.setOutage(false);
  expect((await caller.get('/version')).status).toBe(200);
});

describe('the demo’s plants', () => {
  it('show each kind of drift, in production alone', () => {
    expect(new Set(demoPlants.map(({ does }) => does))).toEqual(
      new Set(['scale', 'config', 'image', 'orphan']),
    );
    for (const { cluster: name } of demoPlants) {
      expect(name).toMatch(/^production-/);
    }
  });
});
