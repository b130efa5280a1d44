import { setImmediate as nextTurn } from 'node:timers/promises';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { ClusterTime, systemTime } from '../../../clusters/ClusterTime';
import { observationKey } from '../../builtin/watch/observationKey';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { destinationCluster } from '../match/destinationCluster';
import { Claimant } from '../match/matchApplications';
import { compareManaged, ComparisonRules } from '../observe/compareManaged';
import {
  observeApplication,
  observeContested,
} from '../observe/observeApplication';
import { observeUnmade } from '../observe/observeUnmade';
import { undeclaredObjects } from './undeclaredObjects';
import { applicationKey } from '../read/ArgoCdApplication';
import { AppliedIndex } from './AppliedIndex';
import { Details } from './ApplicationDetails';
import { ArgoCdFollowing, ArgoCdWatchOptions } from './ArgoCdWatchOptions';
import { ArgoCdInstanceStatus } from './InstanceFollower';
import { DeclaringApplications, declaringKeys } from './DeclaringApplications';
import { InstanceWatch } from './InstanceWatch';
import { UnitClaims } from './UnitClaims';

interface WatchOptions extends ArgoCdWatchOptions, ComparisonRules {
  readonly clients: readonly ArgoCdClient[];
  readonly time?: ClusterTime;
}

/** Whoever else is served by the process waits no longer, in milliseconds. */
const longestTurn = 25;

/**
 * Follows any number of instances, each by one stream, and tells what they say
 * of units whenever it is something else.
 */
export class ArgoCdWatch implements ArgoCdFollowing {
  readonly #options: WatchOptions;
  readonly #time: ClusterTime;
  readonly #instances: ReadonlyMap<string, InstanceWatch>;
  readonly #claims = new UnitClaims();
  readonly #declaring = new DeclaringApplications();
  readonly #applied = new AppliedIndex();
  readonly #told = new Map<string, string>();
  readonly #dirty = new Set<string>();
  /** Instances that were read, so that what they don't tell isn't there. */
  readonly #read = new Set<string>();
  #isMoved = false;
  #areUnitsStale = true;
  #wake: () => void = () => undefined;

  constructor(options: WatchOptions) {
    const { clients, time = systemTime } = options;
    this.#options = options;
    this.#time = time;
    this.#instances = new Map(
      clients.map(client => {
        const { name } = client.instance;
        const watch = new InstanceWatch({
          ...{ client, time },
          onStatus: status => this.#stands(status),
          listEveryMs: options.listEveryMs ?? 180_000,
          againMs: options.againMs ?? 60_000,
          onChange: keys => this.#changed(name, keys),
          onDetails: key => this.#soil(name, key),
          onSets: () => this.#moved(),
        });
        return [name, watch];
      }),
    );
  }

  /** Until `signal` aborts. Rejects where what is declared can't be told. */
  async run(signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const both = AbortSignal.any([signal, ended.signal]);
    both.addEventListener('abort', () => this.#wake(), { once: true });
    const running = [...this.#instances.values()].map(each => each.run(both));
    try {
      while (!both.aborted) {
        await this.#work(both);
        if (both.aborted || this.#hasWork) continue;
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    } finally {
      ended.abort();
      await Promise.all(running);
    }
  }

  /** What is declared has moved. */
  unitsChanged(): void {
    this.#areUnitsStale = true;
    this.#wake();
  }

  #stands(status: ArgoCdInstanceStatus): void {
    const { instance, state } = status;
    this.#options.onInstance(status);
    if (state !== 'ready' || this.#read.has(instance)) return;
    this.#read.add(instance);
    this.#moved();
  }

  #moved(): void {
    this.#isMoved = true;
    this.#wake();
  }

  get #hasWork(): boolean {
    return this.#areUnitsStale || this.#isMoved || this.#dirty.size > 0;
  }

  #changed(instance: string, keys: readonly string[]): void {
    const declared = new Set<string>();
    for (const key of keys) {
      const application = this.#instances.get(instance)?.index.get(key);
      const id = { instance, key };
      this.#applied.put(id, application);
      if (!this.#claims.hasSamePlace(id, application)) this.#isMoved = true;
      this.#soil(instance, key);
      for (const each of this.#declaring.put(id, application)) {
        declared.add(each);
      }
    }
    if (declared.size > 0) this.#soilDeclared(instance, declared);
  }

  /** What brings Applications says something else of them. */
  #soilDeclared(instance: string, declared: ReadonlySet<string>): void {
    const applications = this.#instances.get(instance)?.index.all() ?? [];
    for (const application of applications) {
      if (declaringKeys(application).some(key => declared.has(key))) {
        this.#soil(instance, applicationKey(application));
      }
    }
  }

  #soil(instance: string, key: string): void {
    for (const unit of this.#claims.unitsOf({ instance, key })) {
      this.#dirty.add(unit);
    }
    this.#wake();
  }

  async #work(signal: AbortSignal): Promise<void> {
    if (this.#areUnitsStale || this.#isMoved) await this.#match();
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    let begun = performance.now();
    for (const id of dirty) {
      if (performance.now() - begun > longestTurn) {
        await nextTurn();
        begun = performance.now();
      }
      if (signal.aborted) return;
      const observation = this.#look(id);
      if (observation === undefined) {
        this.#told.delete(id);
        continue;
      }
      const key = observationKey(observation);
      if (this.#told.get(id) === key) continue;
      await this.#options.onObservation(observation);
      this.#told.set(id, key);
    }
  }

  async #match(): Promise<void> {
    this.#areUnitsStale = false;
    const units = await this.#options.units().catch(error => {
      this.#areUnitsStale = true;
      throw error;
    });
    this.#isMoved = false;
    const applications = [...this.#instances.values()].flatMap(({ index }) =>
      index.all(),
    );
    const { isSourceOf } = this.#options;
    this.#claims.match(units, applications, {
      isSourceOf,
      clusterOf: ({ instance, destination }) =>
        destinationCluster(
          { destination },
          this.#instances.get(instance)?.client.instance.clusters ?? [],
        ),
    });
    for (const id of this.#told.keys()) {
      if (this.#claims.unit(id) === undefined) this.#told.delete(id);
    }
    // What is declared of a unit may be another also where its claim isn't.
    for (const { unit } of units) this.#dirty.add(unit.id);
    this.#report();
  }

  #report(): void {
    this.#options.onReport({
      read: [...this.#read],
      units: new Map(
        [...this.#instances.keys()].map(name => [
          name,
          this.#claims.unitsOn(name),
        ]),
      ),
      unclaimed: [...this.#claims.all]
        .filter(([, claims]) => claims.length === 0)
        .map(([id]) => id)
        .filter(id => this.#failureOf(id) === undefined),
      problems: this.#claims.problems,
      undeclared: undeclaredObjects(
        this.#claims,
        name => this.#instances.get(name)?.client.instance,
      ),
    });
  }

  #claimants(unitId: string): readonly Claimant[] {
    return this.#claims.claimants(unitId, ({ instance, key }) =>
      this.#instances.get(instance)?.index.get(key),
    );
  }

  #look(unitId: string): UnitObservation | undefined {
    const unit = this.#claims.unit(unitId);
    const claimants = this.#claimants(unitId);
    const [claimant] = claimants;
    if (unit === undefined) return undefined;
    if (claimant === undefined) return this.#unmade(unit);
    const instance = this.#instances.get(claimant.application.instance);
    if (instance === undefined) return undefined;
    // What was told of it before stands until it is known.
    if (!claimants.every(each => this.#isKnown(each))) return undefined;
    if (claimants.length > 1) {
      const cluster = this.#clusterOf(unit, claimant, instance);
      const now = new Date(this.#time.now());
      return observeContested(unit, claimants, { cluster, now });
    }
    instance.want(claimant.application);
    const details = instance.details(applicationKey(claimant.application));
    return this.#observe(unit, claimant, instance, details);
  }

  /** Not where nothing but a list in short has told of it. */
  #isKnown({ application }: Claimant): boolean {
    const { index } = this.#instances.get(application.instance) ?? {};
    return index?.isWhole(applicationKey(application)) === true;
  }

  /** What is said of a unit whose Application can't be made. */
  #unmade(unit: ArgoCdUnit): UnitObservation | undefined {
    const failed = this.#failureOf(unit.unit.id);
    return (
      failed &&
      observeUnmade(unit, {
        ...failed,
        cluster: unit.unit.cluster ?? failed.set.instance,
        now: new Date(this.#time.now()),
      })
    );
  }

  #failureOf(unitId: string) {
    const set = this.#claims.maker(unitId);
    if (set === undefined) return undefined;
    const found = this.#instances
      .get(set.instance)
      ?.sets.find(
        ({ namespace, name }) =>
          namespace === set.namespace && name === set.name,
      );
    const { failure } = found ?? {};
    return failure === undefined ? undefined : { set, failure };
  }

  #observe(
    unit: ArgoCdUnit,
    claimant: Claimant,
    instance: InstanceWatch,
    details: Details | undefined,
  ): UnitObservation {
    const { application } = claimant;
    const { managed, tree } = details ?? {};
    const { rules, disabledRules, unmanaged, schemas } = this.#options;
    const { containsCommit } = this.#options;
    const declaring =
      unit.unit.kind === 'Application'
        ? this.#declaring.of(application)
        : undefined;
    const drift =
      managed &&
      compareManaged(managed, {
        ...{ application, rules, disabledRules, unmanaged },
        targets: unit.targets.flatMap(({ id, service }) => [id, service]),
        ...(schemas !== undefined && { schemas }),
      });
    return observeApplication({
      ...{ unit, claimant, instance: instance.client.instance },
      cluster: this.#clusterOf(unit, claimant, instance),
      ...(drift !== undefined && { drift }),
      ...(tree !== undefined && { tree }),
      ...(declaring !== undefined && { declaring }),
      ...this.#applied.of(application),
      ...(containsCommit !== undefined && {
        containsCommit: (later, earlier) =>
          containsCommit(unit.unit, later, earlier),
      }),
      now: new Date(this.#time.now()),
    });
  }

  /** The instance's own cluster has no name but the one that Git has for it. */
  #clusterOf(
    { unit }: ArgoCdUnit,
    { application }: Claimant,
    { client }: InstanceWatch,
  ): string {
    const { clusters, name } = client.instance;
    return destinationCluster(application, clusters) ?? unit.cluster ?? name;
  }
}
