import {
  AuthenticationError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Resource, ResourceRef } from '../manifests/Resource';
import { ClusterClient, ResourceType } from './ClusterClient';
import { ResourceCache } from './ResourceCache';

/**
 * Whether what is kept of a kind is all there is.
 *
 * `listing`: not known yet. `synced`: all of it, or all of `namespaces` where
 * only those may be read, with `reason` for the others. `unreadable`: nothing is
 * known, for `reason`. `gone`: no longer served, or no longer selected.
 *
 * @public
 */
export interface KindStatus {
  readonly type: ResourceType;
  readonly state: 'listing' | 'synced' | 'unreadable' | 'gone';
  readonly namespaces?: readonly string[];
  readonly reason?: string;
}

/**
 * Something in a {@link ResourceWatcher} is different now: an object, or
 * whether a kind can be read.
 *
 * @public
 */
export type ResourceChange =
  | { readonly type: 'upserted'; readonly ref: ResourceRef }
  | { readonly type: 'deleted'; readonly ref: ResourceRef }
  | { readonly type: 'kind'; readonly status: KindStatus };

interface KindWatchOptions {
  readonly client: ClusterClient;
  readonly type: ResourceType;
  readonly namespaces: readonly string[];
  readonly project?: (object: Resource) => Resource | undefined;
  readonly cache: ResourceCache;
  readonly maxObjects: number;
  readonly onChange: (change: ResourceChange) => void;
}

/** Follows one kind, in all namespaces or in those that may be read. */
export class KindWatch {
  readonly #options: KindWatchOptions;
  #status: KindStatus;
  #running: { readonly stop: AbortController; done: Promise<void> } | undefined;
  #round = 0;
  /** Ends what is followed so that it is listed anew. */
  #again = new AbortController();

  constructor(options: KindWatchOptions) {
    this.#options = options;
    this.#status = { type: options.type, state: 'listing' };
  }

  get type(): ResourceType {
    return this.#options.type;
  }

  get status(): KindStatus {
    return this.#status;
  }

  /** Whether it has ended by itself, unreadable or gone. */
  get isOver(): boolean {
    return this.#running === undefined;
  }

  /** `fail` is told where not this kind but the cluster can't be read. */
  start(signal: AbortSignal, fail: (error: unknown) => void): void {
    const stop = new AbortController();
    const end = () => stop.abort(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    const done = this.#run(stop.signal)
      .catch(error => {
        if (!stop.signal.aborted) fail(error);
      })
      .finally(() => {
        signal.removeEventListener('abort', end);
        this.#running = undefined;
      });
    this.#running = { stop, done };
  }

  async stop(): Promise<void> {
    const running = this.#running;
    running?.stop.abort();
    await running?.done;
  }

  /**
   * Lists anew, since `project` has come to keep more: what is kept is not all
   * there is until then. One that has ended is left to be started.
   */
  relist(): void {
    if (this.isOver) return;
    this.#become({ state: 'listing' });
    this.#again.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    do {
      this.#again = new AbortController();
      await this.#runOnce(AbortSignal.any([signal, this.#again.signal]));
    } while (this.#again.signal.aborted && !signal.aborted);
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    const { type, namespaces } = this.#options;
    if (!type.verbs.includes('list') || !type.verbs.includes('watch')) {
      this.#become({
        state: 'unreadable',
        reason: `${type.kind} can't be watched`,
      });
      return;
    }
    try {
      await this.#follow(undefined, signal, () =>
        this.#become({ state: 'synced' }),
      );
    } catch (error) {
      if (signal.aborted) return;
      const mayBeNarrowed = type.namespaced && namespaces.length > 0;
      if (error instanceof NotAllowedError && mayBeNarrowed) {
        await this.#followNamespaces(error, signal);
      } else {
        await this.#end(error, signal);
      }
    }
  }

  /** Ends when no namespace is left that may be read. */
  async #followNamespaces(denial: Error, signal: AbortSignal): Promise<void> {
    const open = new Set(this.#options.namespaces);
    const listed = new Set<string>();
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const tell = () => {
      if (open.size === 0 || [...open].some(each => !listed.has(each))) return;
      this.#become({
        ...{ state: 'synced', namespaces: [...open], reason: denial.message },
      });
    };
    this.#options.cache.drop(this.type);
    const ends = [...open].map(async namespace => {
      try {
        await this.#follow(namespace, either, () => {
          listed.add(namespace);
          tell();
        });
      } catch (error) {
        if (!(error instanceof NotAllowedError)) throw error;
        open.delete(namespace);
        this.#options.cache.drop(this.type, namespace);
        tell();
      }
    });
    try {
      await Promise.all(ends);
      if (!signal.aborted) await this.#end(denial, signal);
    } catch (error) {
      stop.abort();
      await Promise.allSettled(ends);
      if (!signal.aborted) await this.#end(error, signal);
    }
  }

  async #follow(
    namespace: string | undefined,
    signal: AbortSignal,
    onSynced: () => void,
  ): Promise<void> {
    const { client, type, cache, maxObjects } = this.#options;
    let round = 0;
    const scope = namespace === undefined ? {} : { namespace };
    for await (const event of client.watch(type, scope, { signal })) {
      switch (event.type) {
        case 'listing':
          round = ++this.#round;
          break;
        case 'upserted':
          this.#keep(event.object, round);
          if (cache.size > maxObjects) {
            throw new RangeError(
              `More than ${maxObjects} objects are too many to watch`,
            );
          }
          break;
        case 'deleted':
          this.#tellDeleted(cache.delete(type, event.object));
          break;
        default:
          this.#tellDeleted(cache.sweep(type, namespace, round));
          onSynced();
      }
    }
  }

  #keep(object: Resource, round: number): void {
    const { type, cache, project } = this.#options;
    const kept = project ? project(object) : object;
    if (kept === undefined) {
      this.#tellDeleted(cache.delete(type, object));
      return;
    }
    const { ref, isNews } = cache.upsert(type, kept, round);
    if (isNews) this.#options.onChange({ type: 'upserted', ref });
  }

  /** Tells the kind's end, or rejects where the whole cluster is away. */
  async #end(error: unknown, signal: AbortSignal): Promise<void> {
    if (error instanceof AuthenticationError) throw error;
    if (error instanceof ServiceUnavailableError) {
      await this.#options.client.version({ signal });
    }
    // Nothing is told of its objects: unknown is not deleted.
    this.#options.cache.drop(this.type);
    const reason = error instanceof Error ? error.message : String(error);
    this.#become({
      state: error instanceof NotFoundError ? 'gone' : 'unreadable',
      reason,
    });
  }

  #become(status: Omit<KindStatus, 'type'>): void {
    const { state, reason, namespaces = [] } = this.#status;
    const isNews =
      state !== status.state ||
      reason !== status.reason ||
      namespaces.join() !== (status.namespaces ?? []).join();
    this.#status = { type: this.type, ...status };
    if (isNews) this.#options.onChange({ type: 'kind', status: this.#status });
  }

  #tellDeleted(refs: readonly ResourceRef[]): void {
    for (const ref of refs) this.#options.onChange({ type: 'deleted', ref });
  }
}
