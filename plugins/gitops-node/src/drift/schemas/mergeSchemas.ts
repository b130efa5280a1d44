import { FieldSchema, ResourceSchema } from '../model';

class MergedSchema implements FieldSchema {
  readonly #served: FieldSchema;
  readonly #builtIn: FieldSchema;
  #properties: FieldSchema['properties'] | false = false;
  #additional: FieldSchema | undefined | false = false;
  #items: FieldSchema | undefined | false = false;
  readonly format: FieldSchema['format'];
  readonly list: FieldSchema['list'];
  readonly atomicMap: boolean;
  readonly preserveUnknown: boolean | undefined;
  readonly default: unknown;
  readonly defaults: FieldSchema['defaults'];
  readonly distinctEmpty: boolean | undefined;
  readonly serverOnly: boolean | undefined;

  constructor(served: FieldSchema, builtIn: FieldSchema) {
    this.#served = served;
    this.#builtIn = builtIn;
    this.format = builtIn.format ?? served.format;
    this.list = isReordered(builtIn)
      ? builtIn.list
      : served.list ?? builtIn.list;
    // Small references such as `fieldRef` are one value too, but filled in.
    this.atomicMap = builtIn.atomicMap ?? false;
    this.preserveUnknown = served.preserveUnknown;
    this.default = builtIn.default ?? served.default;
    this.defaults = builtIn.defaults;
    this.distinctEmpty = builtIn.distinctEmpty;
    this.serverOnly = builtIn.serverOnly;
  }

  get properties(): FieldSchema['properties'] {
    if (this.#properties === false) {
      this.#properties = mergeProperties(
        this.#served.properties,
        this.#builtIn.properties,
      );
    }
    return this.#properties;
  }

  get additional(): FieldSchema | undefined {
    if (this.#additional === false) {
      this.#additional = merge(
        this.#served.additional,
        this.#builtIn.additional,
      );
    }
    return this.#additional;
  }

  get items(): FieldSchema | undefined {
    if (this.#items === false) {
      this.#items = merge(this.#served.items, this.#builtIn.items);
    }
    return this.#items;
  }
}

function isReordered({ list }: FieldSchema): boolean {
  return list?.kind === 'unordered' || list?.kind === 'set';
}

/** What the table doesn't tell of is merged too: see `atomicMap`. */
const unlisted: FieldSchema = {};

function mergeProperties(
  served: FieldSchema['properties'],
  builtIn: FieldSchema['properties'],
): FieldSchema['properties'] {
  if (served === undefined) return builtIn;
  const merged: Record<string, FieldSchema> = { ...builtIn };
  for (const [key, schema] of Object.entries(served)) {
    const listed =
      builtIn !== undefined && Object.hasOwn(builtIn, key)
        ? builtIn[key]
        : unlisted;
    merged[key] = new MergedSchema(schema, listed);
  }
  return merged;
}

function merge(
  served: FieldSchema | undefined,
  builtIn: FieldSchema | undefined,
): FieldSchema | undefined {
  if (served === undefined) return builtIn;
  return new MergedSchema(served, builtIn ?? unlisted);
}

/**
 * A server's schema with what the built-in table knows and OpenAPI doesn't
 * tell: what the server fills in, where empty isn't absent, what it reorders.
 */
export function mergeSchemas(
  served: ResourceSchema,
  builtIn: ResourceSchema,
): ResourceSchema {
  return {
    namespaced: served.namespaced ?? builtIn.namespaced,
    omitsZero: builtIn.omitsZero,
    root: new MergedSchema(served.root, builtIn.root),
  };
}
