import { isFields, own, valueAt } from './fields/value';
import { ResourceRef } from '../manifests/Resource';
import { ResourceSchema } from './model';

/**
 * Which object this is. A namespace on an object of the cluster counts for
 * nothing; `name` is `''` where the object has none.
 *
 * @internal
 */
export function identify(
  object: Readonly<Record<string, unknown>>,
  schema: ResourceSchema | undefined,
  defaultNamespace?: string,
): ResourceRef {
  const metadata = own(object, 'metadata');
  const namespace = isFields(metadata) ? textOf(metadata.namespace) : undefined;
  const isNamespaced = schema?.namespaced !== false;
  const resolved = namespace ?? defaultIfNamespaced(schema, defaultNamespace);
  return {
    group: groupOf(textOf(object.apiVersion) ?? ''),
    kind: textOf(object.kind) ?? '',
    ...(isNamespaced && resolved !== undefined && { namespace: resolved }),
    name: textOf(valueAt(metadata, 'name')) ?? '',
  };
}

function defaultIfNamespaced(
  schema: ResourceSchema | undefined,
  namespace: string | undefined,
): string | undefined {
  return schema?.namespaced === true ? namespace : undefined;
}

/** `''` is the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
