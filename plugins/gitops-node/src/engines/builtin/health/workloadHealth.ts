import { Health } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { fieldAt, numberAt, textAt } from '../readField';
import { Condition, conditionsOf, tellCondition } from './Condition';
import { degraded, healthy, progressing, suspended } from './health';

/** The rules of `kubectl rollout status`, and what it waits for as the message. */
export function deploymentHealth(deployment: Resource): Health {
  if (fieldAt(deployment, 'spec', 'paused') === true) {
    return suspended('The rollout is paused');
  }
  const conditions = conditionsOf(deployment, 'status', 'conditions');
  const rollout = find(conditions, 'Progressing');
  if (rollout?.reason === 'ProgressDeadlineExceeded') {
    return degraded(tellCondition(rollout));
  }
  const failure = find(conditions, 'ReplicaFailure');
  if (failure?.status === 'True') return degraded(tellCondition(failure));
  const wanted = numberAt(deployment, 'spec', 'replicas') ?? 1;
  const { replicas, updated, available } = counts(deployment);
  if (updated < wanted) {
    return progressing(`${updated} of ${wanted} pods are updated`);
  }
  if (replicas > updated) {
    return progressing(`${replicas - updated} old pods are still there`);
  }
  if (available < wanted) {
    return progressing(`${available} of ${wanted} pods are available`);
  }
  return healthy();
}

export function statefulSetHealth(set: Resource): Health {
  const wanted = numberAt(set, 'spec', 'replicas') ?? 1;
  const { updated, ready } = counts(set);
  if (ready < wanted) {
    return progressing(`${ready} of ${wanted} pods are ready`);
  }
  if (textAt(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') {
    return healthy();
  }
  const partition =
    numberAt(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  const toUpdate = Math.max(0, wanted - partition);
  const current = textAt(set, 'status', 'currentRevision');
  const isUpdating =
    current !== undefined &&
    current !== textAt(set, 'status', 'updateRevision');
  if (isUpdating && updated < toUpdate) {
    return progressing(`${updated} of ${toUpdate} pods are updated`);
  }
  return healthy();
}

export function daemonSetHealth(set: Resource): Health {
  const wanted = numberAt(set, 'status', 'desiredNumberScheduled');
  if (wanted === undefined) return progressing('It has no status yet');
  const updated = numberAt(set, 'status', 'updatedNumberScheduled') ?? 0;
  const isOnDelete =
    textAt(set, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  if (updated < wanted && !isOnDelete) {
    return progressing(`${updated} of ${wanted} pods are updated`);
  }
  const available = numberAt(set, 'status', 'numberAvailable') ?? 0;
  if (available < wanted) {
    return progressing(`${available} of ${wanted} pods are available`);
  }
  return healthy();
}

export function replicaSetHealth(set: Resource): Health {
  const failure = find(
    conditionsOf(set, 'status', 'conditions'),
    'ReplicaFailure',
  );
  if (failure?.status === 'True') return degraded(tellCondition(failure));
  const wanted = numberAt(set, 'spec', 'replicas') ?? 1;
  const { available } = counts(set);
  if (available < wanted) {
    return progressing(`${available} of ${wanted} pods are available`);
  }
  return healthy();
}

/** Absent counters are zero: the API leaves them out. */
function counts(object: Resource) {
  return {
    replicas: numberAt(object, 'status', 'replicas') ?? 0,
    updated: numberAt(object, 'status', 'updatedReplicas') ?? 0,
    available: numberAt(object, 'status', 'availableReplicas') ?? 0,
    ready: numberAt(object, 'status', 'readyReplicas') ?? 0,
  };
}

function find(
  conditions: readonly Condition[],
  type: string,
): Condition | undefined {
  return conditions.find(condition => condition.type === type);
}
