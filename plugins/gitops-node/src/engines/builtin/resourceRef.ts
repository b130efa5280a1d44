import { Resource, ResourceRef } from '../../manifests/Resource';
import { textAt } from './readField';

/** The group in an `apiVersion`; `''` is the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** Identity of an object as it stands, its namespace as written. */
export function refOf(object: Resource): ResourceRef {
  const namespace = textAt(object, 'metadata', 'namespace');
  return {
    group: groupOf(object.apiVersion),
    kind: object.kind,
    ...(namespace !== undefined && { namespace }),
    name: textAt(object, 'metadata', 'name') ?? '',
  };
}

/** `Deployment.apps`, `ConfigMap`: how kubectl writes a group and kind. */
export function groupKindOf(type: {
  readonly group: string;
  readonly kind: string;
}): string {
  return type.group === '' ? type.kind : `${type.kind}.${type.group}`;
}

/** No part of a name may hold a space, so the key names one object only. */
export function refKey(ref: ResourceRef): string {
  return `${groupKindOf(ref)} ${ref.namespace ?? ''} ${ref.name}`;
}

/** How an object is told to a person: `Deployment shop/api`. */
export function describeRef(ref: ResourceRef): string {
  const name =
    ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;
  return `${ref.kind} ${name}`;
}
