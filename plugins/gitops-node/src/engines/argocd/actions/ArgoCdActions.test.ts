import { HostileServer } from '../../../clusters/testing/HostileServer';
import { applicationAnswer, commit } from '@backstage-gitops/envtest';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdActions } from './ArgoCdActions';

const shop = { namespace: 'argocd', name: 'shop' };

const resource = (kind: string, name: string, more = {}) => ({
  ...{ version: 'v1', kind, namespace: 'shop', name, status: 'OutOfSync' },
  ...more,
});

const managed = (kind: string, name: string, liveState?: string) => ({
  ...{ kind, namespace: 'shop', name, liveState: liveState ?? 'null' },
  targetState: JSON.stringify({
    ...{ apiVersion: 'v1', kind, metadata: { name, namespace: 'shop' } },
    data: { sale: 'no' },
  }),
});

describe('ArgoCdActions', () => {
  let server: HostileServer;
  let client: ArgoCdClient;

  beforeEach(async () => {
    server = await HostileServer.start();
    const instance = { name: 'eu', url: server.url, clusters: [] };
    client = new ArgoCdClient(instance);
  });
  afterEach(async () => {
    client.close();
    await server.stop();
  });

  function actionsOn(status: Readonly<Record<string, unknown>>) {
    server.answer = ({ path }) =>
      path.endsWith('/managed-resources')
        ? { json: { items: [managed('ConfigMap', 'absent')] } }
        : { json: applicationAnswer({ status }) };
    return new ArgoCdActions(client, {
      ...{ rules: [], disabledRules: [], unmanaged: false },
    });
  }

  /** What was asked for beside how the Application stands. */
  const written = () =>
    server.requests.filter(({ method }) => method !== 'GET');

  const outOfSync = {
    sync: { status: 'OutOfSync', revision: commit(1) },
    resources: [
      resource('ConfigMap', 'changed'),
      resource('ConfigMap', 'fine', { status: 'Synced' }),
      resource('ConfigMap', 'absent'),
      resource('Namespace', 'old', { requiresPruning: true }),
    ],
  };

  const planned = (steps: readonly { name: string; action: string }[]) =>
    steps.map(({ name, action }) => `${action} ${name}`);

  it('says what it is going to do, and has Argo CD do it', async () => {
    const { steps, revision } = await actionsOn(outOfSync).sync(shop, {
      ...{ prune: true, dryRun: false, confirm: ['Namespace/old'] },
    });

    expect(planned(steps)).toEqual([
      'update changed',
      'create absent',
      'prune old',
    ]);
    expect(revision).toBe(commit(1));
    const [{ path, body }] = written();
    expect(path).toBe('/api/v1/applications/shop/sync');
    expect(JSON.parse(body)).toMatchObject({ prune: true, dryRun: false });
  });

  it('does nothing in a dry run', async () => {
    const { steps, dryRun } = await actionsOn(outOfSync).sync(shop, {
      ...{ prune: false, dryRun: true, confirm: [] },
    });

    expect(dryRun).toBe(true);
    expect(planned(steps)).toEqual([
      'update changed',
      'create absent',
      'none old',
    ]);
    expect(written()).toEqual([]);
  });

  it('does what is selected and nothing else', async () => {
    const resources = [
      { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'changed' },
    ];

    const { steps } = await actionsOn(outOfSync).sync(shop, {
      ...{ resources, prune: true, dryRun: false, confirm: [] },
    });

    expect(planned(steps)).toEqual(['update changed']);
    expect(JSON.parse(written()[0].body)).toMatchObject({ resources });
  });

  it('does nothing where nothing is selected, which Argo CD takes for all', async () => {
    const { steps } = await actionsOn(outOfSync).sync(shop, {
      ...{ resources: [], prune: true, dryRun: false, confirm: [] },
    });

    expect(steps).toEqual([]);
    expect(written()).toEqual([]);
  });

  it('deletes no namespace that nobody has confirmed', async () => {
    const synced = actionsOn(outOfSync).sync(shop, {
      ...{ prune: true, dryRun: false, confirm: ['Namespace/other'] },
    });

    await expect(synced).rejects.toThrow(
      'It would delete Namespace/old, which has to be confirmed',
    );
    expect(written()).toEqual([]);
  });

  it('does not come between what is under way', async () => {
    const actions = actionsOn({
      operationState: { phase: 'Running', message: 'waiting for hook' },
    });

    await expect(
      actions.sync(shop, { prune: false, dryRun: false, confirm: [] }),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'Argo CD is at shop already: waiting for hook',
    });
  });

  it('refreshes and ends what is under way', async () => {
    const actions = actionsOn({ operationState: { phase: 'Running' } });

    await actions.refresh(shop, { hard: false });
    await actions.terminate(shop);

    expect(
      server.requests.map(({ method, url }) => `${method} ${url}`),
    ).toEqual([
      'GET /api/v1/applications/shop?appNamespace=argocd&refresh=normal',
      'GET /api/v1/applications/shop?appNamespace=argocd',
      'DELETE /api/v1/applications/shop/operation?appNamespace=argocd',
    ]);
  });

  it('ends nothing where nothing is under way', async () => {
    await expect(actionsOn({}).terminate(shop)).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'Argo CD is doing nothing for shop',
    });
    expect(written()).toEqual([]);
  });
});
