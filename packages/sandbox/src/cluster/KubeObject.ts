import { isJsonObject, JsonObject, objectAt, textAt } from './Json';

/** An entry of `metadata.managedFields`. */
export interface ManagedFields {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly time: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: JsonObject;
  readonly subresource?: string;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly ManagedFields[];
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** An object as it is stored: it has been checked when it came in. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

const dnsName = /^[a-z0-9]([-a-z0-9.:]*[a-z0-9])?$/;

/** Why a body can't be an object of the kind; `undefined` where it can. */
export function whyNoObject(
  body: unknown,
  expected: { apiVersion: string; kind: string; name?: string },
): string | undefined {
  if (!isJsonObject(body)) return 'the body must be an object';
  if (body.apiVersion !== expected.apiVersion || body.kind !== expected.kind) {
    return `the object provided is ${body.apiVersion} ${body.kind}, not ${expected.apiVersion} ${expected.kind}`;
  }
  const name = textAt(body, 'metadata', 'name');
  if (!dnsName.test(name)) return `metadata.name: '${name}' is no name`;
  if (expected.name !== undefined && name !== expected.name) {
    return 'the name of the object does not match the name on the URL';
  }
  for (const field of ['labels', 'annotations']) {
    const values = Object.values(objectAt(body, 'metadata', field));
    if (values.some(value => typeof value !== 'string')) {
      return `metadata.${field}: every value must be a string`;
    }
  }
  return undefined;
}

/** Tells the compiler what {@link whyNoObject} has checked. */
export function isKubeObject(body: unknown): body is KubeObject {
  return (
    textAt(body, 'apiVersion') !== '' &&
    textAt(body, 'kind') !== '' &&
    textAt(body, 'metadata', 'name') !== ''
  );
}
