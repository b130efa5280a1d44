import {
  describeWithKubernetes,
  KubernetesObject,
} from '@backstage-gitops/envtest';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { EngineOnServer } from './__testUtils__/EngineOnServer';
import { configMap, deployment } from './__testUtils__/objects';
import { ApplySet } from './ownership/ApplySet';

const everything = { prune: true, dryRun: false, confirm: [] };
const statusOf = ({ resources }: UnitObservation, name: string) =>
  resources.find(resource => resource.name === name)?.status;

describeWithKubernetes('BuiltinEngine, of what it has applied', () => {
  let on: EngineOnServer;

  beforeAll(async () => {
    on = await EngineOnServer.start();
  });
  afterEach(async () => {
    await on.stopWatching();
  });
  afterAll(async () => {
    await on?.stop();
  });

  const manual = () => on.engine({ mode: 'manual' });

  it('calls nothing missing before it has applied anything, where it may', async () => {
    const ns = await on.namespace();
    const unit = on.unit(ns, [configMap(ns, 'flags')]);
    const seen = on.watch({ mode: 'manual' }, [unit]);
    const before = await seen.see(() => true);
    expect(before).toMatchObject({
      sync: { state: 'outOfSync', reason: '1 not applied yet' },
      health: {
        state: 'unknown',
        message: `ConfigMap ${ns}/flags: It has not been applied yet`,
      },
      resources: [{ status: 'undelivered' }],
      targets: [{ health: { state: 'unknown' } }],
    });

    const observed = await on.watch({}, [unit]).see(() => true);
    expect(statusOf(observed, 'flags')).toBe('missing');
  });

  it('tells what a commit adds from what was taken away', async () => {
    const ns = await on.namespace();
    const flags = configMap(ns, 'flags');
    const kept = configMap(ns, 'kept');
    await manual().sync(on.unit(ns, [flags, kept]), everything);
    const unit = on.unit(ns, [flags, kept, configMap(ns, 'new')]);
    const seen = on.watch({ mode: 'manual' }, [unit]);
    const added = await seen.see(() => true);
    expect(statusOf(added, 'new')).toBe('undelivered');
    expect(added.health.state).toBe('healthy');

    await on.server.delete(flags);
    const without = await seen.see(
      each => statusOf(each, 'flags') !== 'synced',
    );
    expect(statusOf(without, 'flags')).toBe('missing');
    expect(statusOf(without, 'new')).toBe('undelivered');
    expect(without).toMatchObject({
      sync: { reason: '1 missing, 1 not applied yet' },
      health: { state: 'missing' },
    });

    await manual().sync(unit, everything);
    await seen.see(({ sync }) => sync.state === 'synced');
    await on.server.delete(configMap(ns, 'new'));
    const gone = await seen.see(({ sync }) => sync.state === 'outOfSync');
    expect(statusOf(gone, 'new')).toBe('missing');
  });

  it('knows what it has applied of a part, and no more of what it pruned', async () => {
    const ns = await on.namespace();
    const unit = on.unit(ns, [configMap(ns, 'a'), configMap(ns, 'b')]);
    const resources = [
      { group: '', kind: 'ConfigMap', namespace: ns, name: 'a' },
    ];
    await manual().sync(unit, { ...everything, resources });
    await on.server.delete(configMap(ns, 'a'));
    const seen = on.watch({ mode: 'manual' }, [unit]);
    const partly = await seen.see(() => true);
    expect([statusOf(partly, 'a'), statusOf(partly, 'b')]).toEqual([
      ...['missing', 'undelivered'],
    ]);

    await manual().sync(unit, everything);
    await seen.see(({ sync }) => sync.state === 'synced');
    await manual().sync(on.unit(ns, [configMap(ns, 'a')]), everything);
    seen.declare([unit]);
    const back = await seen.see(each => statusOf(each, 'b') === 'undelivered');
    expect(statusOf(back, 'a')).toBe('synced');
  });

  it('calls missing what it failed to apply', async () => {
    const ns = await on.namespace();
    const web = deployment(ns, 'web', 'registry.example.com/web:v1');
    const broken = { ...web, spec: { replicas: 1 } };
    const seen = on.watch({ mode: 'auto' }, [on.unit(ns, [broken])]);
    const failed = await seen.see(({ message }) => message !== undefined);
    expect(failed.message).toContain('spec.selector');
    expect(statusOf(failed, 'web')).toBe('missing');
  });

  it('does not know it where an earlier version has applied it', async () => {
    const ns = await on.namespace();
    const unit = on.unit(ns, [configMap(ns, 'flags')]);
    await manual().sync(unit, everything);
    const { parent } = new ApplySet(unit.unit.id, 'backstage-gitops', 'x');
    const { namespace, name } = parent;
    const object: KubernetesObject = {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name } },
    };
    await on.server.patch(
      object,
      { data: null },
      { fieldManager: 'kubectl-edit' },
    );
    const added = on.unit(ns, [configMap(ns, 'flags'), configMap(ns, 'new')]);
    const seen = on.watch({ mode: 'manual' }, [added]);
    const unsure = await seen.see(() => true);
    expect(statusOf(unsure, 'new')).toBe('missing');

    await manual().sync(unit, everything);
    await seen.see(each => statusOf(each, 'new') === 'undelivered');
  });
});
