import {
  EngineObject,
  SyncResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { NotFoundError } from '@backstage/errors';
import { ClusterTime, systemTime } from '../../clusters/ClusterTime';
import { Resource, ResourceRef } from '../../manifests/Resource';
import { SyncOptions } from '../Engine';
import { ArgoCdActions } from './actions/ArgoCdActions';
import { ArgoCdClient } from './api/ArgoCdClient';
import { ArgoCdLimits, defaultArgoCdLimits } from './api/ArgoCdLimits';
import { ArgoCdInstance } from './ArgoCdInstance';
import { ApplicationLooks, ArgoCdLook } from './look/ApplicationLooks';
import { managedPair } from './look/managedPair';
import { ComparisonRules } from './observe/compareManaged';
import { ArgoCdWatch } from './watch/ArgoCdWatch';
import {
  ArgoCdFollowing,
  ArgoCdWatchOptions,
} from './watch/ArgoCdWatchOptions';

/** @public */
export interface ArgoCdEngineOptions extends ComparisonRules {
  readonly instances: readonly ArgoCdInstance[];
  readonly limits?: Partial<ArgoCdLimits>;
  readonly time?: ClusterTime;
}

/** An Application of one of the instances. @public */
export interface ArgoCdApplicationName {
  readonly instance: string;
  readonly object: Pick<EngineObject, 'namespace' | 'name'>;
}

/**
 * Every Argo CD that is configured: followed as a whole by one who writes down
 * what they say, asked about single Applications by those who look at them. One
 * that can't be read affects no other. Nothing is asked before something is.
 *
 * @public
 */
export class ArgoCdEngine {
  /** Names of the instances, and where people see each. */
  readonly instances: readonly {
    readonly name: string;
    readonly link: string;
  }[];
  readonly #options: ArgoCdEngineOptions;
  readonly #time: ClusterTime;
  readonly #clients: ReadonlyMap<string, ArgoCdClient>;
  readonly #looks = new Map<string, ApplicationLooks>();

  constructor(options: ArgoCdEngineOptions) {
    const { instances, limits, time = systemTime } = options;
    this.#options = options;
    this.#time = time;
    this.instances = instances.map(({ name, url, frontendUrl }) => ({
      name,
      link: frontendUrl ?? url,
    }));
    this.#clients = new Map(
      instances.map(each => [
        each.name,
        new ArgoCdClient(each, limits ?? {}, time),
      ]),
    );
    const { lookMs } = { ...defaultArgoCdLimits, ...limits };
    for (const [name, client] of this.#clients) {
      const wait = Math.min(lookMs, client.instance.timeoutMs ?? lookMs);
      this.#looks.set(
        name,
        new ApplicationLooks({ client, time, lookMs: wait }),
      );
    }
  }

  /** Follows all instances, once it is run. */
  watch(options: ArgoCdWatchOptions): ArgoCdFollowing {
    return new ArgoCdWatch({
      ...this.#options,
      ...options,
      ...{ time: this.#time, clients: [...this.#clients.values()] },
    });
  }

  /** Shared by all who look at the same Application for some seconds. */
  async look({ instance, object }: ArgoCdApplicationName): Promise<ArgoCdLook> {
    this.#client(instance);
    return this.#looks.get(instance)?.at(object) ?? { events: [], windows: [] };
  }

  /**
   * Starts a sync, or tells what one would do. Throws an InputError for a
   * Namespace or CRD that it would delete unconfirmed, and a ConflictError where
   * something is under way.
   */
  async sync(
    { instance, object }: ArgoCdApplicationName,
    options: SyncOptions,
  ): Promise<SyncResponse> {
    const answer = await this.#actions(instance).sync(object, options);
    this.#looks.get(instance)?.forget(object);
    return answer;
  }

  /** Has Argo CD look at Git and the cluster now; `hard` renders anew. */
  async refresh(
    { instance, object }: ArgoCdApplicationName,
    options: { readonly hard: boolean; readonly signal?: AbortSignal },
  ): Promise<void> {
    await this.#actions(instance).refresh(object, options);
    this.#looks.get(instance)?.forget(object);
  }

  /** Ends what is under way. */
  async terminate(
    { instance, object }: ArgoCdApplicationName,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#actions(instance).terminate(object, signal);
    this.#looks.get(instance)?.forget(object);
  }

  /**
   * One resource as it is declared and as it is live, Secrets masked. Shared as
   * looks are.
   */
  async resource(
    { instance, object }: ArgoCdApplicationName,
    resource: ResourceRef,
  ): Promise<{ readonly declared?: Resource; readonly live?: Resource }> {
    this.#client(instance);
    const managed = await this.#looks.get(instance)?.managed(object);
    return managedPair(managed ?? [], resource);
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  #actions(instance: string): ArgoCdActions {
    return new ArgoCdActions(this.#client(instance), this.#options);
  }

  #client(instance: string): ArgoCdClient {
    const client = this.#clients.get(instance);
    if (client !== undefined) return client;
    throw new NotFoundError(`No Argo CD '${instance}' is configured`);
  }
}
