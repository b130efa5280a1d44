import { JsonObject, numberAt, objectAt, textAt } from '../Json';
import { KubeObject } from '../KubeObject';
import { kinds, Workbench } from './kinds';
import {
  condition,
  ownedBy,
  ownerReference,
  templateHash,
  texts,
} from './pods';
import { isBroken } from './podStatus';

const hashLabel = 'pod-template-hash';

/**
 * Keeps a ReplicaSet for the template. The ones before it give way once its
 * pods are ready, so that what can't start doesn't take down what runs.
 */
export function reconcileDeployment(
  deployment: KubeObject,
  bench: Workbench,
): void {
  const { store, writer, options } = bench;
  const wanted = numberAt(deployment, 'spec', 'replicas');
  const hash = templateHash(objectAt(deployment, 'spec', 'template'));
  const name = `${deployment.metadata.name}-${hash}`;
  const all = ownedBy(store, kinds.replicaSet, deployment);
  const current = all.find(({ metadata }) => metadata.name === name);
  if (!current) {
    writer.create(
      kinds.replicaSet,
      replicaSetOf(deployment, hash, wanted),
      options(),
    );
    return;
  }
  const arrived = numberAt(current, 'status', 'readyReplicas') >= wanted;
  for (const replicaSet of all) {
    const before = numberAt(replicaSet, 'spec', 'replicas');
    const kept = arrived ? 0 : Math.min(before, wanted);
    scale(replicaSet, replicaSet === current ? wanted : kept, bench);
  }
  writer.setStatus(
    { kind: kinds.deployment, ...deployment.metadata },
    statusOf(
      deployment,
      ownedBy(store, kinds.replicaSet, deployment),
      name,
      bench,
    ),
    options(),
  );
}

function scale(
  replicaSet: KubeObject,
  replicas: number,
  { writer, options }: Workbench,
) {
  if (numberAt(replicaSet, 'spec', 'replicas') === replicas) return;
  writer.patch(
    { kind: kinds.replicaSet, ...replicaSet.metadata },
    { spec: { replicas } },
    options(),
  );
}

function replicaSetOf(
  deployment: KubeObject,
  hash: string,
  replicas: number,
): KubeObject {
  const { metadata } = deployment;
  const spec = objectAt(deployment, 'spec');
  const template = objectAt(spec, 'template');
  const templateMetadata = objectAt(template, 'metadata');
  const labels = { ...texts(templateMetadata.labels), [hashLabel]: hash };
  const selector = objectAt(spec, 'selector');
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace,
      labels,
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas,
      selector: {
        ...selector,
        matchLabels: {
          ...objectAt(selector, 'matchLabels'),
          [hashLabel]: hash,
        },
      },
      template: { ...template, metadata: { ...templateMetadata, labels } },
    },
  };
}

function statusOf(
  deployment: KubeObject,
  replicaSets: readonly KubeObject[],
  currentName: string,
  { options }: Workbench,
): JsonObject {
  const wanted = numberAt(deployment, 'spec', 'replicas');
  const total = (field: string) =>
    replicaSets.reduce((sum, set) => sum + numberAt(set, 'status', field), 0);
  const current = replicaSets.find(set => set.metadata.name === currentName);
  const updated = numberAt(current, 'status', 'replicas');
  const ready = total('readyReplicas');
  const available = ready >= Math.ceil(wanted * 0.75);
  const done = numberAt(current, 'status', 'readyReplicas') >= wanted;
  const { time } = options();
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: total('replicas'),
    updatedReplicas: updated,
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: Math.max(0, wanted - ready),
    conditions: [
      condition(
        deployment,
        {
          type: 'Available',
          status: available ? 'True' : 'False',
          reason: available
            ? 'MinimumReplicasAvailable'
            : 'MinimumReplicasUnavailable',
        },
        time,
      ),
      condition(deployment, progress(deployment, done, currentName), time),
    ],
  };
}

/** An image that can't be pulled is known at once; a real one takes longer. */
function progress(
  deployment: KubeObject,
  done: boolean,
  currentName: string,
): JsonObject {
  const containers = objectAt(
    deployment,
    'spec',
    'template',
    'spec',
  ).containers;
  const stuck =
    Array.isArray(containers) &&
    containers.some(container => isBroken(textAt(container, 'image')));
  if (stuck) {
    return {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${currentName}" has timed out progressing.`,
    };
  }
  return {
    type: 'Progressing',
    status: 'True',
    reason: done ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
    message: `ReplicaSet "${currentName}" ${
      done ? 'has successfully progressed.' : 'is progressing.'
    }`,
  };
}
