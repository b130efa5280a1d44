import { z } from 'zod';
import { Resource, ResourceRef } from '../manifests/Resource';

const metadataSchema = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  resourceVersion: z.string().optional(),
  managedFields: z.unknown().optional(),
});

/**
 * What is kept whole, with its `managedFields`, is kept as JSON outside the
 * heap: parsed, it takes several times the memory, and it is read one at a time.
 * What was trimmed is small, and read together.
 */
type Kept =
  | { readonly form: 'text'; readonly text: Buffer }
  | { readonly form: 'parsed'; readonly object: Resource };

interface Entry {
  readonly kept: Kept;
  readonly resourceVersion: string | undefined;
  readonly namespace?: string;
  readonly name: string;
  readonly round: number;
}

type Named = Pick<ResourceRef, 'namespace' | 'name'>;
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
    const named = metadataSchema.parse(object.metadata);
    if (!this.#entries(kind).delete(keyOf(named))) return [];
    this.#size--;
    return [refOf(kind, named)];
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
    return entry && read(entry);
  }

  *list(kind: Kind): Generator<Resource> {
    for (const entry of this.#entries(kind).values()) yield read(entry);
  }

  #entries({ group, kind }: Kind): Map<string, Entry> {
    const key = `${group}/${kind}`;
    const entries = this.#kinds.get(key) ?? new Map<string, Entry>();
    this.#kinds.set(key, entries);
    return entries;
  }
}

function entryOf(object: Resource, round: number): Entry {
  const { name, namespace, resourceVersion, managedFields } =
    metadataSchema.parse(object.metadata);
  const kept: Kept =
    managedFields === undefined
      ? { form: 'parsed', object }
      : { form: 'text', text: Buffer.from(JSON.stringify(object)) };
  return { kept, name, namespace, resourceVersion, round };
}

function read({ kept }: Entry): Resource {
  return kept.form === 'parsed'
    ? kept.object
    : JSON.parse(kept.text.toString());
}

function keyOf({ namespace, name }: Named) {
  return `${namespace ?? ''}/${name}`;
}

function refOf({ group, kind }: Kind, { namespace, name }: Named): ResourceRef {
  return { group, kind, ...(namespace !== undefined && { namespace }), name };
}
