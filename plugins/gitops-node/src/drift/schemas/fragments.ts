import { FieldSchema } from '../model';

/** Parts of schemas, in the words of the tables that are made of them. */

export const quantity: FieldSchema = { format: 'quantity' };
export const bytes: FieldSchema = { type: 'string', format: 'bytes' };
export const quantities: FieldSchema = {
  type: 'object',
  additional: quantity,
};
export const texts: FieldSchema = {
  type: 'object',
  additional: { type: 'string' },
};
/** A map of texts that is one value. */
export const selector: FieldSchema = { ...texts, atomicMap: true };
export const labelSelector: FieldSchema = {
  type: 'object',
  atomicMap: true,
  properties: { matchLabels: texts },
};
/** A selector that selects everything where it is empty, nothing where absent. */
export const optionalSelector: FieldSchema = {
  ...labelSelector,
  distinctEmpty: true,
};
export const serverOnly: FieldSchema = { serverOnly: true };

export type Properties = Readonly<Record<string, FieldSchema>>;

export function fields(properties: Properties): FieldSchema {
  return { type: 'object', properties };
}

/** A list whose items are told apart by keys. */
export function keyed(
  keys: readonly string[],
  properties: Properties = {},
): FieldSchema {
  return {
    type: 'array',
    list: { kind: 'map', keys },
    items: fields(properties),
  };
}

/** A list that is one value. */
export function atomic(properties: Properties): FieldSchema {
  return { type: 'array', list: { kind: 'atomic' }, items: fields(properties) };
}

export function set(properties?: Properties): FieldSchema {
  return {
    type: 'array',
    list: { kind: 'set' },
    ...(properties && { items: fields(properties) }),
  };
}

/** A list whose order the server changes. */
export function unordered(properties: Properties = {}): FieldSchema {
  return {
    type: 'array',
    list: { kind: 'unordered' },
    items: fields(properties),
  };
}

/** A field that the server fills in where it is left empty. */
export function filled(value: unknown): FieldSchema {
  return { default: value };
}

export const objectMeta = fields({
  labels: texts,
  annotations: texts,
  finalizers: set(),
  ownerReferences: keyed(['uid']),
});

/** Of a template: what the server keeps there says nothing. */
export const templateMeta = fields({
  ...objectMeta.properties,
  creationTimestamp: serverOnly,
});
