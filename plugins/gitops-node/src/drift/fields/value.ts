export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of an object of strangers: `constructor` is a key like any other. */
export function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** Follows keys and indices; `undefined` where the path ends early. */
export function valueAt(
  value: unknown,
  ...path: readonly (string | number | undefined)[]
): unknown {
  let current = value;
  for (const key of path) {
    if (key === undefined) return undefined;
    if (Array.isArray(current)) current = current[Number(key)];
    else if (isFields(current)) current = own(current, String(key));
    else return undefined;
  }
  return current;
}

/** What a server doesn't tell from an absent field. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const key in value) {
    if (Object.hasOwn(value, key)) return false;
  }
  return true;
}

/** Whether two JSON values are the same, in whatever order their keys are. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => isSame(item, right[index]))
    );
  }
  if (!isFields(left) || !isFields(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      key => Object.hasOwn(right, key) && isSame(left[key], right[key]),
    )
  );
}
