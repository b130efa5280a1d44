import {
  isJsonArray,
  isJsonObject,
  JsonObject,
  numberAt,
  objectAt,
  textAt,
  valueAt,
} from '../cluster/Json';
import { ClusterHand, Signature } from './ClusterHand';
import { Plant } from './Plant';

interface Workload {
  readonly path: string;
  readonly object: JsonObject;
}

const workloads = ['deployments', 'statefulsets'];
const partOf = 'applyset.kubernetes.io/part-of';

/**
 * Does to a cluster what the plant says, once what it is done to has been
 * applied and runs. Resolves with what was done, in a line.
 */
export async function plantDrift(
  plant: Plant,
  hand: ClusterHand,
  options: { readonly now: Date; readonly signal: AbortSignal },
): Promise<string> {
  const { cluster, manager, ago } = plant;
  const time = new Date(options.now.getTime() - ago * 1000).toISOString();
  const signature = { manager, time };
  const done = await act(plant, hand, signature, options.signal);
  return `${cluster}: ${done} (${manager})`;
}

async function act(
  plant: Plant,
  hand: ClusterHand,
  signature: Signature,
  signal: AbortSignal,
): Promise<string> {
  if (plant.does === 'config') {
    return editConfig(plant, hand, signature, signal);
  }
  const workload = await findWorkload(plant, hand, signal);
  switch (plant.does) {
    case 'scale':
      return scale(workload, plant, hand, signature);
    case 'image':
      return setImage(workload, plant, hand, signature);
    default:
      return leaveOrphan(workload, plant, hand, signature);
  }
}

async function findWorkload(
  { namespace, name }: Plant,
  hand: ClusterHand,
  signal: AbortSignal,
): Promise<Workload> {
  const paths = workloads.map(
    plural => `/apis/apps/v1/namespaces/${namespace}/${plural}/${name}`,
  );
  const waiting = new AbortController();
  const either = AbortSignal.any([signal, waiting.signal]);
  try {
    return await Promise.any(
      paths.map(async path => ({
        path,
        object: await hand.wait(path, isSettled, either),
      })),
    );
  } catch (error) {
    signal.throwIfAborted();
    const [cause] = error instanceof AggregateError ? error.errors : [error];
    throw cause;
  } finally {
    waiting.abort();
  }
}

/** Applied by the engine, and running as it wants. */
function isSettled(object: JsonObject): boolean {
  return (
    textAt(object, 'metadata', 'labels', partOf) !== '' &&
    numberAt(object, 'status', 'readyReplicas') >=
      numberAt(object, 'spec', 'replicas')
  );
}

async function scale(
  { path, object }: Workload,
  { name, by }: Extract<Plant, { does: 'scale' }>,
  hand: ClusterHand,
  signature: Signature,
) {
  const before = numberAt(object, 'spec', 'replicas');
  const replicas = Math.max(0, before + by);
  await hand.patch(path, { spec: { replicas } }, signature);
  return `scaled ${name} from ${before} to ${replicas}`;
}

/** The main container's; a merge patch replaces the list as a whole. */
async function setImage(
  { path, object }: Workload,
  { name, suffix }: Extract<Plant, { does: 'image' }>,
  hand: ClusterHand,
  signature: Signature,
) {
  const found = valueAt(object, 'spec', 'template', 'spec', 'containers');
  const containers = isJsonArray(found) ? found.filter(isJsonObject) : [];
  const named = containers.findIndex(container => container.name === name);
  const index = Math.max(0, named);
  const image = `${textAt(containers[index], 'image')}-${suffix}`;
  const changed = containers.map((container, at) =>
    at === index ? { ...container, image } : container,
  );
  const spec = { template: { spec: { containers: changed } } };
  await hand.patch(path, { spec }, signature);
  return `set the image of ${name} to ${image}`;
}

async function editConfig(
  { namespace, name, key, value }: Extract<Plant, { does: 'config' }>,
  hand: ClusterHand,
  signature: Signature,
  signal: AbortSignal,
) {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  const applied = (object: JsonObject) =>
    textAt(object, 'metadata', 'labels', partOf) !== '';
  await hand.wait(path, applied, signal);
  await hand.patch(path, { data: { [key]: value } }, signature);
  return `set ${key} of ${name} to ${JSON.stringify(value)}`;
}

/** Applied once for the workload's unit, and Git knows nothing of it now. */
async function leaveOrphan(
  { object }: Workload,
  { namespace, orphan }: Extract<Plant, { does: 'orphan' }>,
  hand: ClusterHand,
  signature: Signature,
) {
  const labels = objectAt(object, 'metadata', 'labels');
  const metadata = { name: orphan, namespace, labels };
  await hand.apply(
    `/api/v1/namespaces/${namespace}/configmaps/${orphan}`,
    {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata },
      data: { LOG_LEVEL: 'trace' },
    },
    signature,
  );
  return `left a ConfigMap ${orphan}, which Git no longer declares`;
}
