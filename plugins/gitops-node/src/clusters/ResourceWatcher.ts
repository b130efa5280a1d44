import { setMaxListeners } from 'node:events';
import { Resource, ResourceRef } from '../manifests/Resource';
import { ClusterClient, ResourceType } from './ClusterClient';
import { ClusterTime, systemTime } from './ClusterTime';
import { KindStatus, KindWatch, ResourceChange } from './KindWatch';
import { ResourceCache } from './ResourceCache';

/** How often it is asked which kinds are served, besides when one is defined. */
const discoverMs = 60_000;

/**
 * Definitions come in bursts, and a server goes on telling of a kind for a
 * moment after it is gone.
 */
const settleMs = 500;

const defaultMaxObjects = 100_000;

/** @public */
export interface ResourceWatcherOptions {
  readonly client: ClusterClient;
  /**
   * Whether to watch a kind, and in which version: the type itself, or the
   * same with another version. Asked again after `reconsider`.
   */
  readonly select: (type: ResourceType) => ResourceType | undefined;
  /** Where to look for a kind that can't be listed in all namespaces. */
  readonly namespaces?: readonly string[];
  /** What to keep of an object; `undefined` leaves it out. */
  readonly project?: (object: Resource) => Resource | undefined;
  /** Called after what is kept has changed. Must not throw. */
  readonly onChange?: (change: ResourceChange) => void;
  /** Over all kinds; a kind that would go beyond it is unreadable. */
  readonly maxObjects?: number;
  readonly time?: ClusterTime;
}

/**
 * Keeps the objects of many kinds as they are live. One kind that can't be read
 * (not permitted, not served, not answering) is reported as such and leaves the
 * others be; kinds come and go with their definitions.
 *
 * @public
 */
export class ResourceWatcher {
  readonly #options: ResourceWatcherOptions;
  readonly #time: ClusterTime;
  readonly #cache = new ResourceCache();
  readonly #kinds = new Map<string, KindWatch>();
  readonly #waiting = new Set<() => void>();
  #discovered = false;
  #ended: { readonly reason: unknown } | undefined;
  #wake: (() => void) | undefined;
  #mustDiscover = true;

  constructor(options: ResourceWatcherOptions) {
    this.#options = options;
    this.#time = options.time ?? systemTime;
  }

  /**
   * Watches until `signal` aborts. Rejects where the cluster can't be read; what
   * was kept is then no longer true.
   */
  async run(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    // One listener for each kind and request under way.
    setMaxListeners(0, stop.signal);
    const end = () => stop.abort(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    const fail = (error: unknown) => stop.abort(error);
    try {
      while (!stop.signal.aborted) {
        await this.#reconcile(stop.signal, fail);
        await this.#pause(stop.signal);
      }
    } catch (error) {
      if (!stop.signal.aborted) fail(error);
    } finally {
      signal.removeEventListener('abort', end);
      await Promise.all([...this.#kinds.values()].map(kind => kind.stop()));
      this.#ended = { reason: stop.signal.reason };
      this.#tellWaiting();
    }
    if (!signal.aborted) throw stop.signal.reason;
  }

  /**
   * Resolves once each selected kind was listed or found unreadable; rejects as
   * `run` does.
   */
  async synced(signal: AbortSignal): Promise<void> {
    while (!this.#isSynced()) {
      signal.throwIfAborted();
      if (this.#ended) throw this.#ended.reason;
      await new Promise<void>(resolve => {
        const done = () => {
          this.#waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        this.#waiting.add(done);
        signal.addEventListener('abort', done, { once: true });
      });
    }
  }

  /** Asks `select` again for every kind, and which kinds are served. */
  reconsider(): void {
    this.#mustDiscover = true;
    this.#wake?.();
  }

  /**
   * Lists a kind anew, since `project` has come to keep more of it; it is
   * `listing` until that is done. Nothing for a kind that isn't watched.
   */
  relist({ group, kind }: Pick<ResourceRef, 'group' | 'kind'>): void {
    this.#kinds.get(`${group}/${kind}`)?.relist();
  }

  /** The object as it is now, with its `managedFields`. */
  get(ref: ResourceRef): Resource | undefined {
    return this.#cache.get(ref);
  }

  list(kind: Pick<ResourceRef, 'group' | 'kind'>): Iterable<Resource> {
    return this.#cache.list(kind);
  }

  /** How many objects are kept. */
  get size(): number {
    return this.#cache.size;
  }

  /** Each selected kind, and whether what is kept of it is all there is. */
  kinds(): readonly KindStatus[] {
    return [...this.#kinds.values()].map(kind => kind.status);
  }

  /** `undefined` for a kind that is not served or not selected. */
  kind({
    group,
    kind,
  }: Pick<ResourceRef, 'group' | 'kind'>): KindStatus | undefined {
    return this.#kinds.get(`${group}/${kind}`)?.status;
  }

  async #reconcile(
    signal: AbortSignal,
    fail: (error: unknown) => void,
  ): Promise<void> {
    const fresh = this.#discovered;
    this.#mustDiscover = false;
    const types = await this.#options.client.resourceTypes({ signal, fresh });
    const selected = new Map<string, ResourceType>();
    for (const type of types) {
      const chosen = this.#options.select(type);
      if (chosen) selected.set(`${type.group}/${type.kind}`, chosen);
    }
    for (const [key, kind] of this.#kinds) {
      const type = selected.get(key);
      if (type && isSame(type, kind.type) && !kind.isOver) continue;
      await kind.stop();
      // A kind that is tried anew keeps its word until it is known better.
      if (!type || !isSame(type, kind.type)) this.#remove(key, kind);
    }
    for (const [key, type] of selected) {
      const known = this.#kinds.get(key);
      if (!known) this.#kinds.set(key, this.#watch(type, signal, fail));
      else if (known.isOver) known.start(signal, fail);
    }
    this.#discovered = true;
    this.#tellWaiting();
  }

  #watch(
    type: ResourceType,
    signal: AbortSignal,
    fail: (error: unknown) => void,
  ): KindWatch {
    const { client, namespaces = [], project } = this.#options;
    const kind = new KindWatch({
      ...{ client, type, namespaces, project },
      cache: this.#cache,
      maxObjects: this.#options.maxObjects ?? defaultMaxObjects,
      onChange: change => this.#onChange(change),
    });
    kind.start(signal, fail);
    return kind;
  }

  #remove(key: string, { type, status }: KindWatch): void {
    this.#kinds.delete(key);
    for (const ref of this.#cache.drop(type)) {
      this.#onChange({ type: 'deleted', ref });
    }
    if (status.state === 'gone') return;
    this.#options.onChange?.({ type: 'kind', status: { type, state: 'gone' } });
  }

  #onChange(change: ResourceChange): void {
    this.#options.onChange?.(change);
    if (change.type === 'kind') {
      this.#tellWaiting();
      if (change.status.state === 'gone') this.reconsider();
    } else if (
      change.ref.group === 'apiextensions.k8s.io' &&
      this.#isSynced()
    ) {
      this.reconsider();
    }
  }

  #isSynced(): boolean {
    return (
      this.#discovered && this.kinds().every(({ state }) => state !== 'listing')
    );
  }

  #tellWaiting(): void {
    for (const resolve of [...this.#waiting]) resolve();
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const either = AbortSignal.any([signal, woken.signal]);
    try {
      if (!this.#mustDiscover) await this.#time.wait(discoverMs, either);
    } catch (error) {
      if (!either.aborted) throw error;
    } finally {
      this.#wake = undefined;
    }
    if (this.#mustDiscover) await this.#time.wait(settleMs, signal);
  }
}

function isSame(a: ResourceType, b: ResourceType): boolean {
  return (
    a.version === b.version &&
    a.plural === b.plural &&
    a.namespaced === b.namespaced
  );
}
