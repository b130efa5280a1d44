import { ApiError } from '../api/ApiError';
import { KubeObject } from '../KubeObject';
import { ServedKind } from '../ServedKind';

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  readonly kind: ServedKind;
  readonly object: KubeObject;
  /** As it was, so that a selector that it left can tell. */
  readonly before?: KubeObject;
}

export interface StoredAt {
  readonly kind: ServedKind;
  readonly namespace?: string;
  readonly name: string;
}

type Listener = (event: StoreEvent) => void;

/** Objects by kind, a revision for all of them, and what happened of late. */
export class ObjectStore {
  readonly #objects = new Map<ServedKind, Map<string, KubeObject>>();
  readonly #listeners = new Set<Listener>();
  readonly #keptEvents: number;
  #events: StoreEvent[] = [];
  #revision = 1;
  /** Of the newest event that isn't kept any more. */
  #forgotten = 0;

  constructor(options: { readonly keptEvents: number }) {
    this.#keptEvents = options.keptEvents;
  }

  get revision(): number {
    return this.#revision;
  }

  get({ kind, namespace, name }: StoredAt): KubeObject | undefined {
    return this.#of(kind).get(key(namespace, name));
  }

  /** In the order of namespace and name. */
  list(kind: ServedKind, namespace?: string): KubeObject[] {
    return [...this.#of(kind)]
      .filter(
        ([, { metadata }]) =>
          namespace === undefined || metadata.namespace === namespace,
      )
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, object]) => object);
  }

  /** Everything there is. */
  all(): (StoredAt & { readonly object: KubeObject })[] {
    return [...this.#objects].flatMap(([kind, objects]) =>
      [...objects.values()].map(object => ({
        kind,
        namespace: object.metadata.namespace,
        name: object.metadata.name,
        object,
      })),
    );
  }

  /** Keeps an object, with the next revision. */
  put(kind: ServedKind, object: KubeObject): KubeObject {
    const { namespace, name } = object.metadata;
    const before = this.#of(kind).get(key(namespace, name));
    this.#revision += 1;
    const stored: KubeObject = {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(this.#revision),
      },
    };
    this.#of(kind).set(key(namespace, name), stored);
    this.#tell({
      type: before ? 'MODIFIED' : 'ADDED',
      revision: this.#revision,
      kind,
      object: stored,
      before,
    });
    return stored;
  }

  remove({ kind, namespace, name }: StoredAt): void {
    const before = this.#of(kind).get(key(namespace, name));
    if (!before) return;
    this.#of(kind).delete(key(namespace, name));
    this.#revision += 1;
    const metadata = {
      ...before.metadata,
      resourceVersion: String(this.#revision),
    };
    this.#tell({
      type: 'DELETED',
      revision: this.#revision,
      kind,
      object: { ...before, metadata },
      before,
    });
  }

  /**
   * What happened after a revision, in order. Throws where that is no longer
   * known.
   */
  since(revision: number): readonly StoreEvent[] {
    if (revision < this.#forgotten) {
      throw new ApiError(
        'Expired',
        `too old resource version: ${revision} (${this.#forgotten + 1})`,
      );
    }
    return this.#events.filter(event => event.revision > revision);
  }

  /** Calls back at each event until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets what happened, as a server does after a while. */
  compact(): void {
    this.#forgotten = this.#revision;
    this.#events = [];
  }

  #tell(event: StoreEvent) {
    this.#events.push(event);
    const surplus = this.#events.length - this.#keptEvents;
    if (surplus > 0) {
      const [last] = this.#events.splice(0, surplus).slice(-1);
      this.#forgotten = last.revision;
    }
    for (const listener of [...this.#listeners]) listener(event);
  }

  #of(kind: ServedKind): Map<string, KubeObject> {
    const known = this.#objects.get(kind);
    if (known) return known;
    const fresh = new Map<string, KubeObject>();
    this.#objects.set(kind, fresh);
    return fresh;
  }
}

function key(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}
