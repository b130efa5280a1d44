import { parseArgs } from 'node:util';
import { ClusterAddress, readKubeconfig } from './clusters/kubeconfig';
import { ClusterHand } from './plant/ClusterHand';
import { demoPlants, Plant } from './plant/Plant';
import { plantDrift } from './plant/plantDrift';

const usage = `plant [WHAT --cluster CLUSTER --namespace NAMESPACE [options]]

Without WHAT: what the demo shows. Otherwise one of

  scale    [--by 3]                    change the number of replicas
  image    [--suffix hotfix1]          run another tag of the image; one that
                                       ends in -broken can't be pulled
  config   --name N --key K --value V  edit a ConfigMap
  orphan   [--orphan left-over]        leave an object that Git no longer declares
  outage   [--end]                     stop answering (only --cluster)

  --name     the workload (default: the namespace's name), or the ConfigMap
  --manager  who does it (default: kubectl-edit; of an orphan, the engine)
  --ago      how long ago it is said to have been done, in minutes (default: 0)`;

/** Longer than the first apply of the demo takes. */
const waitSeconds = 180;

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kubeconfig: { type: 'string' },
      cluster: { type: 'string' },
      namespace: { type: 'string' },
      name: { type: 'string' },
      manager: { type: 'string' },
      ago: { type: 'string' },
      by: { type: 'string' },
      suffix: { type: 'string' },
      key: { type: 'string' },
      value: { type: 'string' },
      orphan: { type: 'string' },
      end: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || !values.kubeconfig) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const clusters = await readKubeconfig(values.kubeconfig);
  const [what] = positionals;
  if (what === 'outage') {
    const cluster = find(clusters, values.cluster);
    await new ClusterHand(cluster).setOutage(!values.end);
    const state = values.end ? 'answers again' : 'answers no more';
    process.stdout.write(`${cluster.name} ${state}\n`);
    return;
  }
  const plants = what === undefined ? demoPlants : [readPlant(what, values)];
  const now = new Date();
  const signal = AbortSignal.timeout(waitSeconds * 1000);
  const outcomes = await Promise.allSettled(
    plants.map(async plant => {
      const hand = new ClusterHand(find(clusters, plant.cluster));
      const line = await plantDrift(plant, hand, { now, signal });
      process.stdout.write(`${line}\n`);
    }),
  );
  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected'
      ? [explain(plants[index], outcome.reason)]
      : [],
  );
  if (failures.length > 0) throw new Error(failures.join('\n'));
}

/** An orphan is what the engine itself has left behind. */
const managers = new Map([
  ['orphan', 'backstage-gitops'],
  ['scale', 'kubectl-scale'],
]);

type Values = Partial<Record<string, string | boolean>>;

function readPlant(what: string, values: Values): Plant {
  const text = (key: string, preset?: string): string => {
    const value = values[key] ?? preset;
    if (typeof value === 'string' && value !== '') return value;
    throw new Error(`${what} needs --${key}\n\n${usage}`);
  };
  const namespace = text('namespace');
  const place = {
    cluster: text('cluster'),
    namespace,
    name: text('name', what === 'config' ? undefined : namespace),
    manager: text('manager', managers.get(what) ?? 'kubectl-edit'),
    ago: number(text('ago', '0'), 'ago') * 60,
  };
  switch (what) {
    case 'scale':
      return { ...place, does: what, by: number(text('by', '3'), 'by') };
    case 'image':
      return { ...place, does: what, suffix: text('suffix', 'hotfix1') };
    case 'config':
      return { ...place, does: what, key: text('key'), value: text('value') };
    case 'orphan':
      return { ...place, does: what, orphan: text('orphan', 'left-over') };
    default:
      throw new Error(usage);
  }
}

function number(value: string, key: string): number {
  const read = Number(value);
  if (Number.isFinite(read)) return read;
  throw new Error(`--${key} must be a number, not '${value}'`);
}

function find(clusters: readonly ClusterAddress[], name: string | undefined) {
  const found = clusters.find(cluster => cluster.name === name);
  if (found) return found;
  const names = clusters.map(cluster => cluster.name).join(', ');
  throw new Error(`--cluster must be one of ${names}`);
}

function explain({ cluster, namespace, name }: Plant, reason: unknown) {
  const place = `${cluster} ${namespace}/${name}`;
  return reason instanceof Error && reason.name === 'TimeoutError'
    ? `${place}: nothing was applied there in ${waitSeconds} seconds`
    : `${place}: ${reason instanceof Error ? reason.message : reason}`;
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
