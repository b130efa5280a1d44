import { FieldSchema } from '../model';
import { Fields, isFields, own } from '../fields/value';

/** Where `$ref` leads to, by the last part of it. */
export interface SchemaDefinitions {
  definition(name: string): FieldSchema | undefined;
}

/** What a reference says beside the schema that it refers to. */
class ReferringSchema implements FieldSchema {
  readonly #target: FieldSchema;
  readonly format: FieldSchema['format'];
  readonly list: FieldSchema['list'];
  readonly atomicMap: boolean | undefined;
  readonly preserveUnknown: boolean | undefined;
  readonly default: unknown;

  constructor(target: FieldSchema, said: Partial<FieldSchema>) {
    this.#target = target;
    this.format = target.format;
    this.list = said.list ?? target.list;
    this.atomicMap = said.atomicMap ?? target.atomicMap;
    this.preserveUnknown = target.preserveUnknown;
    this.default = said.default ?? target.default;
  }

  get properties(): FieldSchema['properties'] {
    return this.#target.properties;
  }

  get additional(): FieldSchema | undefined {
    return this.#target.additional;
  }

  get items(): FieldSchema | undefined {
    return this.#target.items;
  }
}

const quantityPattern = '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))';

/**
 * A field's schema as OpenAPI writes it. Parts are read when they are asked
 * for: a server tells of thousands of fields, of which few are compared.
 */
export class JsonSchema implements FieldSchema {
  readonly #raw: Fields;
  readonly #definitions: SchemaDefinitions;
  /** Whether defaults and the absence of list types are meant. */
  readonly #isCustom: boolean;
  #properties: Readonly<Record<string, FieldSchema>> | undefined | false =
    false;
  #additional: FieldSchema | undefined | false = false;
  #items: FieldSchema | undefined | false = false;
  readonly list: FieldSchema['list'];
  readonly format: FieldSchema['format'];
  readonly atomicMap: boolean;
  readonly preserveUnknown: boolean;
  readonly default: unknown;

  constructor(raw: Fields, definitions: SchemaDefinitions, isCustom: boolean) {
    this.#raw = raw;
    this.#definitions = definitions;
    this.#isCustom = isCustom;
    this.list = listOf(raw);
    this.format = formatOf(raw);
    this.atomicMap = raw['x-kubernetes-map-type'] === 'atomic';
    this.preserveUnknown = raw['x-kubernetes-preserve-unknown-fields'] === true;
    this.default = isCustom ? raw.default : builtInDefault(raw.default);
  }

  get properties(): Readonly<Record<string, FieldSchema>> | undefined {
    if (this.#properties === false) {
      const { properties } = this.#raw;
      this.#properties = isFields(properties)
        ? this.#readProperties(properties)
        : undefined;
    }
    return this.#properties;
  }

  get additional(): FieldSchema | undefined {
    if (this.#additional === false) {
      this.#additional = this.#child(this.#raw.additionalProperties);
    }
    return this.#additional;
  }

  get items(): FieldSchema | undefined {
    if (this.#items === false) this.#items = this.#child(this.#raw.items);
    return this.#items;
  }

  #readProperties(properties: Fields): Readonly<Record<string, FieldSchema>> {
    const result: Record<string, FieldSchema> = {};
    for (const key of Object.keys(properties)) {
      const child = this.#child(own(properties, key));
      // Set so that `__proto__` is a key like any other.
      if (child !== undefined) {
        Object.defineProperty(result, key, { value: child, enumerable: true });
      }
    }
    return result;
  }

  #child(raw: unknown): FieldSchema | undefined {
    return readSchema(raw, this.#definitions, this.#isCustom);
  }
}

/** A schema, or the one that it refers to; `undefined` where there is none. */
export function readSchema(
  raw: unknown,
  definitions: SchemaDefinitions,
  isCustom: boolean,
): FieldSchema | undefined {
  if (!isFields(raw)) return undefined;
  const name = referenceOf(raw);
  if (name === undefined) return new JsonSchema(raw, definitions, isCustom);
  const target = definitions.definition(name);
  if (target === undefined) return undefined;
  const list = listOf(raw);
  const isAtomic = raw['x-kubernetes-map-type'];
  const filled = isCustom ? raw.default : builtInDefault(raw.default);
  if (list === undefined && isAtomic === undefined && filled === undefined) {
    return target;
  }
  return new ReferringSchema(target, {
    ...(list !== undefined && { list }),
    ...(isAtomic !== undefined && { atomicMap: isAtomic === 'atomic' }),
    ...(filled !== undefined && { default: filled }),
  });
}

/** OpenAPI v3 wraps a reference that says more in `allOf`. */
function referenceOf(raw: Fields): string | undefined {
  const { $ref, allOf } = raw;
  const only =
    Array.isArray(allOf) && allOf.length === 1 ? allOf[0] : undefined;
  const reference = $ref ?? (isFields(only) ? only.$ref : undefined);
  return typeof reference === 'string'
    ? reference.slice(reference.lastIndexOf('/') + 1)
    : undefined;
}

function listOf(raw: Fields): FieldSchema['list'] {
  const keys = raw['x-kubernetes-list-map-keys'];
  switch (raw['x-kubernetes-list-type']) {
    case 'map':
      return Array.isArray(keys) && keys.length > 0
        ? { kind: 'map', keys: keys.map(String) }
        : { kind: 'atomic' };
    case 'set':
      return { kind: 'set' };
    case 'atomic':
      return { kind: 'atomic' };
    default:
      return mergeListOf(raw);
  }
}

/** The way of client-side apply, where no list type is given. */
function mergeListOf(raw: Fields): FieldSchema['list'] {
  const strategy = raw['x-kubernetes-patch-strategy'];
  if (typeof strategy !== 'string') return undefined;
  if (!strategy.split(',').includes('merge')) return undefined;
  const key = raw['x-kubernetes-patch-merge-key'];
  return typeof key === 'string'
    ? { kind: 'map', keys: [key] }
    : { kind: 'set' };
}

function formatOf(raw: Fields): FieldSchema['format'] {
  if (raw.format === 'byte') return 'bytes';
  if (raw.format === 'date-time') return 'time';
  if (raw['x-kubernetes-int-or-string'] === true) {
    const { pattern } = raw;
    return typeof pattern === 'string' && pattern.startsWith(quantityPattern)
      ? 'quantity'
      : 'intOrString';
  }
  return undefined;
}

/** Of Kubernetes' own kinds most defaults are Go's zero values, not defaults. */
function builtInDefault(value: unknown): unknown {
  return (typeof value === 'string' && value !== '') || value === true
    ? value
    : undefined;
}
