/** A Kubernetes object as plain data. */
export type Resource = Readonly<Record<string, unknown>> & {
  readonly apiVersion: string;
  readonly kind: string;
};

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
