import { FieldSegment, formatField } from '../../manifests/fieldPath';
import { JsonSchema } from './JsonSchema';

/** A field that isn't as its schema says. Never holds the field's value. */
export interface SchemaProblem {
  readonly field: string;
  readonly message: string;
}

/** Of one object; who sees twenty mends them before asking for more. */
const maximumProblems = 20;

type Path = readonly FieldSegment[];

const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

/** Checks data against a schema, field by field. */
export class ValueValidation {
  readonly problems: SchemaProblem[] = [];
  readonly #schemas: ReadonlyMap<string, JsonSchema>;

  constructor(schemas: ReadonlyMap<string, JsonSchema>) {
    this.#schemas = schemas;
  }

  /** For Kubernetes, what is null is not there. */
  check(schema: JsonSchema, value: unknown, path: Path = []): void {
    if (this.problems.length >= maximumProblems) return;
    if (value === null || value === undefined) return;
    if (schema.$ref !== undefined) {
      this.#checkReferenced(schema.$ref, value, path);
      return;
    }
    if (isIntOrString(schema)) {
      if (!['number', 'string'].includes(typeof value)) {
        this.#add(path, `must be a number or a string, not ${nameOf(value)}`);
      }
      return;
    }
    if (!hasType(schema, value)) {
      this.#add(path, `must be ${articled(schema.type)}, not ${nameOf(value)}`);
      return;
    }
    if (schema.enum !== undefined && !schema.enum.includes(value)) {
      this.#add(path, `must be one of ${schema.enum.map(String).join(', ')}`);
      return;
    }
    if (Array.isArray(value)) this.#checkItems(schema, value, path);
    else if (isRecord(value)) this.#checkEntries(schema, value, path);
  }

  #checkReferenced(name: string, value: unknown, path: Path): void {
    // A quantity is a string that may be written as a number.
    if (name === quantity && typeof value === 'number') return;
    const schema = this.#schemas.get(name);
    if (schema !== undefined) this.check(schema, value, path);
  }

  #checkItems(
    { items }: JsonSchema,
    list: readonly unknown[],
    path: Path,
  ): void {
    if (items === undefined) return;
    list.forEach((item, index) =>
      this.check(items, item, [...path, segmentOf(item, index)]),
    );
  }

  #checkEntries(
    schema: JsonSchema,
    value: Readonly<Record<string, unknown>>,
    path: Path,
  ): void {
    const { properties, additionalProperties: rest, required = [] } = schema;
    for (const key of required) {
      const isFilledIn = propertyOf(properties, key)?.default !== undefined;
      if (!isFilledIn && (value[key] ?? undefined) === undefined) {
        this.#add([...path, key], 'is missing');
      }
    }
    for (const [key, child] of Object.entries(value)) {
      const known = propertyOf(properties, key);
      if (known !== undefined) this.check(known, child, [...path, key]);
      else if (typeof rest === 'object')
        this.check(rest, child, [...path, key]);
      else if (isClosed(schema) && !isEnvelope(path, key)) {
        this.#add([...path, key], 'is no field that is known there');
      }
    }
  }

  #add(path: Path, message: string): void {
    this.problems.push({ field: formatField(path), message });
  }
}

function propertyOf(
  properties: JsonSchema['properties'] = {},
  key: string,
): JsonSchema | undefined {
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}

/** Without properties an object is free, as it is where a CRD says so. */
function isClosed(schema: JsonSchema): boolean {
  return (
    schema.properties !== undefined &&
    schema.additionalProperties !== true &&
    schema['x-kubernetes-preserve-unknown-fields'] !== true
  );
}

/** A CRD needn't say what every object has. */
function isEnvelope(path: Path, key: string): boolean {
  return path.length === 0 && ['apiVersion', 'kind', 'metadata'].includes(key);
}

function isIntOrString(schema: JsonSchema): boolean {
  return (
    schema['x-kubernetes-int-or-string'] === true ||
    schema.format === 'int-or-string'
  );
}

function hasType({ type }: JsonSchema, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === type;
    default:
      return true;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function segmentOf(item: unknown, index: number): FieldSegment {
  const name = isRecord(item) ? item.name : undefined;
  return typeof name === 'string' ? { key: 'name', value: name } : index;
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'a whole number' : 'a number';
  }
  return isRecord(value) ? 'a mapping' : articled(typeof value);
}

function articled(type = ''): string {
  const names: Readonly<Record<string, string>> = {
    object: 'a mapping',
    array: 'a list',
    integer: 'a whole number',
  };
  return Object.hasOwn(names, type) ? names[type] : `a ${type}`;
}
