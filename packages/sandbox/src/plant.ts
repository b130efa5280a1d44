import { parseArgs } from 'node:util';
import { ClusterAddress, readKubeconfig } from './clusters/kubeconfig';
import { ClusterHand } from './plant/ClusterHand';
import { demoPlants, Plant } from './plant/Plant';
import { plantDrift } from './plant/plantDrift';
import { readPlant } from './plant/readPlant';

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
  const [what] = positionals;
  if (values.help || !values.kubeconfig) {
    say(usage);
    return;
  }
  const clusters = await readKubeconfig(values.kubeconfig);
  if (what === 'outage') {
    await setOutage(find(clusters, values.cluster), values.end);
    return;
  }
  const plants = what === undefined ? demoPlants : [readPlant(what, values)];
  await plantAll(plants, clusters);
}

async function setOutage(cluster: ClusterAddress, ends: boolean) {
  await new ClusterHand(cluster).setOutage(!ends);
  say(`${cluster.name} answers ${ends ? 'again' : 'no more'}`);
}

/** What can't be done doesn't keep the rest from being done. */
async function plantAll(
  plants: readonly Plant[],
  clusters: readonly ClusterAddress[],
) {
  const now = new Date();
  const signal = AbortSignal.timeout(waitSeconds * 1000);
  const outcomes = await Promise.allSettled(
    plants.map(async plant => {
      const hand = new ClusterHand(find(clusters, plant.cluster));
      say(await plantDrift(plant, hand, { now, signal }));
    }),
  );
  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected'
      ? [explain(plants[index], outcome.reason)]
      : [],
  );
  if (failures.length > 0) throw new Error(failures.join('\n'));
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

function say(line: string) {
  process.stdout.write(`${line}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
