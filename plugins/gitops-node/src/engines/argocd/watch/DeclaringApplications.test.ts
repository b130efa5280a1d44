import { ArgoCdStandIn, commit } from '@backstage-gitops/envtest';
import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { WatchedArgoCds } from '../__testUtils__/WatchedArgoCds';
import { ArgoCdUnit } from '../match/ArgoCdUnit';

/** Declared by an Application in Git, or found by its path alone. */
const unit = (kind: Unit['kind'], name: string): ArgoCdUnit => ({
  unit: {
    ...{ id: name, name, kind, environment: 'prod', path: `apps/${name}` },
    ...{ files: [], declaredBy: { file: `root/${name}.yaml`, line: 1 } },
  },
  targets: [],
  declared: { revision: commit(1), commit: commit(1) },
});

const source = (path: string) => ({
  source: { repoURL: 'https://git.example/acme/config.git', path },
});

const child = (name: string, metadata: object = {}) => ({
  metadata: { name, ...metadata },
  spec: source(`apps/${name}`),
});

const root = (status: string, kind = 'Application', spec: object = {}) => ({
  metadata: { name: 'root' },
  spec: { ...source('root'), ...spec },
  status: {
    sync: { status, revision: commit(1) },
    resources: [
      {
        ...{ group: 'argoproj.io', version: 'v1alpha1', kind, status },
        ...{ namespace: 'argocd', name: 'shop' },
      },
    ],
  },
});

describe('an Application that another one brings', () => {
  let server: ArgoCdStandIn;
  let watched: WatchedArgoCds;

  beforeEach(async () => {
    server = await ArgoCdStandIn.start('eu');
  });
  afterEach(async () => {
    await watched.stop();
    await server.stop();
  });

  const stopped = (name: string) => watched.latest(name)?.delivery?.stopped;

  it('has not come to what Git declares of it before it was brought', async () => {
    server.put(child('shop'));
    server.put(root('OutOfSync'));
    watched = new WatchedArgoCds([server], [unit('Application', 'shop')]);
    await watched.until(() => server.streams && stopped('shop'));

    const message =
      'The Application argocd/root has still to bring what Git declares of it';
    expect(watched.latest('shop')).toMatchObject({
      sync: { state: 'outOfSync', reason: message },
      delivery: {
        stopped: { reason: 'notFetched', message },
        steps: [
          { step: 'declared', state: 'done' },
          { step: 'fetched', state: 'pending', message },
          { step: 'applied', state: 'pending' },
          { step: 'running', state: 'pending' },
        ],
      },
    });

    server.change(root('Synced'));
    await watched.until(() => watched.latest('shop')?.sync.state === 'synced');
    expect(stopped('shop')).toBeUndefined();
  });

  it('nor before the ApplicationSet that makes it was', async () => {
    const ownerReferences = [{ kind: 'ApplicationSet', name: 'shop' }];
    server.put(child('made', { ownerReferences }));
    server.put(root('OutOfSync', 'ApplicationSet'));
    watched = new WatchedArgoCds([server], [unit('Application', 'made')]);

    await watched.until(() => stopped('made'));

    expect(stopped('made')?.reason).toBe('notFetched');
  });

  it.each<[string, Unit['kind'], object]>([
    ['its path alone is declared', 'Overlay', {}],
    [
      'the other one deploys elsewhere',
      'Application',
      { destination: { name: 'us-1' } },
    ],
  ])('is as it says where %s', async (_, kind, spec) => {
    server.put(child('shop'));
    server.put(root('OutOfSync', 'Application', spec));
    watched = new WatchedArgoCds([server], [unit(kind, 'shop')]);

    await watched.until(() => watched.latest('shop'));

    expect(watched.latest('shop')?.sync.state).toBe('synced');
  });
});
