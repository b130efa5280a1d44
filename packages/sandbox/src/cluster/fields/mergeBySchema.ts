import { isJsonArray, isJsonObject, Json, JsonObject } from '../Json';
import { fieldSchema, listKeys, Schema } from '../schema/Schema';
import { FieldSet, keyStep, stepsOf } from './FieldSet';

/** What is live with what is applied on top, by the lists' own rules. */
export function mergeBySchema(
  live: Json | undefined,
  applied: Json | undefined,
  schema: Schema,
): Json | undefined {
  if (isJsonObject(live) && isJsonObject(applied)) {
    if (schema['x-kubernetes-map-type'] === 'atomic') return applied;
    return mergeObjects(live, applied, schema);
  }
  if (isJsonArray(live) && isJsonArray(applied)) {
    const keys = listKeys(schema);
    if (keys) return mergeKeyed(live, applied, keys, schema.items ?? {});
    if (schema['x-kubernetes-list-type'] === 'set') {
      return [...applied, ...live.filter(item => !applied.includes(item))];
    }
  }
  return applied;
}

function mergeObjects(live: JsonObject, applied: JsonObject, schema: Schema) {
  const result: Record<string, Json | undefined> = { ...live };
  for (const [name, value] of Object.entries(applied)) {
    result[name] =
      name in live
        ? mergeBySchema(live[name], value, fieldSchema(schema, name))
        : value;
  }
  return result;
}

function mergeKeyed(
  live: readonly Json[],
  applied: readonly Json[],
  keys: readonly string[],
  schema: Schema,
): Json[] {
  const step = (item: Json) => keyStep(item, keys, schema);
  const known = new Map(live.map(item => [step(item), item]));
  const named = new Set(applied.map(step));
  return [
    ...applied.map(item => {
      const before = known.get(step(item));
      return before === undefined
        ? item
        : mergeBySchema(before, item, schema) ?? item;
    }),
    ...live.filter(item => !named.has(step(item))),
  ];
}

/**
 * Takes fields out of a value; what is left without a field goes as well.
 */
export function removeFields(
  value: Json | undefined,
  schema: Schema,
  removed: FieldSet,
): Json | undefined {
  return without(value, schema, removed, '');
}

function without(
  value: Json | undefined,
  schema: Schema,
  removed: FieldSet,
  path: string,
): Json | undefined {
  const below = `${path}${path === '' ? '' : '\n'}`;
  if (![...removed].some(field => field === path || field.startsWith(below))) {
    return value;
  }
  // What goes as a whole takes along what nobody owns in it.
  if (removed.has(path)) return undefined;
  const steps = stepsOf(value, schema);
  if (steps === undefined) return value;
  const kept = steps.flatMap(({ step, value: child, schema: of }) => {
    const rest = without(child, of, removed, `${below}${step}`);
    return rest === undefined ? [] : [{ step, value: rest }];
  });
  if (kept.length === 0) return undefined;
  return isJsonArray(value)
    ? kept.map(item => item.value)
    : Object.fromEntries(
        kept.map(({ step, value: child }) => [step.slice(2), child]),
      );
}
