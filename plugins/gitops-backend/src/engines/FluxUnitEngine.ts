import {
  EngineAction,
  EngineEvent,
  EngineObject,
  SyncResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit, SyncOptions } from '@backstage-gitops/plugin-gitops-node';
import { ConflictError } from '@backstage/errors';
import { publicReason } from '../indexing/publicReason';
import { ObservedCluster } from '../live/ObservedCluster';
import {
  EngineDetails,
  EngineRequest,
  EngineUnit,
  UnitEngine,
} from './UnitEngine';

/** However many people look, a cluster is asked once in this time. */
const keptMilliseconds = 10_000;

/** A page waits no longer for events. */
const patienceMilliseconds = 5_000;

/** Objects whose events are kept at once. */
const keptObjects = 500;

interface KeptEvents {
  readonly until: number;
  readonly events: Promise<readonly EngineEvent[]>;
}

/** Flux on the configured clusters. */
export class FluxUnitEngine implements UnitEngine {
  readonly kind = 'flux';
  /** It applies a unit as a whole. */
  readonly syncsParts = false;
  readonly tellsOrigins = true;
  readonly #clusters: readonly ObservedCluster[];
  readonly #now: () => number;
  readonly #kept = new Map<string, KeptEvents>();

  constructor(options: {
    clusters: readonly ObservedCluster[];
    now?: () => number;
  }) {
    this.#clusters = options.clusters;
    this.#now = options.now ?? (() => Date.now());
  }

  async details({ cluster, delivery }: EngineUnit): Promise<EngineDetails> {
    const object = delivery?.object;
    if (!object) {
      return { events: [], windows: [], canSync: false, actions: [] };
    }
    const isSuspended = delivery.suspended !== undefined;
    const actions: readonly EngineAction[] = isSuspended
      ? ['resume']
      : ['refresh', 'suspend'];
    const told = { windows: [], canSync: !isSuspended, actions };
    try {
      return { ...told, events: await this.#events(cluster, object) };
    } catch (error) {
      const unanswered = publicReason(error, '');
      return { ...told, events: [], unanswered };
    }
  }

  async act(
    unit: EngineUnit,
    request: EngineRequest,
    by: string,
    signal: AbortSignal,
  ): Promise<EngineObject> {
    const flux = this.#require(unit.cluster);
    switch (request.action) {
      case 'refresh':
        return flux.reconcile(unit, signal);
      case 'suspend':
        return flux.suspend(unit, { by, reason: request.reason }, signal);
      case 'resume':
        return flux.resume(unit, signal);
      default:
        throw new ConflictError(
          'Flux can not be made to end what it is doing; suspend it to keep it from the unit',
        );
    }
  }

  /** By the cluster's engine: it knows who has the unit at this moment. */
  async sync(
    { cluster }: EngineUnit,
    desired: () => Promise<DesiredUnit>,
    options: SyncOptions,
  ): Promise<SyncResponse> {
    this.#require(cluster);
    return this.#find(cluster).engine.sync(await desired(), options);
  }

  #events(
    cluster: string,
    object: EngineObject,
  ): Promise<readonly EngineEvent[]> {
    const key = JSON.stringify([cluster, object]);
    const kept = this.#kept.get(key);
    if (kept && kept.until > this.#now()) return kept.events;
    const flux = this.#require(cluster);
    const limit = AbortSignal.timeout(patienceMilliseconds);
    const events = flux.events(object, limit);
    // Whoever asked hears of a failure; the next one asks anew.
    events.catch(() => this.#kept.delete(key));
    this.#kept.delete(key);
    this.#kept.set(key, { until: this.#now() + keptMilliseconds, events });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptObjects) break;
      this.#kept.delete(oldest);
    }
    return events;
  }

  #require(cluster: string) {
    const { flux } = this.#find(cluster);
    if (flux) return flux;
    throw new ConflictError(`Flux is not read on the cluster '${cluster}'`);
  }

  #find(name: string): ObservedCluster {
    const found = this.#clusters.find(cluster => cluster.name === name);
    if (found) return found;
    throw new ConflictError(`The cluster '${name}' is not configured any more`);
  }
}
