import { Resource } from '../../../manifests/Resource';
import { JsonObject, objectAt } from '../readField';

/** The pods that a workload asks for: its template, or the pod itself. */
export function podTemplateOf(resource: Resource): JsonObject | undefined {
  if (resource.kind === 'Pod') return resource;
  return (
    objectAt(resource, 'spec', 'jobTemplate', 'spec', 'template') ??
    objectAt(resource, 'spec', 'template')
  );
}
