import { ApiServer, describeWithKubernetes } from '@backstage-gitops/envtest';
import { DesiredUnit } from '../engines/Engine';
import { Bookshop } from './__testUtils__/Bookshop';
import { FollowedCluster } from './__testUtils__/FollowedCluster';

const mayConfigure = (verbs: readonly string[]) => [
  { apiGroups: [''], resources: ['configmaps', 'services'], verbs },
];
const within = { namespaces: ['bookshop'] };
/** Both engines keep the unit's ApplySet in one place. */
const together = { applySetNamespace: 'bookshop' };
const logo = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'catalogue-logo', namespace: 'bookshop' },
  binaryData: { 'logo.png': 'R0lGODlh' },
  immutable: true,
};
const currency = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'checkout', namespace: 'bookshop' },
  data: { currency: 'GBP', limit: '250' },
};

describeWithKubernetes('a bookshop on a server that refuses', () => {
  let bookshop: Bookshop;
  let server: ApiServer;
  let admin: FollowedCluster;
  let reader: FollowedCluster;
  let unit: DesiredUnit;

  beforeAll(async () => {
    bookshop = new Bookshop();
    unit = await bookshop.desired();
    server = await ApiServer.start();
    admin = new FollowedCluster(server);
    reader = new FollowedCluster(server, 'reader');
    await admin.sync(unit, {}, together);
  });
  afterAll(async () => {
    bookshop?.remove();
    await reader?.client.close();
    await admin?.stop();
  });

  it('tells of each kind that may not be read why it is unknown', async () => {
    const rules = mayConfigure(['get', 'list', 'watch']);
    await server.allow('reader', rules, 'bookshop');

    const { resources, sync } = await reader.observe(unit, 'readOnly', within);

    const known = resources.filter(({ status }) => status === 'synced');
    const others = resources.filter(({ status }) => status !== 'synced');
    expect(new Set(known.map(({ kind }) => kind))).toEqual(
      new Set(['ConfigMap', 'Service']),
    );
    expect(others).toHaveLength(40 - known.length);
    for (const { status, reason } of others) {
      expect(status).toBe('indeterminate');
      expect(reason).toMatch(/User "reader" cannot list/);
    }
    expect(sync.state).toBe('unknown');
  });

  it('applies what it may where the rest is refused', async () => {
    const verbs = ['get', 'list', 'watch', 'create', 'patch'];
    await server.allow('reader', mayConfigure(verbs), 'bookshop');

    const { steps } = await reader.sync(unit, { prune: false }, within);

    const failed = steps.filter(({ outcome }) => outcome !== 'done');
    const done = steps.filter(({ outcome }) => outcome === 'done');
    expect(new Set(done.map(({ kind }) => kind))).toEqual(
      new Set(['ConfigMap', 'Service']),
    );
    expect(failed).toHaveLength(40 - done.length);
    for (const { message } of failed) {
      expect(message).toMatch(/User "reader" cannot/);
    }
  });

  it('tells a change of an immutable field, and applies the others', async () => {
    bookshop.commit({
      'kustomization.yaml': 'resources: [changed.yaml]\n',
      'changed.yaml': `${JSON.stringify(logo)}\n---\n${JSON.stringify(
        currency,
      )}\n`,
    });
    const changed = await bookshop.desired();

    const { steps } = await admin.sync(changed, { prune: false }, together);
    const stepOf = (name: string) => steps.find(step => step.name === name);

    expect(stepOf('catalogue-logo')).toMatchObject({
      outcome: 'failed',
      message: expect.stringMatching(/immutable/),
    });
    expect(stepOf('checkout')).toMatchObject({ outcome: 'done' });
    const { resources } = await admin.observe(changed, 'readOnly');
    expect(
      resources.find(({ name }) => name === 'catalogue-logo'),
    ).toMatchObject({
      status: 'drifted',
      differences: [
        {
          field: 'binaryData["logo.png"]',
          class: 'changed',
          declared: 'R0lGODlh',
          live: 'iVBORw0KGgo=',
        },
      ],
    });
  });
});
