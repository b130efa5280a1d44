import {
  atomic,
  flag,
  keyed,
  list,
  mapOf,
  merged,
  object,
  set,
  text,
  time,
  Schema,
} from './Schema';

export const metadata: Schema = object({
  name: text,
  generateName: text,
  namespace: text,
  uid: text,
  resourceVersion: text,
  generation: { type: 'integer', format: 'int64' },
  creationTimestamp: time,
  deletionTimestamp: time,
  labels: mapOf(text),
  annotations: mapOf(text),
  finalizers: { ...set(text), 'x-kubernetes-patch-strategy': 'merge' },
  ownerReferences: merged(
    keyed(
      atomic(
        object({
          apiVersion: text,
          kind: text,
          name: text,
          uid: text,
          controller: flag,
          blockOwnerDeletion: flag,
        }),
      ),
      'uid',
    ),
    'uid',
  ),
  managedFields: list(
    object({
      manager: text,
      operation: text,
      apiVersion: text,
      time,
      fieldsType: text,
      fieldsV1: { type: 'object' },
      subresource: text,
    }),
  ),
});

export const labelSelector: Schema = atomic(
  object({
    matchLabels: mapOf(text),
    matchExpressions: list(
      object({ key: text, operator: text, values: list(text) }),
    ),
  }),
);

/** The whole of a kind, from what is special to it. */
export function kindOf(properties: Record<string, Schema>): Schema {
  return object({ apiVersion: text, kind: text, metadata, ...properties });
}

/** The list of conditions that controllers keep. */
export function conditions(more: Record<string, Schema> = {}): Schema {
  const condition = object({
    type: text,
    status: text,
    reason: text,
    message: text,
    lastTransitionTime: time,
    ...more,
  });
  return merged(keyed(condition, 'type'), 'type');
}
