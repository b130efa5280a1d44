import { InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { Resource, ResourceRef } from '../manifests/Resource';
import { ApiDiscovery } from './ApiDiscovery';
import { ApiRequest, ApiTransport, RefusedRequest } from './ApiTransport';
import { ClusterAccess } from './ClusterAccess';
import {
  ApplyOptions,
  ClusterClient,
  DeleteOptions,
  ListScope,
  RequestOptions,
  ResourceType,
  WatchEvent,
} from './ClusterClient';
import { ClusterLimits } from './ClusterLimits';
import { ClusterTime } from './ClusterTime';
import { groupVersion } from './parseDiscovery';
import { parseObject } from './parseList';
import { ResourceReader } from './ResourceReader';
import { ResourceWatch } from './ResourceWatch';
import { groupVersionPath, resourcePath } from './requestPath';
import { ExpiredError } from './statusError';

/** Writes of these change which kinds are served. */
const definingGroups = new Set([
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
]);

const versionSchema = z.object({ gitVersion: z.string() });
const metadataSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().optional(),
  }),
});

/**
 * A cluster reached over HTTP. How requests get there and what lets them in is
 * the access's: an address with a token, a kubeconfig, or Backstage's
 * Kubernetes plugin.
 */
export class HttpClusterClient implements ClusterClient {
  readonly name: string;
  readonly #transport: ApiTransport;
  readonly #discovery: ApiDiscovery;
  readonly #reader: ResourceReader;
  readonly #watch: ResourceWatch;

  constructor(options: {
    readonly name: string;
    readonly access: ClusterAccess;
    readonly limits: ClusterLimits;
    readonly time: ClusterTime;
  }) {
    const { name: cluster, limits, time } = options;
    const transport = new ApiTransport({ ...options, cluster });
    const reader = new ResourceReader(transport, limits.pageSize);
    this.name = cluster;
    this.#transport = transport;
    this.#reader = reader;
    this.#discovery = new ApiDiscovery({ cluster, transport, limits, time });
    this.#watch = new ResourceWatch({
      ...{ cluster, transport, reader, limits, time },
    });
  }

  async version({ signal }: RequestOptions = {}): Promise<string> {
    const answer = await this.#transport.json({
      ...{ what: 'asking for the version', method: 'GET', path: '/version' },
      ...{ repeatable: true, signal },
    });
    const version = versionSchema.safeParse(answer);
    if (version.success) return version.data.gitVersion;
    throw new NotFoundError(
      `Cluster '${this.name}' tells no version: is it a Kubernetes API?`,
    );
  }

  async resourceTypes({
    signal,
    fresh,
  }: RequestOptions & { readonly fresh?: boolean } = {}): Promise<
    readonly ResourceType[]
  > {
    if (fresh) this.#discovery.forget();
    return (await abortable(this.#discovery.types(), signal)).preferred;
  }

  async openApi(
    where: string,
    { signal }: RequestOptions = {},
  ): Promise<unknown> {
    const [group, version] = splitGroupVersion(where);
    return this.#transport.json({
      what: `reading the schema of ${where}`,
      ...{ method: 'GET', repeatable: true, signal },
      path: `/openapi/v3${groupVersionPath(group, version)}`,
    });
  }

  async get(
    ref: ResourceRef,
    { signal }: RequestOptions = {},
  ): Promise<Resource | undefined> {
    const type = await this.#typeOf(ref, undefined, signal);
    const result = await this.#transport.ask({
      ...{ what: `reading ${describe(ref)}`, method: 'GET', signal },
      ...{ path: objectPath(type, ref), repeatable: true },
    });
    if (!(result instanceof RefusedRequest)) {
      return parseObject(result.json, type);
    }
    if (isAbsence(result, ref)) return undefined;
    throw this.#failure(result);
  }

  async *list(
    type: ResourceType,
    scope: ListScope = {},
    { signal }: RequestOptions = {},
  ): AsyncGenerator<Resource> {
    for (let tries = 1; ; tries++) {
      try {
        for await (const page of this.#reader.pages(type, scope, signal)) {
          yield* page.items;
        }
        return;
      } catch (error) {
        if (!(error instanceof ExpiredError) || tries === 3) throw error;
      }
    }
  }

  watch(
    type: ResourceType,
    scope: ListScope,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<WatchEvent> {
    return this.#watch.events(type, scope, signal);
  }

  async apply(object: Resource, options: ApplyOptions): Promise<Resource> {
    const ref = refOf(object);
    const [, version] = splitGroupVersion(object.apiVersion);
    const type = await this.#typeOf(ref, version, options.signal);
    const force = options.force ? 'true' : undefined;
    return this.#write(type, ref, {
      what: `applying ${describe(ref)}`,
      method: 'PATCH',
      query: { ...writeQuery(options), force },
      contentType: 'application/apply-patch+yaml',
      body: object,
      // The same application twice is one.
      repeatable: true,
      signal: options.signal,
    });
  }

  async patch(
    ref: ResourceRef,
    patch: Readonly<Record<string, unknown>>,
    options: ApplyOptions,
  ): Promise<Resource> {
    const type = await this.#typeOf(ref, undefined, options.signal);
    return this.#write(type, ref, {
      what: `patching ${describe(ref)}`,
      method: 'PATCH',
      query: writeQuery(options),
      contentType: 'application/merge-patch+json',
      body: patch,
      repeatable: false,
      signal: options.signal,
    });
  }

  async delete(ref: ResourceRef, options: DeleteOptions = {}): Promise<void> {
    const { uid, resourceVersion, propagation, dryRun, signal } = options;
    const type = await this.#typeOf(ref, undefined, signal);
    const result = await this.#transport.ask({
      what: `deleting ${describe(ref)}`,
      method: 'DELETE',
      path: objectPath(type, ref),
      contentType: 'application/json',
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: propagation,
        dryRun: dryRun ? ['All'] : undefined,
        preconditions:
          uid || resourceVersion ? { uid, resourceVersion } : undefined,
      },
      repeatable: false,
      signal,
    });
    this.#mayDefineKinds(ref);
    if (!(result instanceof RefusedRequest) || isAbsence(result, ref)) return;
    throw this.#failure(result);
  }

  clockSkew(): number | undefined {
    return this.#transport.clockSkew;
  }

  async close(): Promise<void> {
    this.#transport.close();
  }

  async #write(
    type: ResourceType,
    ref: ResourceRef,
    request: Omit<ApiRequest, 'path'>,
  ): Promise<Resource> {
    const path = objectPath(type, ref);
    const result = await this.#transport.ask({ ...request, path });
    this.#mayDefineKinds(ref);
    if (result instanceof RefusedRequest) throw this.#failure(result);
    return parseObject(result.json, type);
  }

  #typeOf(
    { group, kind }: ResourceRef,
    version: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ResourceType> {
    return abortable(this.#discovery.find(group, kind, version), signal);
  }

  #mayDefineKinds({ group }: ResourceRef): void {
    if (definingGroups.has(group)) this.#discovery.forget();
  }

  /** The path of a kind that is served can only be missing if it no longer is. */
  #failure({ code, error }: RefusedRequest): Error {
    if (code === 404) this.#discovery.forget();
    return error;
  }
}

/**
 * Whether the server itself says that this very object isn't there. Any other
 * 404 (a kind that vanished, a proxy that knows no such cluster, a web server)
 * says nothing about it.
 */
function isAbsence({ code, status }: RefusedRequest, ref: ResourceRef) {
  return (
    code === 404 &&
    status?.reason === 'NotFound' &&
    status.details?.name === ref.name
  );
}

function writeQuery({ fieldManager, dryRun }: ApplyOptions) {
  return { fieldManager, dryRun: dryRun ? 'All' : undefined };
}

function refOf(object: Resource): ResourceRef {
  const parsed = metadataSchema.safeParse(object);
  if (!parsed.success) {
    throw new InputError(`A ${object.kind} to apply has no metadata.name`);
  }
  const [group] = splitGroupVersion(object.apiVersion);
  return { group, kind: object.kind, ...parsed.data.metadata };
}

function objectPath(type: ResourceType, ref: ResourceRef): string {
  if (!type.namespaced) return resourcePath({ ...type, name: ref.name });
  if (ref.namespace) {
    return resourcePath({
      ...{ ...type, namespace: ref.namespace, name: ref.name },
    });
  }
  throw new InputError(`${describe(ref)} names no namespace`);
}

function splitGroupVersion(text: string): readonly [string, string] {
  const slash = text.indexOf('/');
  return slash < 0 ? ['', text] : [text.slice(0, slash), text.slice(slash + 1)];
}

/** `apps/Deployment shop/web`. */
function describe({ group, kind, namespace, name }: ResourceRef): string {
  const what = groupVersion(group, kind);
  return `${what} ${namespace ? `${namespace}/` : ''}${name.slice(0, 253)}`;
}

/** Leaves shared work to those who still wait for it. */
async function abortable<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return work;
  // Where nobody is left to wait for it, its failure is nobody's.
  work.catch(() => {});
  signal.throwIfAborted();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
