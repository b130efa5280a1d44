/** A Kubernetes object as plain data. @public */
export type Resource = Readonly<Record<string, unknown>> & {
  readonly apiVersion: string;
  readonly kind: string;
};

/** @public */
export function isResource(value: unknown): value is Resource {
  return (
    typeof value === 'object' &&
    value !== null &&
    'apiVersion' in value &&
    typeof value.apiVersion === 'string' &&
    'kind' in value &&
    typeof value.kind === 'string'
  );
}

/**
 * Which object: identity is group, kind, namespace and name, not version.
 * `group` is `''` for the core group, `namespace` absent for objects of the
 * cluster.
 *
 * @public
 */
export interface ResourceRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}
