import { Resource, ResourceRef } from '../manifests/Resource';

/** A kind that an API server serves, in the version it prefers. @public */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The name in paths, such as `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** @public */
export interface ListScope {
  /** All namespaces where absent. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** @public */
export interface RequestOptions {
  readonly signal?: AbortSignal;
}

/**
 * What a watch tells. `synced` comes once the first list is complete, and
 * again after each list that had to be read anew: whatever was not told since
 * the list began is gone. `deleted` carries the last state.
 *
 * @public
 */
export type WatchEvent =
  | { readonly type: 'listing' }
  | { readonly type: 'upserted'; readonly object: Resource }
  | { readonly type: 'deleted'; readonly object: Resource }
  | { readonly type: 'synced' };

/** @public */
export interface ApplyOptions extends RequestOptions {
  readonly fieldManager: string;
  /** Takes over fields that other managers own. */
  readonly force?: boolean;
  /** Asks what would result and stores nothing. */
  readonly dryRun?: boolean;
}

/** @public */
export interface DeleteOptions extends RequestOptions {
  /** Refused with a ConflictError where the object is another by now. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
  readonly dryRun?: boolean;
}

/**
 * Transport to one Kubernetes API server.
 *
 * Every call ends within a time limit of its own or when `signal` aborts, and
 * rejects with an `@backstage/errors` error that names the cluster and what was
 * asked, never a token: NotAllowedError (403), AuthenticationError (401),
 * ConflictError (409), InputError (422 and 400), ServiceUnavailableError (away,
 * 429 and 5xx after the retries, time limit), NotFoundError for a kind that
 * isn't served. Objects are data of a stranger: they are checked to be
 * resources with a name, and no more.
 *
 * @public
 */
export interface ClusterClient {
  /** The configured name. */
  readonly name: string;
  /** The server's version, such as `v1.34.1`. */
  version(options?: RequestOptions): Promise<string>;
  /**
   * Every kind served; kept for a while, read anew after an unknown kind and
   * where `fresh` asks for it.
   */
  resourceTypes(
    options?: RequestOptions & { readonly fresh?: boolean },
  ): Promise<readonly ResourceType[]>;
  /** The OpenAPI v3 document of `apps/v1` or `v1`, as parsed JSON. */
  openApi(groupVersion: string, options?: RequestOptions): Promise<unknown>;
  /** `undefined` where there is none. */
  get(
    ref: ResourceRef,
    options?: RequestOptions,
  ): Promise<Resource | undefined>;
  /**
   * Page by page, so that memory stays bounded. Where the server lets go of
   * the state that the pages are of, the list begins anew, and an object may
   * come twice.
   */
  list(
    type: ResourceType,
    scope?: ListScope,
    options?: RequestOptions,
  ): AsyncIterable<Resource>;
  /**
   * Lists and then watches until `signal` aborts; resumes, backs off, lists
   * again on 410. Rejects at once where that can't help (401, 403, a kind that
   * isn't served), else after some failures in a row.
   */
  watch(
    type: ResourceType,
    scope: ListScope,
    options: { readonly signal: AbortSignal },
  ): AsyncIterable<WatchEvent>;
  /** Server-side apply. */
  apply(object: Resource, options: ApplyOptions): Promise<Resource>;
  /** JSON merge patch. */
  patch(
    ref: ResourceRef,
    patch: Readonly<Record<string, unknown>>,
    options: ApplyOptions,
  ): Promise<Resource>;
  delete(ref: ResourceRef, options?: DeleteOptions): Promise<void>;
  /**
   * How far the server's clock is ahead of ours, in milliseconds, by the Date
   * of its last answer; `undefined` before the first.
   */
  clockSkew(): number | undefined;
  close(): Promise<void>;
}
