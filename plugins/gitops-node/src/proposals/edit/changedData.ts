import { FieldSegment } from '../../manifests/fieldPath';
import { itemKeys, isItemOf } from './itemKeys';

/**
 * What is done to a field. `set` and `append` make what the field stands in
 * where it is absent. What is left empty by `remove` stays as `{}` or `[]`,
 * which says the same as before without the field; an item of a list that
 * nothing is left of goes.
 */
export type FieldEdit =
  | { readonly op: 'set'; readonly value: unknown }
  | { readonly op: 'append'; readonly value: unknown }
  | { readonly op: 'remove' };

/** Why data can't be changed so; the field isn't there, or isn't what it seems. */
export class FieldAbsentError extends Error {}

/** The plain data of a document as an edit makes it. */
export function changedData(
  data: unknown,
  [segment, ...rest]: readonly FieldSegment[],
  edit: FieldEdit,
): unknown {
  if (segment === undefined) return changedValue(data, edit);
  if (typeof segment === 'string') return inMap(data, segment, rest, edit);
  return inList(data, segment, rest, edit);
}

function changedValue(data: unknown, edit: FieldEdit): unknown {
  if (edit.op === 'set') return edit.value;
  if (edit.op === 'remove') return undefined;
  if (data === undefined || data === null) return [edit.value];
  if (!Array.isArray(data)) throw new FieldAbsentError('It is no list.');
  return [...data, edit.value];
}

function inMap(
  data: unknown,
  key: string,
  rest: readonly FieldSegment[],
  edit: FieldEdit,
): unknown {
  const map = data ?? {};
  if (typeof map !== 'object' || Array.isArray(map)) {
    throw new FieldAbsentError(`${key} would stand in what is no mapping.`);
  }
  const entries = Object.entries(map);
  const known = entries.find(([name]) => name === key);
  if (known === undefined && edit.op === 'remove') {
    throw new FieldAbsentError(`There is no ${key}.`);
  }
  const value = changedData(known?.[1], rest, edit);
  const others = entries.filter(([name]) => name !== key);
  if (value === undefined) return Object.fromEntries(others);
  return known === undefined
    ? { ...Object.fromEntries(others), [key]: value }
    : Object.fromEntries(
        entries.map(([name, old]) => [name, name === key ? value : old]),
      );
}

function inList(
  data: unknown,
  segment: Exclude<FieldSegment, string>,
  rest: readonly FieldSegment[],
  edit: FieldEdit,
): unknown {
  const list: readonly unknown[] = Array.isArray(data) ? data : [];
  if (data !== undefined && data !== null && !Array.isArray(data)) {
    throw new FieldAbsentError('It is no list.');
  }
  const index =
    typeof segment === 'number'
      ? segment
      : list.findIndex(item => isItemOf(item, segment));
  if (index < 0 || index >= list.length) {
    if (edit.op === 'remove' || typeof segment === 'number') {
      throw new FieldAbsentError('There is no such item.');
    }
    return [...list, changedData(itemKeys(segment), rest, edit)];
  }
  const value = changedData(list[index], rest, edit);
  const isGone = value === undefined || (edit.op === 'remove' && isBare(value));
  return list.flatMap((item, at) => {
    if (at !== index) return [item];
    return isGone ? [] : [value];
  });
}

function isBare(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 0
  );
}
