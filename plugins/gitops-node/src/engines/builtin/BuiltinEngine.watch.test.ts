import {
  describeWithKubernetes,
  KubernetesObject,
} from '@backstage-gitops/envtest';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { EngineOnServer } from './__testUtils__/EngineOnServer';
import { configMap, deployment } from './__testUtils__/objects';

const everything = { prune: true, dryRun: false, confirm: [] };
const workloads = ['pods', 'replicasets', 'jobs', 'horizontalpodautoscalers'];
const reading = (resources: readonly string[]) => [
  { apiGroups: ['*'], resources, verbs: ['get', 'list', 'watch'] },
];
const statusOf = ({ resources }: UnitObservation, name: string) =>
  resources.find(resource => resource.name === name)?.status;

describeWithKubernetes('BuiltinEngine.watch', () => {
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

  it('sees objects that others applied for a unit and Git dropped', async () => {
    const ns = await on.namespace();
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    const manager = { fieldManager: 'kustomize-controller' };
    for (const name of ['flags', 'old']) {
      await on.server.apply(configMap(ns, name, {}, { labels }), manager);
    }
    const unit = on.unit(ns, [configMap(ns, 'flags')], {
      unit: { kind: 'Kustomization', name: 'apps', namespace: 'flux-system' },
    });
    const seen = on.watch({}, [unit]);
    const observation = await seen.see(({ resources }) => resources.length > 1);
    expect(statusOf(observation, 'flags')).toBe('synced');
    expect(statusOf(observation, 'old')).toBe('orphaned');
    expect(observation.sync).toEqual({
      state: 'outOfSync',
      reason: '1 orphaned',
    });
    await on.server.delete(configMap(ns, 'old'));
    await seen.see(({ sync }) => sync.state === 'synced');
  });

  it('sees objects that come to be declared while it watches', async () => {
    const ns = await on.namespace();
    await on.server.apply(configMap(ns, 'later'), { fieldManager: 'someone' });
    const seen = on.watch({}, [on.unit(ns, [configMap(ns, 'first')])]);
    await seen.see(({ sync }) => sync.state === 'outOfSync');
    seen.declare([
      on.unit(ns, [configMap(ns, 'first'), configMap(ns, 'later')]),
    ]);
    const observation = await seen.see(({ resources }) => resources.length > 1);
    expect(statusOf(observation, 'later')).toBe('synced');
    expect(statusOf(observation, 'first')).toBe('missing');
  });

  it('predicts by a dry-run apply where it is asked to, and finds what would be removed', async () => {
    const ns = await on.namespace();
    const web = deployment(ns, 'web', 'registry.example.com/web:v1');
    const flags = configMap(ns, 'flags', { sale: 'no', old: 'yes' });
    const manual = on.engine({ mode: 'manual' });
    await manual.sync(on.unit(ns, [web, flags]), everything);
    const seen = on.watch({ comparison: 'exact' }, [on.unit(ns, [web, flags])]);
    const before = await seen.see(() => true);
    expect(before).toMatchObject({
      comparison: 'exact',
      sync: { state: 'synced' },
    });
    seen.declare([on.unit(ns, [web, configMap(ns, 'flags', { sale: 'no' })])]);
    const after = await seen.see(({ sync }) => sync.state === 'outOfSync');
    expect(after.resources[1]).toMatchObject({
      differences: [{ field: 'data.old', class: 'pendingRemoval' }],
    });
  });

  it('falls back to reading where it may not predict, and says so', async () => {
    const ns = await on.namespace();
    await on.server.apply(configMap(ns, 'flags'), { fieldManager: 'someone' });
    await on.server.allow('reader', reading(['*']));
    const client = on.clientOf('reader');
    const seen = on.watch({ comparison: 'exact', client }, [
      on.unit(ns, [configMap(ns, 'flags')]),
    ]);
    const observation = await seen.see(() => true);
    expect(observation).toMatchObject({
      comparison: 'readOnly',
      sync: { state: 'synced' },
      message: expect.stringContaining('Compared by reading only'),
    });
    await on.stopWatching();
    await client.close();
  });

  it('says why an object can not be looked at, and calls nothing synced for it', async () => {
    const ns = await on.namespace();
    const secret: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'password', namespace: ns },
      stringData: { password: 'correct horse' },
    };
    await on.server.allow('outsider', reading(['configmaps', ...workloads]));
    await on.server.apply(configMap(ns, 'flags'), { fieldManager: 'someone' });
    const client = on.clientOf('outsider');
    const seen = on.watch({ client }, [
      on.unit(ns, [configMap(ns, 'flags'), secret]),
    ]);
    const observation = await seen.see(() => true);
    expect(statusOf(observation, 'flags')).toBe('synced');
    expect(observation.resources[1]).toMatchObject({
      status: 'indeterminate',
      reason: expect.stringContaining('secrets is forbidden'),
      health: { state: 'unknown' },
    });
    expect(observation.sync.state).toBe('unknown');
    await on.stopWatching();
    await client.close();
  });

  it('masks secrets in what it tells', async () => {
    const ns = await on.namespace();
    const secret = (password: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'password', namespace: ns },
      stringData: { password },
    });
    await on.server.apply(secret('battery staple'), {
      fieldManager: 'someone',
    });
    const seen = on.watch({}, [on.unit(ns, [secret('correct horse')])]);
    const observation = await seen.see(
      ({ sync }) => sync.state === 'outOfSync',
    );
    const text = JSON.stringify(observation);
    expect(text).toContain('***');
    for (const password of ['battery staple', 'correct horse']) {
      expect(text).not.toContain(password);
      expect(text).not.toContain(Buffer.from(password).toString('base64'));
    }
  });

  it('goes on after a short outage', async () => {
    const ns = await on.namespace();
    const unit = on.unit(ns, [configMap(ns, 'flags')]);
    // A server takes a minute to come back where much else runs.
    const client = on.clientOf('admin', {
      ...{ watchFailures: 1000, attempts: 1000, requestMs: 240_000 },
    });
    const seen = on.watch({ mode: 'auto', client }, [unit]);
    await seen.see(({ sync }) => sync.state === 'synced');
    await on.server.kill();
    await on.server.restart();
    await on.server.patch(
      configMap(ns, 'flags'),
      { data: { sale: 'yes' } },
      { fieldManager: 'kubectl-edit' },
    );
    seen.declare([on.unit(ns, [configMap(ns, 'flags', { sale: 'no' })])]);
    await seen.see(({ sync }) => sync.state === 'outOfSync');
    const corrected = await seen.see(({ sync }) => sync.state === 'synced');
    expect(statusOf(corrected, 'flags')).toBe('synced');
    await on.stopWatching();
    await client.close();
  });

  it('rejects where the cluster stays away', async () => {
    const ns = await on.namespace();
    const seen = on.watch({}, [on.unit(ns, [configMap(ns, 'flags')])]);
    await seen.see(() => true);
    await on.server.kill();
    expect(await seen.failure()).toMatchObject({
      name: 'ServiceUnavailableError',
    });
    await on.server.restart();
  });
});
