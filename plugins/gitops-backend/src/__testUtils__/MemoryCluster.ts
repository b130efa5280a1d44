import {
  EngineMode,
  ResourceObservation,
  SyncResponse,
  TargetObservation,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import {
  DesiredUnit,
  Engine,
  Resource,
  ResourceRef,
  SyncOptions,
} from '@backstage-gitops/plugin-gitops-node';
import { ServiceUnavailableError } from '@backstage/errors';
import { ObservedCluster } from '../live/ObservedCluster';

/** What an engine says of a unit that is as declared. */
export function observed(
  unit: string,
  more: Partial<UnitObservation> = {},
): UnitObservation {
  return {
    unit,
    cluster: 'eu-1',
    engine: 'builtin',
    mode: 'manual',
    comparison: 'readOnly',
    observedAt: '2026-01-02T03:00:00.000Z',
    revision: '0'.repeat(40),
    sync: { state: 'synced' },
    health: { state: 'healthy' },
    resources: [],
    targets: [],
    ...more,
  };
}

export function observedTarget(
  target: string,
  more: Partial<TargetObservation> = {},
): TargetObservation {
  return {
    target,
    health: { state: 'healthy' },
    sync: { state: 'synced' },
    artifacts: [],
    ...more,
  };
}

export function observedResource(
  name: string,
  more: Partial<ResourceObservation> = {},
): ResourceObservation {
  return {
    group: 'apps',
    kind: 'Deployment',
    namespace: 'shop',
    name,
    apiVersion: 'apps/v1',
    status: 'synced',
    health: { state: 'healthy' },
    targets: [],
    differences: [],
    ...more,
  };
}

/** A cluster that is as a test says, watched by an engine that tells so. */
export class MemoryCluster implements ObservedCluster, Engine {
  readonly kind = 'builtin';
  readonly name: string;
  readonly cluster: string;
  readonly aliases: readonly string[];
  readonly environments: readonly string[];
  readonly engine: Engine = this;
  mode: EngineMode;
  /** What the engine tells of each unit, by its id. */
  readonly observations = new Map<string, UnitObservation>();
  /** Objects by `kind/name`. */
  readonly objects = new Map<string, Resource>();
  readonly synced: { unit: DesiredUnit; options: SyncOptions }[] = [];
  /** What is declared, each time the engine asked. */
  readonly asked: (readonly DesiredUnit[])[] = [];
  /** Where set, nothing of the cluster can be read. */
  failure: Error | undefined;
  /** Neither answers nor fails. */
  isHanging = false;
  syncAnswer: SyncResponse = { revision: 'r1', dryRun: false, steps: [] };
  syncFailure: Error | undefined;
  sessions = 0;
  closed = false;
  #news = new Set<() => void>();

  constructor(
    name: string,
    more: {
      aliases?: readonly string[];
      environments?: readonly string[];
      mode?: EngineMode;
    } = {},
  ) {
    this.name = name;
    this.cluster = name;
    this.aliases = more.aliases ?? [];
    this.environments = more.environments ?? [];
    this.mode = more.mode ?? 'manual';
  }

  /** Tells the engine's watcher what it sees now. */
  tell(observation: UnitObservation): void {
    this.observations.set(observation.unit, {
      ...observation,
      cluster: this.name,
    });
    this.wake();
  }

  /** Has the watch look again at `failure` and what is declared. */
  wake(): void {
    const woken = this.#news;
    this.#news = new Set();
    for (const wake of woken) wake();
  }

  async watch(options: Parameters<Engine['watch']>[0]): Promise<void> {
    this.sessions += 1;
    const { signal } = options;
    let units = await this.#ask(options.units);
    const follow = async () => {
      while (!signal.aborted) {
        await options.changed();
        if (!signal.aborted) units = await this.#ask(options.units);
        this.wake();
      }
    };
    const following = follow();
    following.catch(() => {});
    const told = new Map<string, UnitObservation>();
    while (!signal.aborted) {
      const news = this.#next(signal);
      if (this.failure) throw this.failure;
      for (const { unit } of this.isHanging ? [] : units) {
        const observation = this.observations.get(unit.id);
        if (!observation || told.get(unit.id) === observation) continue;
        told.set(unit.id, observation);
        await options.onObservation(observation);
      }
      await Promise.race([news, following.then(() => news)]);
    }
  }

  async get(ref: ResourceRef): Promise<Resource | undefined> {
    if (this.failure) throw this.failure;
    return this.objects.get(`${ref.kind}/${ref.name}`);
  }

  async sync(unit: DesiredUnit, options: SyncOptions): Promise<SyncResponse> {
    this.synced.push({ unit, options });
    if (this.syncFailure) throw this.syncFailure;
    return { ...this.syncAnswer, dryRun: options.dryRun };
  }

  async version(signal: AbortSignal): Promise<string> {
    if (this.failure) throw this.failure;
    if (this.isHanging) {
      await new Promise(resolve => signal.addEventListener('abort', resolve));
      throw new ServiceUnavailableError('No answer in time');
    }
    return 'v1.34.1';
  }

  clockSkew(): number {
    return 2_500;
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  async #ask(units: () => Promise<readonly DesiredUnit[]>) {
    const declared = await units();
    this.asked.push(declared);
    return declared;
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      this.#news.add(resolve);
      signal.addEventListener('abort', () => resolve());
    });
  }
}
