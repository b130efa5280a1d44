import { Health } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { textAt } from '../readField';
import { conditionsOf, tellCondition } from './Condition';
import { degraded, healthy, progressing, unknown } from './health';

export function namespaceHealth(namespace: Resource): Health {
  switch (textAt(namespace, 'status', 'phase')) {
    case 'Active':
      return healthy();
    case 'Terminating':
      return progressing('The namespace is being deleted');
    default:
      return unknown('It tells no phase');
  }
}

export function apiServiceHealth(service: Resource): Health {
  const available = conditionsOf(service, 'status', 'conditions').find(
    ({ type }) => type === 'Available',
  );
  if (available === undefined) return progressing('It has no status yet');
  return available.status === 'True'
    ? healthy()
    : degraded(tellCondition(available));
}

export function crdHealth(definition: Resource): Health {
  const conditions = conditionsOf(definition, 'status', 'conditions');
  const refused = conditions.find(
    ({ type, status }) => type === 'NamesAccepted' && status === 'False',
  );
  if (refused !== undefined) return degraded(tellCondition(refused));
  return isEstablished(definition)
    ? healthy()
    : progressing('Its kind is not served yet');
}

/** Whether the kind that a CustomResourceDefinition defines is served. */
export function isEstablished(definition: Resource): boolean {
  return conditionsOf(definition, 'status', 'conditions').some(
    ({ type, status }) => type === 'Established' && status === 'True',
  );
}
