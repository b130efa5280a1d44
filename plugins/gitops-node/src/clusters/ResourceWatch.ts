import { ServiceUnavailableError } from '@backstage/errors';
import { z } from 'zod';
import { Resource } from '../manifests/Resource';
import { ApiTransport } from './ApiTransport';
import { backoff } from './backoff';
import { ListScope, ResourceType, WatchEvent } from './ClusterClient';
import { ClusterLimits } from './ClusterLimits';
import { ClusterTime } from './ClusterTime';
import { parseObject } from './parseList';
import { ResourceReader } from './ResourceReader';
import { resourcePath } from './requestPath';
import { describeScope, scopeQuery } from './scopeQuery';
import {
  BusyError,
  ExpiredError,
  statusError,
  statusSchema,
} from './statusError';

/**
 * The server is asked to end a watch after five to ten minutes, so that its
 * load spreads anew and credentials are looked at again.
 */
const shortestWatchSeconds = 300;

/** A watch that was open for this long was no failure, even without news. */
const steadyMs = 30_000;

/** Whatever a server asks for. */
const longestPauseMs = 120_000;

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ADDED'), object: z.unknown() }),
  z.object({ type: z.literal('MODIFIED'), object: z.unknown() }),
  z.object({ type: z.literal('DELETED'), object: z.unknown() }),
  z.object({ type: z.literal('ERROR'), object: statusSchema }),
  z.object({
    type: z.literal('BOOKMARK'),
    object: z.object({ metadata: z.object({ resourceVersion: z.string() }) }),
  }),
]);

const versionSchema = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
});

interface ServerEvent {
  readonly resourceVersion: string;
  /** Absent for a bookmark. */
  readonly event?: WatchEvent;
}

/** Lists a collection, then follows its changes. */
export class ResourceWatch {
  readonly #cluster: string;
  readonly #transport: ApiTransport;
  readonly #reader: ResourceReader;
  readonly #limits: Pick<ClusterLimits, 'watchFailures'>;
  readonly #time: ClusterTime;

  constructor(options: {
    readonly cluster: string;
    readonly transport: ApiTransport;
    readonly reader: ResourceReader;
    readonly limits: Pick<ClusterLimits, 'watchFailures'>;
    readonly time: ClusterTime;
  }) {
    this.#cluster = options.cluster;
    this.#transport = options.transport;
    this.#reader = options.reader;
    this.#limits = options.limits;
    this.#time = options.time;
  }

  /**
   * Ends when `signal` aborts. Rejects where going on makes no sense: not
   * permitted, not authenticated, no such kind; and where the server was away
   * for as many tries as `limits.watchFailures`.
   */
  async *events(
    type: ResourceType,
    scope: ListScope,
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent> {
    let resourceVersion: string | undefined;
    let failures = 0;
    let atLeast = 0;
    while (!signal.aborted) {
      let openedAt = Infinity;
      try {
        if (resourceVersion === undefined) {
          resourceVersion = yield* this.#list(type, scope, signal);
        }
        // An end without news is nothing bad, but no reason to hurry either.
        let quiet = failures + 1;
        const from = resourceVersion;
        const onOpen = () => {
          openedAt = this.#time.now();
        };
        const following = this.#follow(type, scope, from, { signal, onOpen });
        for await (const news of following) {
          failures = 0;
          quiet = 0;
          resourceVersion = news.resourceVersion;
          if (news.event) yield news.event;
        }
        if (this.#isSteady(openedAt)) quiet = 0;
        failures = Math.min(quiet, this.#limits.watchFailures - 1);
        atLeast = 0;
      } catch (error) {
        if (signal.aborted) return;
        // Proxies cut what is silent for a minute, and bookmarks come later.
        failures = this.#isSteady(openedAt) ? 1 : failures + 1;
        atLeast = error instanceof BusyError ? error.retryAfterMs : 0;
        if (error instanceof ExpiredError) {
          resourceVersion = undefined;
        } else if (
          !(error instanceof ServiceUnavailableError) ||
          failures >= this.#limits.watchFailures
        ) {
          throw error;
        }
      }
      if (failures > 0) await this.#pause(failures, atLeast, signal);
    }
  }

  #isSteady(openedAt: number): boolean {
    return this.#time.now() - openedAt >= steadyMs;
  }

  async *#list(
    type: ResourceType,
    scope: ListScope,
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent, string> {
    yield { type: 'listing' };
    let resourceVersion = '';
    for await (const page of this.#reader.pages(type, scope, signal)) {
      resourceVersion = page.resourceVersion;
      for (const object of page.items) yield { type: 'upserted', object };
    }
    yield { type: 'synced' };
    return resourceVersion;
  }

  async *#follow(
    type: ResourceType,
    scope: ListScope,
    resourceVersion: string,
    { signal, onOpen }: { signal: AbortSignal; onOpen: () => void },
  ): AsyncGenerator<ServerEvent> {
    const seconds = shortestWatchSeconds * (1 + this.#time.random());
    const lines = this.#transport.stream({
      what: `watching ${describeScope(type, scope)}`,
      method: 'GET',
      path: resourcePath({ ...type, namespace: scope.namespace }),
      query: {
        ...scopeQuery(scope),
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion,
        timeoutSeconds: String(Math.round(seconds)),
      },
      // Failures are counted here, over lists and watches together.
      repeatable: false,
      ...{ signal, onOpen },
    });
    for await (const line of lines) yield this.#read(line, type, scope);
  }

  #read(line: unknown, type: ResourceType, scope: ListScope): ServerEvent {
    const what = `Cluster '${this.#cluster}': watching ${describeScope(
      type,
      scope,
    )}`;
    const parsed = eventSchema.safeParse(line);
    if (!parsed.success) {
      throw new ServiceUnavailableError(`${what} brought something unknown`);
    }
    const event = parsed.data;
    if (event.type === 'ERROR') {
      throw statusError(what, event.object.code ?? 500, event.object);
    }
    if (event.type === 'BOOKMARK') {
      return { resourceVersion: event.object.metadata.resourceVersion };
    }
    const object = parseObject(event.object, type);
    return {
      resourceVersion: versionOf(object, what),
      event: {
        type: event.type === 'DELETED' ? 'deleted' : 'upserted',
        object,
      },
    };
  }

  async #pause(
    failures: number,
    atLeast: number,
    signal: AbortSignal,
  ): Promise<void> {
    const asked = Math.min(atLeast, longestPauseMs);
    const random = () => this.#time.random();
    try {
      await this.#time.wait(Math.max(asked, backoff(failures, random)), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

function versionOf(object: Resource, what: string): string {
  const parsed = versionSchema.safeParse(object);
  if (parsed.success) return parsed.data.metadata.resourceVersion;
  throw new ServiceUnavailableError(`${what} brought an object of no version`);
}
