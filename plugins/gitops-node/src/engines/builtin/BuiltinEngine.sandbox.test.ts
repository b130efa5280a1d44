import { SandboxCluster } from '@backstage-gitops/sandbox';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { ClusterClient } from '../../clusters/ClusterClient';
import { createClusterClient } from '../../clusters/createClusterClient';
import { desiredUnit } from './__testUtils__/desiredUnit';
import { configMap, deployment } from './__testUtils__/objects';
import { WatchedEngine } from './__testUtils__/WatchedEngine';
import { BuiltinEngine } from './BuiltinEngine';

const image = (version: string) => `registry.example.com/payments:${version}`;

/** The versions that run, with how many pods are ready. */
const running = ({ targets }: UnitObservation) =>
  targets[0].artifacts.map(({ version, ready }) => `${version} ${ready}`);

describe('BuiltinEngine on the cluster of the demo', () => {
  let cluster: SandboxCluster;
  let client: ClusterClient;
  let watched: WatchedEngine | undefined;

  beforeEach(async () => {
    cluster = await SandboxCluster.start({
      name: 'eu-1',
      token: 'secret',
      namespaces: ['shop'],
      readyAfter: 0,
    });
    client = createClusterClient({
      name: 'eu-1',
      connection: {
        type: 'server',
        url: cluster.url,
        token: cluster.token,
        skipTLSVerify: false,
      },
    });
  });
  afterEach(async () => {
    await watched?.stop();
    await client.close();
    await cluster.stop();
  });

  const unit = (version: string) =>
    desiredUnit(
      [
        deployment('shop', 'payments', image(version)),
        configMap('shop', 'flags', { sale: 'no' }),
      ],
      { services: ['payments'], revision: version.padEnd(40, '0') },
    );

  it('rolls a new version out until only that one runs', async () => {
    const engine = new BuiltinEngine({ client, mode: 'auto', debounce: 20 });
    watched = new WatchedEngine(engine, [unit('v41')]);
    await watched.see(
      observation =>
        observation.sync.state === 'synced' &&
        observation.health.state === 'healthy' &&
        running(observation).join() === 'v41 2',
    );
    watched.declare([unit('v42')]);
    const done = await watched.see(
      observation =>
        observation.health.state === 'healthy' &&
        running(observation).join() === 'v42 2',
    );
    expect(done).toMatchObject({
      sync: { state: 'synced' },
      revision: 'v42'.padEnd(40, '0'),
      targets: [{ health: { state: 'healthy' }, sync: { state: 'synced' } }],
    });
  });

  it('leaves planted drift until someone syncs, where it does not heal itself', async () => {
    const engine = new BuiltinEngine({
      ...{ client, mode: 'auto', selfHeal: false, debounce: 20 },
    });
    watched = new WatchedEngine(engine, [unit('v41')]);
    await watched.see(({ sync }) => sync.state === 'synced');
    await client.patch(
      {
        group: 'apps',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'payments',
      },
      { spec: { replicas: 5 } },
      { fieldManager: 'kubectl-scale' },
    );
    const drifted = await watched.see(
      observation =>
        observation.sync.state === 'outOfSync' &&
        running(observation).join() === 'v41 5',
    );
    expect(drifted.resources[0].differences).toMatchObject([
      {
        field: 'spec.replicas',
        declared: 2,
        live: 5,
        lastWrite: { manager: 'kubectl-scale' },
      },
    ]);
    const { steps } = await engine.sync(unit('v41'), {
      ...{ prune: false, dryRun: false, confirm: [] },
    });
    expect(steps).toMatchObject([
      { name: 'flags', action: 'none' },
      { name: 'payments', action: 'update', outcome: 'done' },
    ]);
    await watched.see(
      observation =>
        observation.sync.state === 'synced' &&
        running(observation).join() === 'v41 2',
    );
  });
});
