import { Resource } from '../manifests/Resource';
import { isFields, valueAt } from './fields/value';
import { groupOf } from './resourceIdentity';

/** Kinds that set the replicas of what `spec.scaleTargetRef` names. */
const autoscalers: ReadonlySet<string> = new Set([
  'autoscaling/HorizontalPodAutoscaler',
  'keda.sh/ScaledObject',
]);

/** `group/kind/namespace/name` of each object that an autoscaler targets. */
export function autoscaledTargets(
  objects: Iterable<Resource>,
): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const object of objects) {
    if (!autoscalers.has(`${groupOf(object.apiVersion)}/${object.kind}`)) {
      continue;
    }
    const target = valueAt(object, 'spec', 'scaleTargetRef');
    if (!isFields(target)) continue;
    // KEDA takes a Deployment where no kind is named.
    const { apiVersion = 'apps/v1', kind = 'Deployment', name } = target;
    const namespace = valueAt(object, 'metadata', 'namespace') ?? '';
    targets.add(
      `${groupOf(String(apiVersion))}/${String(kind)}/${String(
        namespace,
      )}/${String(name)}`,
    );
  }
  return targets;
}
