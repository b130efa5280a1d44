// Measures the memory of watching many objects: 10,000 Deployments of some 7 KB
// with their managedFields, then a change to each of them, over HTTP from
// another process.
//
//   yarn workspace @backstage-gitops/plugin-gitops-node measure:watch [OBJECTS]

import { fork } from 'node:child_process';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createClusterClient } from '../src/clusters/createClusterClient';
import { ResourceWatcher } from '../src/clusters/ResourceWatcher';

const type = {
  ...{ group: 'apps', version: 'v1', kind: 'Deployment' },
  plural: 'deployments',
};
const where = '/apis/apps/v1/deployments';

function managed(manager: string, fields: number) {
  const names = Array.from({ length: fields }, (_, n) => [`f:field${n}`, {}]);
  return {
    ...{ manager, operation: 'Apply', apiVersion: 'apps/v1' },
    ...{ time: '2026-03-01T10:00:00Z', fieldsType: 'FieldsV1' },
    fieldsV1: { 'f:spec': { 'f:template': Object.fromEntries(names) } },
  };
}

function deployment(index: number, resourceVersion: number) {
  const name = `service-${index}`;
  const env = Array.from({ length: 30 }, (_, n) => ({
    name: `SETTING_${n}`,
    value: `value ${n} of ${name} at ${resourceVersion}`,
  }));
  return {
    metadata: {
      ...{ name, namespace: `team-${index % 40}`, uid: `uid-${index}` },
      resourceVersion: String(resourceVersion),
      labels: { app: name, 'app.kubernetes.io/name': name },
      annotations: { note: `${name} `.repeat(20) },
      managedFields: [managed('backstage-gitops', 80), managed('kubectl', 20)],
    },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'app', image: `${name}:v1`, env }] },
      },
    },
    status: { replicas: 3, readyReplicas: 3, observedGeneration: 4 },
  };
}

const discovery = {
  kind: 'APIGroupDiscoveryList',
  items: [
    {
      metadata: { name: 'apps' },
      versions: [
        {
          version: 'v1',
          resources: [
            {
              ...{ resource: 'deployments', scope: 'Namespaced' },
              responseKind: { kind: 'Deployment' },
              verbs: ['get', 'list', 'watch'],
            },
          ],
        },
      ],
    },
  ],
};

/** The process that stands for the API server. */
function serve(count: number): void {
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    const send = (json: unknown) => response.end(JSON.stringify(json));
    if (pathname === '/api') send({ kind: 'APIGroupDiscoveryList', items: [] });
    else if (pathname === '/apis') send(discovery);
    else if (pathname !== where) response.writeHead(404).end();
    else if (searchParams.has('watch')) {
      tellChanges(count, response).catch(() => response.destroy());
    } else {
      const from = Number(searchParams.get('continue') ?? 0);
      const to = Math.min(count, from + Number(searchParams.get('limit')));
      const items = Array.from({ length: to - from }, (_, n) =>
        deployment(from + n, 1),
      );
      const more = to < count ? { continue: String(to) } : {};
      send({ metadata: { resourceVersion: '1', ...more }, items });
    }
  });
  server.listen(0, '127.0.0.1', () => {
    process.send?.((server.address() as AddressInfo).port);
  });
}

async function tellChanges(count: number, response: http.ServerResponse) {
  for (let index = 0; index < count; index++) {
    const object = deployment(index, 2 + index);
    const line = `${JSON.stringify({ type: 'MODIFIED', object })}\n`;
    if (response.write(line)) continue;
    await new Promise(resolve => {
      response.once('drain', resolve);
    });
  }
}

async function measure(count: number): Promise<void> {
  const server = fork(__filename, ['serve', String(count)], {
    execArgv: process.execArgv,
  });
  const port = await new Promise<number>(resolve => {
    // The transpiler sends messages of its own.
    server.on('message', message => {
      if (typeof message === 'number') resolve(message);
    });
  });
  const stop = new AbortController();
  const before = process.memoryUsage().rss;
  const startedAt = performance.now();
  let changed = 0;
  const watcher = new ResourceWatcher({
    client: createClusterClient({
      name: 'measured',
      connection: {
        ...{ type: 'server', url: `http://127.0.0.1:${port}` },
        skipTLSVerify: false,
      },
    }),
    select: each => each,
    onChange: ({ type: what }) => {
      if (what === 'upserted') changed++;
    },
  });
  const running = watcher.run(stop.signal);
  await Promise.race([watcher.synced(stop.signal), running]);
  const listedMs = performance.now() - startedAt;
  while (changed < 2 * count) await Promise.race([delay(10), running]);
  const changedMs = performance.now() - startedAt - listedMs;

  const mb = (bytes: number) => Math.round(bytes / 1_000_000);
  const { maxRSS } = process.resourceUsage();
  const object = JSON.stringify(deployment(1, 1)).length;
  const lines = {
    ...{ objects: watcher.size, bytesEach: object },
    ...{ listedMs: Math.round(listedMs), changedMs: Math.round(changedMs) },
    ...{ rssBeforeMb: mb(before), peakRssMb: mb(maxRSS * 1024) },
    heapUsedMb: mb(process.memoryUsage().heapUsed),
    kind: watcher.kind(type)?.state,
  };
  process.stdout.write(`${JSON.stringify(lines)}\n`);
  stop.abort();
  await running;
  server.kill();
}

const [first, second] = process.argv.slice(2);
if (first === 'serve') serve(Number(second));
else measure(Number(first ?? 10_000));
