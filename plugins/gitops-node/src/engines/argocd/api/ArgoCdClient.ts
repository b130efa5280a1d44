import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { z } from 'zod';
import { ClusterTime, systemTime } from '../../../clusters/ClusterTime';
import { Resource, ResourceRef } from '../../../manifests/Resource';
import { ArgoCdInstance } from '../ArgoCdInstance';
import { readableMessage } from '../read/readableMessage';
import {
  anythingSchema,
  ApplicationNote,
  applicationListSchema,
  applicationSetsSchema,
  eventsSchema,
  ManagedResource,
  managedResourcesSchema,
  manifestsSchema,
  ResourceTree,
  resourceTreeSchema,
  RevisionMetadata,
  revisionMetadataSchema,
  streamEventSchema,
  SyncWindows,
  syncWindowsSchema,
} from './answers';
import {
  applicationSetFields,
  listFields,
  streamFields,
} from './applicationFields';
import { ArgoCdLimits, defaultArgoCdLimits } from './ArgoCdLimits';
import { argoCdPath } from './argoCdPath';
import { ArgoCdRequest, ArgoCdTransport } from './ArgoCdTransport';
import { readEvents } from './readEvents';

/** Which Application; in Argo CD's own namespace where none is named. */
export interface ApplicationRef {
  readonly name: string;
  readonly namespace?: string;
  readonly project?: string;
}

export interface ArgoCdSyncRequest {
  readonly prune: boolean;
  readonly dryRun: boolean;
  /** The whole Application where absent. */
  readonly resources?: readonly ResourceRef[];
  /** What the Application tracks where absent. */
  readonly revision?: string;
}

/** Something happened to an Application; `application` is unread. */
export interface ApplicationEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly application: unknown;
}

export interface ApplicationList {
  readonly resourceVersion?: string;
  /** Unread. */
  readonly items: readonly unknown[];
}

interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * The API of one Argo CD, as far as it is asked. Throws errors of
 * `@backstage/errors` that name the instance and what was asked of it, and hold
 * no credential.
 */
export class ArgoCdClient {
  readonly instance: ArgoCdInstance;
  readonly #transport: ArgoCdTransport;
  readonly #limits: ArgoCdLimits;

  constructor(
    instance: ArgoCdInstance,
    limits: Partial<ArgoCdLimits> = {},
    time: Pick<ClusterTime, 'now'> = systemTime,
  ) {
    this.instance = instance;
    this.#limits = { ...defaultArgoCdLimits, ...limits };
    this.#transport = new ArgoCdTransport(instance, this.#limits, time);
  }

  /**
   * All that may be seen, each with what a list tells of it in short: then its
   * items have no version. `isWhole` asks for all there is, which may be a
   * hundred times as long.
   */
  async applications({
    isWhole,
    ...options
  }: RequestOptions & {
    readonly isWhole?: boolean;
  } = {}): Promise<ApplicationList> {
    const { listMs } = this.#limits;
    const { metadata, items } = await this.#transport.ask(
      {
        ...{ method: 'GET', path: argoCdPath('applications') },
        query: { fields: isWhole ? undefined : listFields },
        what: 'listing applications',
        ...{ timeoutMs: this.instance.timeoutMs ?? listMs, ...options },
      },
      applicationListSchema,
    );
    const { resourceVersion } = metadata;
    return { items, ...(resourceVersion !== undefined && { resourceVersion }) };
  }

  /**
   * Whether it is there: resolves with whatever it answers, a refusal too, and
   * rejects where nothing came in the time that a page may take.
   */
  async answers(options: RequestOptions = {}): Promise<void> {
    await this.#transport.reach({
      ...{ method: 'GET', path: argoCdPath('session', 'userinfo') },
      what: 'asking whether it answers',
      timeoutMs: this.instance.timeoutMs ?? this.#limits.lookMs,
      ...options,
    });
  }

  /** All that may be seen, unread; none in versions before they were served. */
  async applicationSets(
    options: RequestOptions = {},
  ): Promise<readonly unknown[]> {
    const { items } = await this.#transport.ask(
      {
        ...{ method: 'GET', path: argoCdPath('applicationsets') },
        query: { fields: applicationSetFields },
        ...{ what: 'listing application sets', ...options },
      },
      applicationSetsSchema,
    );
    return items;
  }

  /** With `refresh`, Argo CD first looks at Git, and at `hard` renders anew. */
  async application(
    ref: ApplicationRef,
    options: RequestOptions & { readonly refresh?: 'normal' | 'hard' } = {},
  ): Promise<unknown> {
    const { refresh, ...others } = options;
    return this.#about(
      ref,
      {
        what: refresh === undefined ? 'reading' : 'refreshing',
        query: { refresh },
        ...(refresh !== undefined && { timeoutMs: this.#limits.listMs }),
        ...others,
      },
      anythingSchema,
    );
  }

  async managedResources(
    ref: ApplicationRef,
    options: RequestOptions = {},
  ): Promise<readonly ManagedResource[]> {
    const { items } = await this.#about(
      ref,
      {
        what: 'reading the resources of',
        part: 'managed-resources',
        ...options,
      },
      managedResourcesSchema,
    );
    return items;
  }

  async resourceTree(
    ref: ApplicationRef,
    options: RequestOptions = {},
  ): Promise<ResourceTree> {
    return this.#about(
      ref,
      { what: 'reading what runs of', part: 'resource-tree', ...options },
      resourceTreeSchema,
    );
  }

  /** What the Application declares at a revision. */
  async manifests(
    ref: ApplicationRef,
    revision: string,
    options: RequestOptions = {},
  ): Promise<readonly Resource[]> {
    const { manifests } = await this.#about(
      ref,
      {
        ...{ what: 'rendering', part: 'manifests', query: { revision } },
        ...{ timeoutMs: this.#limits.listMs, ...options },
      },
      manifestsSchema,
    );
    return manifests;
  }

  async revisionMetadata(
    ref: ApplicationRef,
    revision: string,
    options: RequestOptions & { readonly sourceIndex?: number } = {},
  ): Promise<RevisionMetadata> {
    const { sourceIndex, signal } = options;
    return this.#transport.ask(
      {
        method: 'GET',
        path: argoCdPath(
          ...['applications', ref.name, 'revisions', revision, 'metadata'],
        ),
        query: { ...queryOf(ref), sourceIndex: sourceIndex?.toString() },
        ...{ what: `reading a revision of ${ref.name}`, signal },
      },
      revisionMetadataSchema,
    );
  }

  async syncWindows(
    ref: ApplicationRef,
    options: RequestOptions = {},
  ): Promise<SyncWindows> {
    return this.#about(
      ref,
      { what: 'reading the sync windows of', part: 'syncwindows', ...options },
      syncWindowsSchema,
    );
  }

  /** What the cluster noted about the Application. */
  async events(
    ref: ApplicationRef,
    options: RequestOptions = {},
  ): Promise<readonly ApplicationNote[]> {
    const { items } = await this.#about(
      ref,
      { what: 'reading the events of', part: 'events', ...options },
      eventsSchema,
    );
    return items;
  }

  /** Starts a sync; how it goes is told by the stream. Never repeated. */
  async sync(
    ref: ApplicationRef,
    { prune, dryRun, resources, revision }: ArgoCdSyncRequest,
    options: RequestOptions = {},
  ): Promise<void> {
    await this.#about(
      ref,
      {
        ...{ method: 'POST', what: 'syncing', part: 'sync', ...options },
        body: {
          ...{ name: ref.name, prune, dryRun },
          ...(ref.namespace !== undefined && { appNamespace: ref.namespace }),
          ...(ref.project !== undefined && { project: ref.project }),
          ...(revision !== undefined && { revision }),
          ...(resources !== undefined && { resources }),
        },
      },
      anythingSchema,
    );
  }

  /** Ends the operation that is under way. */
  async terminate(
    ref: ApplicationRef,
    options: RequestOptions = {},
  ): Promise<void> {
    await this.#about(
      ref,
      {
        ...{ method: 'DELETE', what: 'ending the operation of' },
        ...{ part: 'operation', ...options },
      },
      anythingSchema,
    );
  }

  /**
   * Every application as it is, then what happens to them, as it does. What
   * happens before the last of the first were told is told by nobody.
   * `onOpen` is told with the first. Ends when the server ends it or has been
   * silent for too long.
   */
  async *stream(options: {
    readonly onOpen: () => void;
    readonly signal: AbortSignal;
  }): AsyncGenerator<ApplicationEvent> {
    const { onOpen, signal } = options;
    const { eventBytes, streamIdleMs } = this.#limits;
    const request: ArgoCdRequest = {
      ...{ method: 'GET', path: argoCdPath('stream', 'applications') },
      query: { fields: streamFields },
      ...{ what: 'following applications', isStream: true },
      timeoutMs: streamIdleMs,
    };
    const body = await this.#transport.open(request, signal);
    onOpen();
    const read = { maxBytes: eventBytes, idleMs: streamIdleMs };
    const events = readEvents(body, read);
    try {
      for await (const data of events) yield this.#event(data);
    } catch (error) {
      throw this.#transport.failure(request, error, signal);
    }
  }

  close(): void {
    this.#transport.close();
  }

  #event(data: string): ApplicationEvent {
    const label = `Argo CD '${this.instance.name}': following applications`;
    let read;
    try {
      read = streamEventSchema.parse(JSON.parse(data));
    } catch {
      throw new ServiceUnavailableError(
        `${label} failed: what was told can't be read`,
      );
    }
    if ('result' in read) return read.result;
    const { message, grpc_code: code } = read.error;
    const text = `${label} failed: ${readableMessage(message)}`;
    throw code === 7
      ? new NotAllowedError(text)
      : new ServiceUnavailableError(text);
  }

  async #about<T extends z.ZodType>(
    ref: ApplicationRef,
    request: Omit<ArgoCdRequest, 'path' | 'method'> & {
      readonly method?: ArgoCdRequest['method'];
      readonly part?: string;
    },
    schema: T,
  ): Promise<z.output<T>> {
    const { part, what, query, method = 'GET', ...others } = request;
    const segments = part === undefined ? [] : [part];
    return this.#transport.ask(
      {
        ...others,
        method,
        path: argoCdPath('applications', ref.name, ...segments),
        // A body says it itself.
        query: { ...(method !== 'POST' && queryOf(ref)), ...query },
        what: `${what} the application ${ref.name}`,
      },
      schema,
    );
  }
}

function queryOf({ namespace, project }: ApplicationRef) {
  return { appNamespace: namespace, project };
}
