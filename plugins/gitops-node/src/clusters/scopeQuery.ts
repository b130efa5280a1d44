import { ListScope, ResourceType } from './ClusterClient';
import { groupVersion } from './parseDiscovery';

/** What a scope asks for, as parameters of a list or a watch. */
export function scopeQuery(scope: ListScope) {
  return {
    labelSelector: scope.labelSelector,
    fieldSelector: scope.fieldSelector,
  };
}

/** `apps/v1 Deployment in shop`, for errors. */
export function describeScope(type: ResourceType, scope: ListScope): string {
  const name = `${groupVersion(type.group, type.version)} ${type.kind}`;
  return scope.namespace === undefined ? name : `${name} in ${scope.namespace}`;
}
