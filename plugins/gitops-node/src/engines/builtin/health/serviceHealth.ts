import { Health } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { listAt, textAt } from '../readField';
import { conditionsOf, tellCondition } from './Condition';
import { degraded, healthy, progressing, unknown } from './health';

export function serviceHealth(service: Resource): Health {
  if (textAt(service, 'spec', 'type') !== 'LoadBalancer') return healthy();
  return addressHealth(service);
}

/** Of whatever gets an address from outside: load balancers and ingresses. */
export function addressHealth(object: Resource): Health {
  return listAt(object, 'status', 'loadBalancer', 'ingress').length > 0
    ? healthy()
    : progressing('No address has been assigned yet');
}

export function volumeClaimHealth(claim: Resource): Health {
  switch (textAt(claim, 'status', 'phase')) {
    case 'Bound':
      return healthy();
    case 'Lost':
      return degraded('Its volume is lost');
    case 'Pending':
      return progressing('No volume is bound to it yet');
    default:
      return unknown('It tells no phase');
  }
}

export function autoscalerHealth(autoscaler: Resource): Health {
  const conditions = conditionsOf(autoscaler, 'status', 'conditions');
  if (conditions.length === 0) return progressing('It has no status yet');
  for (const condition of conditions) {
    if (condition.type === 'ScalingLimited') continue;
    // The workload is scaled to zero: nothing to scale, on purpose.
    if (condition.reason === 'ScalingDisabled') continue;
    if (condition.status === 'False') return degraded(tellCondition(condition));
    if (condition.status === 'Unknown') {
      return progressing(tellCondition(condition));
    }
  }
  return healthy();
}
