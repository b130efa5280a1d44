import { Health } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { fieldAt, numberAt, textAt } from '../readField';
import { groupKindOf, groupOf } from '../resourceRef';
import { apiServiceHealth, crdHealth, namespaceHealth } from './clusterHealth';
import { conditionsHealth } from './conditionsHealth';
import { degraded, healthy, progressing } from './health';
import { cronJobHealth, jobHealth } from './jobHealth';
import { isPassiveKind } from './passiveKinds';
import { podFailure, podHealth } from './podHealth';
import {
  addressHealth,
  autoscalerHealth,
  serviceHealth,
  volumeClaimHealth,
} from './serviceHealth';
import {
  daemonSetHealth,
  deploymentHealth,
  replicaSetHealth,
  statefulSetHealth,
} from './workloadHealth';

/** What is known beside the object itself. @public */
export interface HealthContext {
  /** The pods that a workload owns: why it doesn't get on. */
  readonly pods?: readonly Resource[];
  /** `false` where the kind's schema has no `status`: then being there is all there is. */
  readonly hasStatus?: boolean;
}

type Assessment = (object: Resource) => Health;

const assessments: Readonly<Record<string, Assessment>> = {
  'Deployment.apps': deploymentHealth,
  'StatefulSet.apps': statefulSetHealth,
  'DaemonSet.apps': daemonSetHealth,
  'ReplicaSet.apps': replicaSetHealth,
  ReplicationController: replicaSetHealth,
  Pod: podHealth,
  'Job.batch': jobHealth,
  'CronJob.batch': cronJobHealth,
  PersistentVolumeClaim: volumeClaimHealth,
  Service: serviceHealth,
  'Ingress.networking.k8s.io': addressHealth,
  'HorizontalPodAutoscaler.autoscaling': autoscalerHealth,
  Namespace: namespaceHealth,
  'APIService.apiregistration.k8s.io': apiServiceHealth,
  'CustomResourceDefinition.apiextensions.k8s.io': crdHealth,
};

/**
 * Health of a live object, from what its controller tells. Kinds that aren't
 * known are judged by the usual conditions; one that tells nothing is
 * `unknown`, never healthy.
 *
 * @public
 */
export function assessHealth(
  object: Resource,
  context: HealthContext = {},
): Health {
  if (textAt(object, 'metadata', 'deletionTimestamp') !== undefined) {
    return progressing('It is being deleted');
  }
  if (isUnseen(object)) {
    return progressing('Its controller has not seen the newest state');
  }
  const groupKind = groupKindOf({
    group: groupOf(object.apiVersion),
    kind: object.kind,
  });
  if (Object.hasOwn(assessments, groupKind)) {
    return explain(assessments[groupKind](object), context.pods ?? []);
  }
  const tellsNothing = fieldAt(object, 'status') === undefined;
  if (isPassiveKind(groupKind)) return healthy();
  if (tellsNothing && context.hasStatus === false) return healthy();
  return explain(conditionsHealth(object), context.pods ?? []);
}

/** Always tell the generation they have seen, once they have seen any. */
const kindsThatObserve = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
]);

function isUnseen(object: Resource): boolean {
  const generation = numberAt(object, 'metadata', 'generation');
  const observed = numberAt(object, 'status', 'observedGeneration');
  if (generation === undefined) return false;
  const waits =
    kindsThatObserve.has(object.kind) && object.apiVersion === 'apps/v1';
  return observed === undefined ? waits : observed < generation;
}

/** A workload that waits for pods that can't run has failed, and says why. */
function explain(health: Health, pods: readonly Resource[]): Health {
  if (health.state !== 'progressing') return health;
  for (const pod of pods) {
    if (textAt(pod, 'metadata', 'deletionTimestamp') !== undefined) continue;
    const failure = podFailure(pod);
    if (failure === undefined || textAt(pod, 'status', 'phase') === 'Failed') {
      continue;
    }
    return degraded(
      [health.message, failure].filter(text => text !== undefined).join('; '),
    );
  }
  return health;
}
