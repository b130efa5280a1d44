import {
  describeWithKubernetes,
  KubernetesObject,
} from '@backstage-gitops/envtest';
import { SyncResponse } from '@backstage-gitops/plugin-gitops-common';
import { ClusterClient } from '../../clusters/ClusterClient';
import { partOfLabel } from './ownership/ApplySet';
import { EngineOnServer } from './__testUtils__/EngineOnServer';
import { configMap, definition, deployment } from './__testUtils__/objects';

const everything = { prune: true, dryRun: false, confirm: [] };

type Applying = Parameters<ClusterClient['apply']>;

/** What was done to what, as `action outcome name`. */
const told = ({ steps }: SyncResponse) =>
  steps.map(({ action, outcome, name }) => `${action} ${outcome} ${name}`);

describeWithKubernetes('BuiltinEngine.sync', () => {
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

  const manual = (client: ClusterClient = on.client) =>
    on.engine({ mode: 'manual', client });

  it('shows a plan, carries it out, and then finds nothing to do', async () => {
    const ns = await on.namespace();
    const unit = on.unit(ns, [
      deployment(ns, 'web', 'registry.example.com/web:v1'),
      configMap(ns, 'flags'),
    ]);
    const plan = await manual().sync(unit, { ...everything, dryRun: true });
    expect(told(plan)).toEqual(['create planned flags', 'create planned web']);
    expect(await on.server.read(configMap(ns, 'flags'))).toBeUndefined();

    const done = await manual().sync(unit, everything);
    expect(told(done)).toEqual(['create done flags', 'create done web']);
    expect(told(await manual().sync(unit, everything))).toEqual([
      'none done flags',
      'none done web',
    ]);
  });

  it('takes a key of a Secret away that is no longer declared', async () => {
    const ns = await on.namespace();
    const secret = (stringData: Readonly<Record<string, string>>) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'password', namespace: ns },
      stringData,
    });
    await manual().sync(
      on.unit(ns, [secret({ user: 'a', password: 'b' })]),
      everything,
    );
    await manual().sync(on.unit(ns, [secret({ user: 'a' })]), everything);
    expect((await on.server.read(secret({})))?.data).toEqual({ user: 'YQ==' });
  });

  it('goes on with the others where one object is refused', async () => {
    const ns = await on.namespace();
    const broken = deployment(ns, 'web', 'registry.example.com/web:v1');
    const unit = on.unit(ns, [
      configMap(ns, 'flags'),
      { ...broken, spec: { replicas: 1 } },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'web', namespace: ns },
        spec: {
          defaultBackend: { service: { name: 'web', port: { number: 80 } } },
        },
      },
    ]);
    const { steps } = await manual().sync(unit, everything);
    expect(steps).toMatchObject([
      { kind: 'ConfigMap', outcome: 'done' },
      {
        kind: 'Deployment',
        outcome: 'failed',
        message: expect.stringContaining('spec.selector'),
      },
      { kind: 'Ingress', outcome: 'done' },
    ]);
  });

  it('tells of an immutable field, and deletes nothing for it', async () => {
    const ns = await on.namespace();
    const before = deployment(ns, 'web', 'registry.example.com/web:v1');
    await manual().sync(on.unit(ns, [before]), everything);
    const uid = (await on.server.read(before))?.metadata.uid;
    const labels = { app: 'other' };
    const after: KubernetesObject = {
      ...before,
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'app', image: 'web:v2' }] },
        },
      },
    };
    const { steps } = await manual().sync(on.unit(ns, [after]), everything);
    expect(steps).toMatchObject([
      {
        outcome: 'failed',
        message: expect.stringMatching(/can't be changed in place.*immutable/),
      },
    ]);
    expect((await on.server.read(before))?.metadata.uid).toBe(uid);
  });

  it('goes on where a run was killed, and prunes what that run had applied', async () => {
    const ns = await on.namespace();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const unit = on.unit(
      ns,
      names.map(name => configMap(ns, name)),
    );
    const killed = new AbortController();
    // The server still does what it was asked for before.
    const asked: Promise<unknown>[] = [];
    let applied = 0;
    const dying: ClusterClient = Object.create(on.client, {
      ...bound(on.client),
      apply: {
        value: async (...[object, options]: Applying) => {
          const asking = on.client.apply(object, {
            ...options,
            signal: undefined,
          });
          asked.push(asking);
          const answer = await asking;
          if (JSON.stringify(answer).includes(partOfLabel)) applied += 1;
          if (applied === 2) killed.abort();
          return answer;
        },
      },
    });
    await expect(
      manual(dying).sync(unit, { ...everything, signal: killed.signal }),
    ).rejects.toThrow();
    await Promise.all(asked);
    const there = async () => {
      const found = await Promise.all(
        names.map(name => on.server.read(configMap(ns, name))),
      );
      return names.filter((_, index) => found[index] !== undefined);
    };
    const left = await there();
    expect(left.length).toBeGreaterThanOrEqual(2);
    expect(left.length).toBeLessThan(names.length);

    // Meanwhile Git has dropped some of it: they are found all the same.
    const rest = names.slice(2);
    const { steps } = await manual().sync(
      on.unit(
        ns,
        rest.map(name => configMap(ns, name)),
      ),
      everything,
    );
    expect(
      steps.flatMap(({ action, name }) => (action === 'prune' ? name : [])),
    ).toEqual(left.filter(name => !rest.includes(name)));
    expect(await there()).toEqual(rest);
  });

  it('gives up where the server goes away, and goes on once it is back', async () => {
    const ns = await on.namespace();
    const names = Array.from({ length: 12 }, (_, index) => `flags-${index}`);
    const unit = on.unit(
      ns,
      names.map(name => configMap(ns, name)),
    );
    const client = on.clientOf('admin', { attempts: 2 });
    let applied = 0;
    const losing: ClusterClient = Object.create(client, {
      ...bound(client),
      apply: {
        value: async (...call: Applying) => {
          if (applied === 4) await on.server.kill();
          applied += 1;
          return client.apply(...call);
        },
      },
    });
    const { steps } = await manual(losing).sync(unit, everything);
    const failed = steps.filter(({ outcome }) => outcome === 'failed');
    expect(failed.length).toBeGreaterThan(3);
    expect(failed.at(-1)?.message).toContain('the cluster does not answer');
    await client.close();

    await on.server.restart();
    const again = await manual().sync(unit, everything);
    expect(again.steps.map(({ outcome }) => outcome)).toEqual(
      names.map(() => 'done'),
    );
  });

  it('deletes a namespace or a CRD only where it is confirmed', async () => {
    const ns = await on.namespace();
    const own: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `${ns}-own` },
    };
    const boxes = definition('boxes', 'Box', {});
    await manual().sync(on.unit(ns, [own, boxes]), everything);
    const emptied = on.unit(ns, []);
    const refused = await manual().sync(emptied, everything);
    expect(refused.steps).toMatchObject([
      { kind: 'Namespace', action: 'prune', outcome: 'skipped' },
      { kind: 'CustomResourceDefinition', outcome: 'skipped' },
    ]);
    expect(await on.server.read(boxes)).toBeDefined();

    const confirm = ['CustomResourceDefinition/boxes.library.example.com'];
    const confirmed = await manual().sync(emptied, { ...everything, confirm });
    expect(told(confirmed)).toEqual([
      `prune skipped ${ns}-own`,
      'prune done boxes.library.example.com',
    ]);
    expect(await on.server.read(own)).toBeDefined();
  });

  it('keeps what an annotation keeps, and prunes only when asked', async () => {
    const ns = await on.namespace();
    const kept = (name: string, key: string, value: string) =>
      configMap(ns, name, {}, { annotations: { [key]: value } });
    const unit = on.unit(ns, [
      kept('flux', 'kustomize.toolkit.fluxcd.io/prune', 'disabled'),
      kept(
        'argo',
        'argocd.argoproj.io/sync-options',
        'Validate=false,Prune=false',
      ),
      kept('helm', 'helm.sh/resource-policy', 'keep'),
      configMap(ns, 'plain'),
    ]);
    await manual().sync(unit, everything);
    const emptied = on.unit(ns, []);
    const unasked = await manual().sync(emptied, {
      ...everything,
      prune: false,
    });
    expect(unasked.steps.map(({ outcome }) => outcome)).toEqual(
      Array(4).fill('skipped'),
    );
    const pruned = await manual().sync(emptied, everything);
    expect(told(pruned).sort()).toEqual([
      'prune done plain',
      'prune skipped argo',
      'prune skipped flux',
      'prune skipped helm',
    ]);
  });

  it('touches nothing that another engine or another unit applies', async () => {
    const ns = await on.namespace();
    const flux = configMap(
      ns,
      'flux',
      { by: 'flux' },
      {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'apps',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      },
    );
    await on.server.apply(flux, { fieldManager: 'kustomize-controller' });
    const theirs = configMap(ns, 'theirs', { by: 'other' });
    await manual().sync(on.unit(`${ns}-other`, [theirs]), everything);
    const unit = on.unit(ns, [
      configMap(ns, 'flux', { by: 'us' }),
      configMap(ns, 'theirs', { by: 'us' }),
      configMap(ns, 'ours'),
    ]);
    const { steps } = await manual().sync(unit, everything);
    expect(steps).toMatchObject([
      {
        name: 'flux',
        outcome: 'skipped',
        message: expect.stringContaining(
          'Flux Kustomization flux-system/apps applies it',
        ),
      },
      {
        name: 'theirs',
        outcome: 'skipped',
        message: expect.stringContaining('another unit'),
      },
      { name: 'ours', outcome: 'done' },
    ]);
    expect(await on.server.read(flux)).toMatchObject({ data: { by: 'flux' } });
    expect(await on.server.read(theirs)).toMatchObject({
      data: { by: 'other' },
    });

    // In auto the whole unit is left alone, and says why.
    const auto = on.watch({ mode: 'auto' }, [
      on.unit(ns, [configMap(ns, 'flux', { by: 'us' })]),
    ]);
    const observation = await auto.see(
      ({ message }) => message?.includes('Flux Kustomization') === true,
    );
    expect(observation.message).toContain('two engines would fight');
  });

  it('applies and prunes nothing of a unit of which not all is known', async () => {
    const ns = await on.namespace();
    await manual().sync(on.unit(ns, [configMap(ns, 'old')]), everything);
    const unit = on.unit(ns, [configMap(ns, 'new')], {
      indeterminate: ['substituteFrom reads a Secret of the cluster'],
    });
    const { steps } = await manual().sync(unit, everything);
    expect(steps).toMatchObject([
      { name: 'new', outcome: 'skipped' },
      { name: 'old', action: 'prune', outcome: 'skipped' },
    ]);
    const seen = await on
      .watch({ mode: 'auto' }, [unit])
      .see(({ message }) => message !== undefined);
    expect(seen).toMatchObject({
      sync: { state: 'unknown' },
      message: expect.stringContaining('substituteFrom'),
    });
    expect(seen.resources.map(({ status }) => status)).toEqual([
      'indeterminate',
      'indeterminate',
    ]);
    expect(await on.server.read(configMap(ns, 'old'))).toBeDefined();
  });

  it('syncs only what was chosen, and leaves the rest of the record as it is', async () => {
    const ns = await on.namespace();
    const unit = on.unit(ns, [configMap(ns, 'one'), configMap(ns, 'two')]);
    const one = { group: '', kind: 'ConfigMap', namespace: ns, name: 'one' };
    const { steps } = await manual().sync(unit, {
      ...everything,
      resources: [one],
    });
    expect(steps.map(({ name }) => name)).toEqual(['one']);
    expect(await on.server.read(configMap(ns, 'two'))).toBeUndefined();
    await expect(
      manual().sync(unit, {
        ...everything,
        resources: [{ ...one, name: 'none-of-it' }],
      }),
    ).rejects.toThrow('none-of-it is no part of Overlay shop');
  });
});

/** A class's methods don't work on an object that inherits from an instance. */
function bound(client: ClusterClient): PropertyDescriptorMap {
  const names = ['resourceTypes', 'openApi', 'get', 'list', 'delete'] as const;
  return Object.fromEntries(
    names.map(name => [name, { value: client[name].bind(client) }]),
  );
}
