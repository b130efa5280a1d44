// Measures following Flux on a real API server: Kustomizations and HelmReleases
// whose statuses this process writes in place of their controllers, ten each
// second once all of them have been told.
//
//   yarn workspace @backstage-gitops/plugin-gitops-node measure:flux [KUSTOMIZATIONS] [RELEASES] [SECONDS]

import { setTimeout as delay } from 'node:timers/promises';
import { ApiServer, FluxControllers } from '@backstage-gitops/envtest';
import pLimit from 'p-limit';
import { ClusterClient } from '../src/clusters/ClusterClient';
import { createClusterClient } from '../src/clusters/createClusterClient';
import { DesiredUnit } from '../src/engines/Engine';
import { FluxEngine } from '../src/engines/flux';

const [kustomizations, releases, seconds] = [2_000, 2_000, 30].map(
  (standard, place) => Number(process.argv[place + 2] ?? standard),
);
const [first, second] = ['a', 'b'].map(letter => letter.repeat(40));
const namespace = 'flux-system';
const eventsASecond = 10;

const kindOf = (index: number) =>
  index < kustomizations ? 'Kustomization' : 'HelmRelease';
const nameOf = (index: number) => `service-${index}`;

function object(index: number) {
  const metadata = { name: nameOf(index), namespace };
  const sourceRef = { kind: 'GitRepository', name: 'config' };
  return kindOf(index) === 'Kustomization'
    ? {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        ...{ kind: 'Kustomization', metadata },
        spec: {
          ...{ path: `./apps/${metadata.name}`, interval: '10m', prune: true },
          sourceRef,
        },
      }
    : {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        ...{ kind: 'HelmRelease', metadata },
        spec: {
          interval: '10m',
          chart: { spec: { chart: './charts/service', sourceRef } },
        },
      };
}

function statusOf(index: number, commit: string, look: number) {
  const revision = `main@sha1:${commit}`;
  const condition = {
    ...{ type: 'Ready', status: 'True', reason: 'ReconciliationSucceeded' },
    message: `Applied revision: ${revision}, look ${look}`,
    ...{ observedGeneration: 1, lastTransitionTime: '2026-01-02T03:04:05Z' },
  };
  return {
    status: {
      ...{ observedGeneration: 1, conditions: [condition] },
      lastAttemptedRevision: revision,
      ...(kindOf(index) === 'Kustomization' && {
        lastAppliedRevision: revision,
        inventory: {
          entries: Array.from({ length: 15 }, (_, n) => ({
            id: `shop_${nameOf(index)}-${n}_apps_Deployment`,
            v: 'v1',
          })),
        },
      }),
    },
  };
}

function unitOf(index: number): DesiredUnit {
  const name = nameOf(index);
  return {
    unit: {
      ...{ id: name, name, namespace, kind: kindOf(index) },
      ...{ environment: 'production', path: `apps/${name}`, files: [] },
      declaredBy: { file: `clusters/eu-1/${name}.yaml`, line: 1 },
    },
    ...{ targets: [], revision: first, resources: [], indeterminate: [] },
  };
}

/** Counts what is asked beside the watches that last. */
function counting(client: ClusterClient, count: () => void): ClusterClient {
  return new Proxy(client, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]) => {
        count();
        return Reflect.apply(value, target, parameters);
      };
    },
  });
}

async function fill(server: ApiServer): Promise<void> {
  await server.apply(
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'config', namespace },
      spec: {
        ...{ url: 'https://git.example/acme/config', interval: '10m' },
        suspend: true,
      },
    },
    { fieldManager: 'measure' },
  );
  const limit = pLimit(16);
  await Promise.all(
    Array.from({ length: kustomizations + releases }, (_, index) =>
      limit(async () => {
        const fieldManager = 'measure';
        await server.apply(object(index), { fieldManager });
        await server.patch(object(index), statusOf(index, first, 0), {
          ...{ fieldManager, subresource: 'status' },
        });
      }),
    ),
  );
}

async function measure(server: ApiServer): Promise<void> {
  const total = kustomizations + releases;
  let requests = 0;
  const client = counting(
    createClusterClient({
      name: 'eu-1',
      connection: { type: 'kubeconfig', file: server.kubeconfigFile() },
    }),
    () => {
      requests += 1;
    },
  );
  const units = Array.from({ length: total }, (_, index) => unitOf(index));
  const seen = new Set<string>();
  let observations = 0;
  let complete: () => void = () => undefined;
  const engine = new FluxEngine({ client, isSourceOf: () => true });
  const stop = new AbortController();
  const started = Date.now();
  const running = engine.watch({
    units: async () => units,
    changed: () => new Promise(() => undefined),
    onObservation: async ({ unit }) => {
      observations += 1;
      seen.add(unit);
      if (seen.size === total) complete();
    },
    signal: stop.signal,
  });
  await new Promise<void>(resolve => {
    complete = resolve;
  });
  const startUpSeconds = (Date.now() - started) / 1000;
  const before = { requests, observations };
  const cpu = process.cpuUsage();
  for (let look = 1; look <= seconds * eventsASecond; look += 1) {
    const index = (look * 37) % total;
    const status = statusOf(index, look % 5 === 0 ? second : first, look);
    const [moved] = await Promise.all([
      server.patch(object(index), status, {
        ...{ fieldManager: 'measure', subresource: 'status' },
      }),
      delay(1000 / eventsASecond),
    ]);
    if (moved === undefined) throw new Error('It is gone');
  }
  const { user, system } = process.cpuUsage(cpu);
  const lines = {
    ...{ kustomizations, releases, startUpSeconds, seconds, eventsASecond },
    requestsASecond: (requests - before.requests) / seconds,
    observations: observations - before.observations,
    percentOfACore: Math.round((user + system) / 1e4 / seconds),
    rssMb: Math.round(process.memoryUsage().rss / 1_000_000),
  };
  process.stdout.write(`${JSON.stringify(lines)}\n`);
  stop.abort();
  await running;
  await client.close();
}

async function main(): Promise<void> {
  const server = await ApiServer.start();
  try {
    const flux = await FluxControllers.start(server, ['source-controller']);
    await fill(server);
    await flux.stop();
    await measure(server);
  } finally {
    await server.stop();
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
