import { z } from 'zod';
import { Resource, ResourceRef } from '../manifests/Resource';

const metadataSchema = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  resourceVersion: z.string().optional(),
  managedFields: z.array(z.unknown()).optional(),
});

interface Entry {
  readonly object: Resource;
  /**
   * As JSON: parsed, the many small objects of `managedFields` would take more
   * memory than the rest of the object.
   */
  readonly managedFields: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string;
  round: number;
}

type Kind = Pick<ResourceRef, 'group' | 'kind'>;

/** Objects by kind and name, kept small. */
export class ResourceCache {
  readonly #kinds = new Map<string, Map<string, Entry>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * Keeps an object as told in the given round of listing. Returns what it is,
   * and whether that is news.
   */
  upsert(kind: Kind, object: Resource, round: number) {
    const entry = entryOf(object, round);
    const entries = this.#entries(kind);
    const key = keyOf(entry);
    const before = entries.get(key);
    if (before === undefined) this.#size++;
    entries.set(key, entry);
    const isNews =
      before === undefined ||
      entry.resourceVersion === undefined ||
      before.resourceVersion !== entry.resourceVersion;
    return { ref: refOf(kind, entry), isNews };
  }

  /** What it was, if it was kept. */
  delete(kind: Kind, object: Resource): readonly ResourceRef[] {
    const entry = entryOf(object, 0);
    if (!this.#entries(kind).delete(keyOf(entry))) return [];
    this.#size--;
    return [refOf(kind, entry)];
  }

  /** Removes what a finished list, which began as `round`, didn't tell. */
  sweep(
    kind: Kind,
    namespace: string | undefined,
    round: number,
  ): readonly ResourceRef[] {
    const entries = this.#entries(kind);
    const gone = [...entries].filter(
      ([, entry]) =>
        entry.round < round &&
        (namespace === undefined || entry.namespace === namespace),
    );
    for (const [key] of gone) entries.delete(key);
    this.#size -= gone.length;
    return gone.map(([, entry]) => refOf(kind, entry));
  }

  /** Removes all of a kind, or all that is in one namespace. */
  drop(kind: Kind, namespace?: string): readonly ResourceRef[] {
    return this.sweep(kind, namespace, Infinity);
  }

  get(ref: ResourceRef): Resource | undefined {
    const entry = this.#entries(ref).get(keyOf(ref));
    return entry && whole(entry);
  }

  *list(kind: Kind): Generator<Resource> {
    for (const entry of this.#entries(kind).values()) yield whole(entry);
  }

  #entries({ group, kind }: Kind): Map<string, Entry> {
    const key = `${group}/${kind}`;
    const entries = this.#kinds.get(key) ?? new Map<string, Entry>();
    this.#kinds.set(key, entries);
    return entries;
  }
}

function entryOf(object: Resource, round: number): Entry {
  const { managedFields, ...metadata } = metadataSchema
    .loose()
    .parse(object.metadata);
  const { name, namespace, resourceVersion } = metadata;
  return {
    ...{ name, namespace, resourceVersion, round },
    object: { ...object, metadata },
    managedFields: managedFields && JSON.stringify(managedFields),
  };
}

function whole({ object, managedFields }: Entry): Resource {
  if (managedFields === undefined) return object;
  return {
    ...object,
    metadata: {
      ...metadataSchema.loose().parse(object.metadata),
      managedFields: JSON.parse(managedFields),
    },
  };
}

function keyOf({ namespace, name }: { namespace?: string; name: string }) {
  return `${namespace ?? ''}/${name}`;
}

function refOf({ group, kind }: Kind, { namespace, name }: Entry): ResourceRef {
  return { group, kind, ...(namespace !== undefined && { namespace }), name };
}
