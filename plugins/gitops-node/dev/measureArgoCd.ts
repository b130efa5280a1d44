// Measures following Argo CD: instances with many applications each, served by
// another process as the API does, whose Argo CD looks at each of them every
// three minutes and finds one in a hundred changed. With SET ApplicationSets have
// made them, so many each.
//
//   yarn workspace @backstage-gitops/plugin-gitops-node measure:argocd [APPLICATIONS] [INSTANCES] [SECONDS] [SET]

import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ArgoCdStandIn } from '@backstage-gitops/envtest';
import { ArgoCdEngine, ArgoCdUnit } from '../src/engines/argocd';

const [applications, instances, seconds, set] = [2_000, 3, 60, 0].map(
  (standard, place) => Number(process.argv[place + 2] ?? standard),
);
const resyncMs = 180_000;
const repoURL = 'https://git.example/acme/config.git';

const messageSchema = z.object({
  instances: z
    .array(z.object({ name: z.string(), url: z.string() }))
    .optional(),
  requests: z.array(z.number()).optional(),
});

function nameOf(instance: number, index: number): string {
  return `service-${instance}-${index}`;
}

/** What says that an ApplicationSet has made it. */
function madeBy(index: number) {
  if (set === 0) return {};
  const name = `set-${Math.floor(index / set)}`;
  return { ownerReferences: [{ kind: 'ApplicationSet', name }] };
}

function application(instance: number, index: number, look: number) {
  const name = nameOf(instance, index);
  const isProgressing = look % 100 === 99;
  const labels = { team: `team-${name.length}` };
  return {
    metadata: { name, labels, ...madeBy(index) },
    spec: { source: { repoURL, path: `apps/${name}` } },
    status: {
      health: { status: isProgressing ? 'Progressing' : 'Healthy' },
      reconciledAt: new Date(look).toISOString(),
      resources: Array.from({ length: 15 }, (_, n) => ({
        ...{ group: 'apps', version: 'v1', kind: 'Deployment' },
        ...{ namespace: 'shop', name: `${name}-${n}`, status: 'Synced' },
      })),
    },
  };
}

/** The other process: serves the instances, and lets their Argo CD look. */
async function serve(): Promise<void> {
  const servers = await Promise.all(
    Array.from({ length: instances }, (_, n) =>
      ArgoCdStandIn.start(`argo-${n}`),
    ),
  );
  for (const [instance, server] of servers.entries()) {
    for (let index = 0; index < applications; index += 1) {
      server.put(application(instance, index, index * 100));
    }
  }
  process.on('message', () =>
    process.send?.({ requests: servers.map(each => each.requests.length) }),
  );
  process.send?.({ instances: servers.map(({ instance }) => instance) });
  for (let look = 1; ; look += 1) {
    await delay(resyncMs / applications);
    for (const [instance, server] of servers.entries()) {
      server.change(application(instance, look % applications, look));
    }
  }
}

function unitsOf(): readonly ArgoCdUnit[] {
  return Array.from({ length: instances * applications }, (_, n) => {
    const name = nameOf(Math.floor(n / applications), n % applications);
    return {
      unit: {
        ...{ id: name, name, kind: 'Overlay', environment: 'production' },
        ...{ path: `apps/${name}`, files: [] },
        declaredBy: { file: `apps/${name}/kustomization.yaml`, line: 1 },
      },
      targets: [],
    };
  });
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

async function measure(): Promise<void> {
  const child = fork(__filename, process.argv.slice(2), {
    env: { ...process.env, GITOPS_SERVE: '1' },
    execArgv: process.execArgv,
  });
  const answer = <K extends 'instances' | 'requests'>(key: K) =>
    new Promise<NonNullable<z.output<typeof messageSchema>[K]>>(resolve => {
      // The transpiler sends messages of its own.
      child.on('message', message => {
        const found = messageSchema.safeParse(message).data?.[key];
        if (found !== undefined) resolve(found);
      });
    });
  const served = await answer('instances');
  const seen = new Set<string>();
  let observations = 0;
  let matchings = 0;
  let tell: () => void = () => undefined;
  const engine = new ArgoCdEngine({
    instances: served.map(instance => ({ ...instance, clusters: [] })),
    ...{ rules: [], disabledRules: [], unmanaged: false },
  });
  const watch = engine.watch({
    units: async () => unitsOf(),
    isSourceOf: (_, { url }) => url === repoURL,
    onObservation: async ({ unit }) => {
      observations += 1;
      seen.add(unit);
      if (seen.size === instances * applications) tell();
    },
    onReport: () => {
      matchings += 1;
    },
    onInstance: () => undefined,
  });
  const stop = new AbortController();
  const started = Date.now();
  const cpuBefore = process.cpuUsage();
  const running = watch.run(stop.signal);
  await new Promise<void>(resolve => {
    tell = resolve;
  });
  const startUp = {
    startUpSeconds: (Date.now() - started) / 1000,
    startUpCpuSeconds: cpuSeconds(cpuBefore),
    startUpMatchings: matchings,
  };
  const count = async () => {
    child.removeAllListeners('message');
    const counts = answer('requests');
    child.send('count');
    return counts;
  };
  const before = await count();
  const observed = observations;
  const cpu = process.cpuUsage();
  await delay(seconds * 1000);
  const after = await count();
  const busy = cpuSeconds(cpu);
  const rates = after.map((each, n) => (each - before[n]) / seconds);
  const lines = {
    ...{ instances, applications, ...startUp },
    ...{ steadySeconds: seconds, requestsASecond: rates },
    observations: observations - observed,
    percentOfACore: Math.round((100 * busy) / seconds),
    rssMb: Math.round(process.memoryUsage().rss / 1_000_000),
  };
  process.stdout.write(`${JSON.stringify(lines)}\n`);
  stop.abort();
  await running;
  engine.close();
  child.kill();
}

(process.env.GITOPS_SERVE === undefined ? measure() : serve()).catch(error => {
  console.error(error);
  process.exitCode = 1;
});
