import {
  equal,
  isJsonArray,
  isJsonObject,
  Json,
  JsonObject,
  textAt,
} from '../Json';
import { fieldSchema, listKeys, Schema } from '../schema/Schema';

/**
 * Paths of fields, as `managedFields` have them: each a list of steps such as
 * `f:spec`, `k:{"name":"app"}` or `v:"x"`, joined by a newline.
 */
export type FieldSet = ReadonlySet<string>;

const join = (path: string, step: string) =>
  path === '' ? step : `${path}\n${step}`;

/** What nobody owns: identity, and what only the server writes. */
const unowned = new Set([
  'f:apiVersion',
  'f:kind',
  ...[
    'name',
    'namespace',
    'uid',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'managedFields',
  ].map(name => `f:metadata\nf:${name}`),
]);

/** Every field that an object sets. */
export function fieldsOf(object: unknown, schema: Schema): FieldSet {
  return new Set(
    [...walk(object, schema, '')]
      .map(([path]) => path)
      .filter(path => path !== 'f:metadata' && !unowned.has(path)),
  );
}

/** Fields of `after` that `before` doesn't have, or has with another value. */
export function changedFields(
  before: unknown,
  after: unknown,
  schema: Schema,
): FieldSet {
  const values = new Map(walk(before, schema, ''));
  return new Set(
    [...walk(after, schema, '')]
      .filter(
        ([path, value]) =>
          path !== 'f:metadata' &&
          !unowned.has(path) &&
          !(values.has(path) && equal(values.get(path), value)),
      )
      .map(([path]) => path),
  );
}

/** Each owned field below a value, with the value that it has. */
function* walk(
  value: unknown,
  schema: Schema,
  path: string,
): Generator<[string, unknown]> {
  const steps = stepsOf(value, schema);
  if (steps === undefined) {
    yield [path, value];
    return;
  }
  for (const { step, value: child, schema: of, item } of steps) {
    const at = join(path, step);
    // That an item is in its list is a fact of its own.
    if (item) yield [at, 'present'];
    yield* walk(child, of, at);
  }
}

interface Step {
  readonly step: string;
  readonly value: Json | undefined;
  readonly schema: Schema;
  readonly item: boolean;
}

/** The parts that are owned one by one; `undefined` where it is one field. */
export function stepsOf(value: unknown, schema: Schema): Step[] | undefined {
  if (isJsonObject(value)) {
    const entries = Object.entries(value).filter(
      ([, child]) => child !== undefined,
    );
    if (entries.length === 0) return undefined;
    if (schema['x-kubernetes-map-type'] === 'atomic') return undefined;
    return entries.map(([name, child]) => ({
      step: `f:${name}`,
      value: child,
      schema: fieldSchema(schema, name),
      item: false,
    }));
  }
  if (!isJsonArray(value) || value.length === 0) return undefined;
  const keys = listKeys(schema);
  const of = schema.items ?? {};
  if (keys) {
    return value.map(item => ({
      step: keyStep(item, keys, of),
      value: item,
      schema: of,
      item: true,
    }));
  }
  if (schema['x-kubernetes-list-type'] !== 'set') return undefined;
  return value.map(item => ({
    step: `v:${JSON.stringify(item)}`,
    value: item,
    schema: of,
    item: false,
  }));
}

/** Tells an item of a keyed list from the others. */
export function keyStep(
  item: unknown,
  keys: readonly string[],
  schema: Schema,
): string {
  const values = [...keys].sort().map(key => {
    const value = isJsonObject(item) ? item[key] : undefined;
    return [key, value ?? fieldSchema(schema, key).default];
  });
  return `k:${JSON.stringify(Object.fromEntries(values))}`;
}

/** As `managedFields` write it. */
export function toFieldsV1(fields: FieldSet): JsonObject {
  const root: Tree = {};
  for (const path of [...fields].sort()) {
    let node = root;
    for (const step of path.split('\n')) node = node[step] ??= {};
    if ([...fields].some(other => other.startsWith(`${path}\n`))) {
      node['.'] = {};
    }
  }
  return root;
}

interface Tree {
  [step: string]: Tree;
}

export function fromFieldsV1(tree: JsonObject): FieldSet {
  return new Set(paths(tree, ''));
}

function* paths(tree: JsonObject, path: string): Generator<string> {
  for (const [step, child] of Object.entries(tree)) {
    if (step === '.') {
      yield path;
    } else if (isJsonObject(child)) {
      const at = join(path, step);
      if (Object.keys(child).length === 0) yield at;
      else yield* paths(child, at);
    }
  }
}

/** A path as a message shows it: `.spec.containers[name="app"].image`. */
export function describePath(path: string): string {
  return path
    .split('\n')
    .map(step => {
      if (step.startsWith('f:')) return `.${step.slice(2)}`;
      if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
      const key: unknown = JSON.parse(step.slice(2));
      const parts = isJsonObject(key)
        ? Object.keys(key).map(name => `${name}=${quoted(key, name)}`)
        : [];
      return `[${parts.join(',')}]`;
    })
    .join('');
}

function quoted(key: JsonObject, name: string): string {
  return JSON.stringify(
    typeof key[name] === 'string' ? textAt(key, name) : key[name],
  );
}
