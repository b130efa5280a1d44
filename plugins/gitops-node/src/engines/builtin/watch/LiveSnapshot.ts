import { ResourceWatcher } from '../../../clusters/ResourceWatcher';
import { Resource } from '../../../manifests/Resource';
import { isOrphanOf } from '../ownership/isOrphanOf';
import { OwnerChain } from '../ownership/OwnerChain';
import { refKey, refOf } from '../resourceRef';
import { dependentTypes } from './dependentKinds';
import { LiveFact, LiveFacts } from './LiveFacts';
import { UnitIndex } from './UnitIndex';
import { WatchedUnit } from './WatchedUnit';

/**
 * What belongs to which unit at one moment, found in one pass: orphans by their
 * marks, pods by their owners.
 */
export class LiveSnapshot {
  readonly #orphans = new Map<string, Resource[]>();
  readonly #pods = new Map<string, Resource[]>();
  /** By refKey of a pod or what owns it: the unit that it runs for. */
  readonly #runningFor = new Map<string, string>();

  constructor(watcher: ResourceWatcher, facts: LiveFacts, index: UnitIndex) {
    const roots = new Map<string, string>();
    for (const [key, fact] of facts.all()) {
      const orphaned = index.orphanedFrom(key, fact.orphanKeys);
      const unit = orphaned ?? index.ofKey(key)[0];
      if (orphaned !== undefined) {
        this.#addOrphan(index.units.get(orphaned), fact, watcher);
      }
      if (unit !== undefined && fact.uid !== undefined) {
        roots.set(fact.uid, unit);
      }
    }
    this.#placeDependents(
      dependentTypes.flatMap(type => [...watcher.list(type)]),
      roots,
    );
  }

  /** Of a unit, by id. */
  orphansOf(unit: string): readonly Resource[] {
    return this.#orphans.get(unit) ?? [];
  }

  /** Below a live object, by uid. */
  podsOf(uid: string): readonly Resource[] {
    return this.#pods.get(uid) ?? [];
  }

  /** The unit for which a pod, or what owns it, is there. */
  unitRunning(key: string): string | undefined {
    return this.#runningFor.get(key);
  }

  #addOrphan(
    unit: WatchedUnit | undefined,
    { ref }: LiveFact,
    watcher: ResourceWatcher,
  ): void {
    const object = watcher.get(ref);
    if (unit === undefined || object === undefined) return;
    if (isOrphanOf(unit.desired.unit, unit.applySet, object)) {
      add(this.#orphans, unit.id, object);
    }
  }

  #placeDependents(
    dependents: readonly Resource[],
    roots: ReadonlyMap<string, string>,
  ): void {
    const chain = new OwnerChain(dependents);
    for (const object of dependents) {
      const root = chain.find(object, uid => roots.has(uid));
      const unit = root === undefined ? undefined : roots.get(root);
      if (root === undefined || unit === undefined) continue;
      this.#runningFor.set(refKey(refOf(object)), unit);
      if (object.kind === 'Pod') add(this.#pods, root, object);
    }
  }
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
