/** Reading fields of objects that strangers wrote: whatever isn't there, or isn't of the kind asked for, is `undefined`. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at a path; own keys only, so that `__proto__` is a key like any other. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (!isJsonObject(current) || !Object.hasOwn(current, key)) {
      return undefined;
    }
    current = current[key];
  }
  return current ?? undefined;
}

export function objectAt(
  value: unknown,
  ...path: readonly string[]
): JsonObject | undefined {
  const found = fieldAt(value, ...path);
  return isJsonObject(found) ? found : undefined;
}

/** An empty text counts as absent, as everywhere in the API. */
export function textAt(
  value: unknown,
  ...path: readonly string[]
): string | undefined {
  const found = fieldAt(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function numberAt(
  value: unknown,
  ...path: readonly string[]
): number | undefined {
  const found = fieldAt(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

export function listAt(
  value: unknown,
  ...path: readonly string[]
): readonly unknown[] {
  const found = fieldAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** Labels or annotations: those that are text. */
export function textsAt(
  value: unknown,
  ...path: readonly string[]
): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(value, ...path) ?? {});
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
