import { isFields } from '../fields/value';

type Keys = readonly (string | number)[];

/** What says which object it is, and what no comparison looks at. */
const identity: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata.name',
  'metadata.namespace',
]);

/** Each text, number and truth value of an object, with the way to it. */
export function fieldsOf(
  value: unknown,
  keys: Keys = [],
): { keys: Keys; value: unknown }[] {
  if (identity.has(keys.join('.')) || keys[0] === 'status') return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => fieldsOf(item, [...keys, index]));
  }
  if (isFields(value)) {
    return Object.entries(value).flatMap(([key, child]) =>
      fieldsOf(child, [...keys, key]),
    );
  }
  return value === null || value === undefined || value === ''
    ? []
    : [{ keys, value }];
}

/** A copy with another value in one place. */
export function setAt(object: unknown, keys: Keys, value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (Array.isArray(object)) {
    return object.map((item, index) =>
      index === key ? setAt(item, rest, value) : item,
    );
  }
  return isFields(object)
    ? { ...object, [key]: setAt(object[key], rest, value) }
    : object;
}
