import { ClusterClient, ResourceType } from '../../../clusters/ClusterClient';
import { ResourceChange } from '../../../clusters/KindWatch';
import { ResourceWatcher } from '../../../clusters/ResourceWatcher';
import { Resource, ResourceRef } from '../../../manifests/Resource';
import { ApplySetParent, unitOfParent } from '../ownership/ApplySet';
import { readDeclared } from '../readUnitState';
import { groupKindOf, refKey, refOf, versionOf } from '../resourceRef';
import { Neighbours } from '../sync/UnitSync';
import { TypeIndex } from '../TypeIndex';
import { DeclaredObject, UnitState } from '../UnitState';
import {
  autoscalerTypes,
  dependentKinds,
  dependentTypes,
} from './dependentKinds';
import { isOfInterest, keepDependent } from './keepObject';
import { LiveFacts } from './LiveFacts';
import { LiveSnapshot } from './LiveSnapshot';
import { neighboursOf } from './neighboursOf';
import { UnitIndex } from './UnitIndex';
import { WatchedUnit } from './WatchedUnit';

export interface ClusterViewOptions {
  readonly client: ClusterClient;
  /** All where absent. */
  readonly namespaces?: readonly string[];
  /** These units have to be looked at again; each of them where absent. */
  readonly onTouched: (units?: readonly string[]) => void;
  /** Which kinds are served, or what they look like, may have changed. */
  readonly onKinds: (ref?: ResourceRef) => void;
}

type KnownParent = NonNullable<ReturnType<typeof unitOfParent>>;

/** Always watched: where parents are, what workloads run, and what scales them. */
const alwaysWanted: ReadonlySet<string> = new Set(
  [{ group: '', kind: 'ConfigMap' }, ...dependentTypes, ...autoscalerTypes].map(
    groupKindOf,
  ),
);

/** What is live of the units on a cluster, kept up to date by watching. */
export class ClusterView {
  readonly #options: ClusterViewOptions;
  readonly #watcher: ResourceWatcher;
  readonly #facts = new LiveFacts();
  /** Pods, and what owns them, that came since the last snapshot. */
  readonly #arrived = new Set<string>();
  /** By the ApplySet's id, also of units that are no longer declared. */
  readonly #parents = new Map<string, KnownParent>();
  #wanted: ReadonlySet<string> = alwaysWanted;
  #index = new UnitIndex([]);
  #types = new TypeIndex([]);
  #versions: ReadonlyMap<string, string> = new Map();
  #snapshot: LiveSnapshot | undefined;

  constructor(options: ClusterViewOptions) {
    const { client, namespaces } = options;
    this.#options = options;
    this.#watcher = new ResourceWatcher({
      client,
      namespaces,
      select: type => this.#select(type),
      project: object => this.#project(object),
      onChange: change => this.#onChange(change),
    });
  }

  get index(): UnitIndex {
    return this.#index;
  }

  /** Until `signal` aborts; rejects where the cluster can't be read. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#watcher.run(signal);
  }

  /** Once each kind was listed or found unreadable. */
  async synced(signal: AbortSignal): Promise<void> {
    await this.#watcher.synced(signal);
  }

  setUnits(units: readonly WatchedUnit[], types: TypeIndex): void {
    const before = this.#index;
    this.#index = new UnitIndex(units);
    this.#types = types;
    this.#versions = new Map(
      units
        .flatMap(({ declared }) => declared)
        .map(({ ref, resource }) => [
          groupKindOf(ref),
          versionOf(resource.apiVersion),
        ]),
    );
    this.#relist(before, units);
    this.#wanted = this.#wantedKinds();
    this.#watcher.reconsider();
    this.#options.onTouched();
  }

  /** What belongs to which unit now. */
  snapshot(): LiveSnapshot {
    const snapshot = new LiveSnapshot(this.#watcher, this.#facts, this.#index);
    this.#snapshot = snapshot;
    const units = [...this.#arrived].flatMap(
      key => snapshot.unitRunning(key) ?? [],
    );
    this.#arrived.clear();
    if (units.length > 0) this.#options.onTouched(units);
    return snapshot;
  }

  /** Whether all has been seen that has to do with a unit, as far as it may be. */
  isReady(unit: WatchedUnit): boolean {
    const kinds = [
      ...unit.declared.flatMap(({ type }) => type ?? []),
      ...(this.#parentOf(unit)?.groupKinds ?? []).flatMap(
        groupKind => this.#types.get(groupKind) ?? [],
      ),
    ];
    return kinds.every(kind => {
      const state = this.#watcher.kind(kind)?.state;
      return state !== undefined && state !== 'listing';
    });
  }

  async stateOf(
    unit: WatchedUnit,
    snapshot: LiveSnapshot,
    signal: AbortSignal,
  ): Promise<UnitState> {
    const live = new Map<string, Resource>();
    const unreadable = new Map<string, string>();
    for (const declared of unit.declared) {
      const key = refKey(declared.ref);
      const reason = this.#whyUnreadable(declared);
      if (reason !== undefined) unreadable.set(key, reason);
      const found = await this.#find(declared, signal);
      if (found !== undefined) live.set(key, found);
    }
    const parent = this.#parentOf(unit);
    const applied = this.#appliedOf(unit, parent);
    return {
      desired: unit.desired,
      declared: unit.declared,
      live,
      orphans: snapshot.orphansOf(unit.id),
      unreadable,
      unsearched: this.#whyUnsearched(parent),
      autoscalers: autoscalerTypes.flatMap(type => [
        ...this.#watcher.list(type),
      ]),
      ...(parent !== undefined && { parent }),
      ...(applied !== undefined && { applied }),
    };
  }

  /** Why pods can't be read, where they can't. */
  podsUnreadable(): string | undefined {
    const status = this.#watcher.kind({ group: '', kind: 'Pod' });
    return status?.state === 'unreadable' ? status.reason : undefined;
  }

  /** What a unit has to know of the others. */
  neighboursOf(unit: WatchedUnit): Neighbours {
    return neighboursOf(unit, this.#index, id => this.#parents.get(id)?.unit);
  }

  #parentOf(unit: WatchedUnit): ApplySetParent | undefined {
    return unit.applySet.readParent(this.#watcher.get(unit.applySet.parent));
  }

  /** Where no parent is seen that could be, nothing was applied. */
  #appliedOf(
    { applySet }: WatchedUnit,
    parent: ApplySetParent | undefined,
  ): ReadonlySet<string> | undefined {
    if (parent !== undefined) return parent.applied && new Set(parent.applied);
    const { namespace } = applySet.parent;
    const status = this.#watcher.kind(applySet.parent);
    const isWatched =
      status?.state === 'synced' &&
      (status.namespaces === undefined ||
        status.namespaces.includes(namespace));
    return isWatched ? new Set() : undefined;
  }

  /** A kind is watched in one version; objects declared in another are read. */
  async #find(
    declared: DeclaredObject,
    signal: AbortSignal,
  ): Promise<Resource | undefined> {
    const { ref, type, problem } = declared;
    const status = this.#watcher.kind(ref);
    if (type === undefined || status?.state !== 'synced') return undefined;
    const found = this.#watcher.get(ref);
    const isSameVersion = status.type.version === type.version;
    if (found === undefined || isSameVersion || problem !== undefined) {
      return found;
    }
    return readDeclared(declared, this.#options.client, signal);
  }

  #whyUnreadable({ ref, type }: DeclaredObject): string | undefined {
    const status = this.#watcher.kind(ref);
    if (type === undefined || status === undefined) return undefined;
    const { state, namespaces, reason } = status;
    if (state === 'unreadable' || state === 'gone') {
      return reason ?? `${groupKindOf(ref)} can't be read`;
    }
    const isElsewhere =
      ref.namespace !== undefined &&
      namespaces !== undefined &&
      !namespaces.includes(ref.namespace);
    return isElsewhere
      ? reason ?? `Namespace ${ref.namespace} can't be read`
      : undefined;
  }

  #whyUnsearched(
    parent: ApplySetParent | undefined,
  ): ReadonlyMap<string, string> {
    const reasons = new Map<string, string>();
    for (const groupKind of parent?.groupKinds ?? []) {
      const type = this.#types.get(groupKind);
      const status = type && this.#watcher.kind(type);
      if (status?.state === 'unreadable' && status.reason !== undefined) {
        reasons.set(groupKind, status.reason);
      }
    }
    return reasons;
  }

  #select(type: ResourceType): ResourceType | undefined {
    const groupKind = groupKindOf(type);
    const version = this.#versions.get(groupKind);
    if (version !== undefined) return { ...type, version };
    return this.#wanted.has(groupKind) ? type : undefined;
  }

  /** Beside those that are declared: where members may be found. */
  #wantedKinds(): ReadonlySet<string> {
    const kinds = new Set(alwaysWanted);
    for (const { unit, groupKinds } of this.#parents.values()) {
      if (!this.#index.units.has(unit)) continue;
      for (const kind of groupKinds) kinds.add(kind);
    }
    return kinds;
  }

  #noteParent(object: Resource): void {
    const parent = unitOfParent(object);
    if (parent === undefined) return;
    this.#parents.set(parent.id, parent);
    const isNew = parent.groupKinds.some(
      kind => !this.#wanted.has(kind) && !this.#versions.has(kind),
    );
    if (!isNew || !this.#index.units.has(parent.unit)) return;
    this.#wanted = this.#wantedKinds();
    this.#watcher.reconsider();
  }

  #project(object: Resource): Resource | undefined {
    this.#noteParent(object);
    if (isOfInterest(object, this.#index)) {
      this.#facts.note(object);
      return object;
    }
    this.#facts.forget(refOf(object));
    return keepDependent(object);
  }

  #onChange(change: ResourceChange): void {
    if (change.type === 'kind') {
      if (change.status.state === 'gone') this.#options.onKinds();
      this.#options.onTouched();
      return;
    }
    const { ref, type } = change;
    const key = refKey(ref);
    const orphaned = this.#facts.get(key)?.orphanKeys ?? [];
    const units = [
      this.#index.orphanedFrom(key, orphaned),
      this.#snapshot?.unitRunning(key),
      ...this.#index.ofKey(key),
    ].filter(unit => unit !== undefined);
    if (type === 'deleted') this.#facts.forget(ref);
    else if (dependentKinds.has(groupKindOf(ref))) this.#arrived.add(key);
    if (ref.group === 'apiextensions.k8s.io') this.#options.onKinds(ref);
    this.#options.onTouched(units);
  }

  /** What was left out before, since nobody asked for it, has to be seen again. */
  #relist(before: UnitIndex, units: readonly WatchedUnit[]): void {
    const hasNewUnit = units.some(({ id }) => !before.units.has(id));
    if (hasNewUnit) {
      for (const { type } of this.#watcher.kinds()) this.#watcher.relist(type);
      return;
    }
    const kinds = new Map<string, ResourceRef>();
    for (const { ref } of units.flatMap(({ declared }) => declared)) {
      if (before.isDeclared(refKey(ref))) continue;
      kinds.set(groupKindOf(ref), ref);
    }
    for (const kind of kinds.values()) this.#watcher.relist(kind);
  }
}
