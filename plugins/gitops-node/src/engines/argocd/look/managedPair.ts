import { Resource, ResourceRef } from '../../../manifests/Resource';
import { refKey } from '../../builtin/resourceRef';
import { ManagedResource } from '../api/answers';

/** A resource as Argo CD has rendered it, and as it is live. */
export function managedPair(
  items: readonly ManagedResource[],
  resource: ResourceRef,
): { readonly declared?: Resource; readonly live?: Resource } {
  const key = refKey(resource);
  const found = items.find(item => refKey(item) === key);
  return {
    ...(found?.targetState && { declared: found.targetState }),
    ...(found?.liveState && { live: found.liveState }),
  };
}
