import { markKeys, unitMarkKeys } from '../ownership/markKeys';
import { OwnershipMark } from '../ownership/marksOf';
import { refKey } from '../resourceRef';
import { Interest } from './keepObject';
import { WatchedUnit } from './WatchedUnit';

/** Finds the units that an object has to do with. */
export class UnitIndex implements Interest {
  readonly units: ReadonlyMap<string, WatchedUnit>;
  readonly #declaring = new Map<string, readonly string[]>();
  readonly #marked = new Map<string, string>();
  readonly #parents = new Map<string, string>();

  constructor(units: readonly WatchedUnit[]) {
    this.units = new Map(units.map(unit => [unit.id, unit]));
    for (const { id, keys, applySet, desired } of units) {
      for (const key of keys) {
        this.#declaring.set(key, [...(this.#declaring.get(key) ?? []), id]);
      }
      for (const key of unitMarkKeys(desired.unit, applySet)) {
        this.#marked.set(key, id);
      }
      this.#parents.set(refKey(applySet.parent), id);
    }
  }

  isDeclared(key: string): boolean {
    return this.#declaring.has(key) || this.#parents.has(key);
  }

  isMarked(mark: OwnershipMark): boolean {
    return markKeys(mark).some(key => this.#marked.has(key));
  }

  /** Ids of the units that declare an object. */
  declaring(key: string): readonly string[] {
    return this.#declaring.get(key) ?? [];
  }

  /** And of the one whose parent it is. */
  ofKey(key: string): readonly string[] {
    const parent = this.#parents.get(key);
    const declaring = this.declaring(key);
    return parent === undefined ? declaring : [...declaring, parent];
  }

  /** The unit that an object is marked for, where no unit declares it. */
  orphanedFrom(key: string, orphanKeys: readonly string[]): string | undefined {
    if (this.#declaring.has(key)) return undefined;
    for (const mark of orphanKeys) {
      const unit = this.#marked.get(mark);
      if (unit !== undefined) return unit;
    }
    return undefined;
  }

  ofApplySet(id: string): WatchedUnit | undefined {
    const unit = this.#marked.get(markKeys({ by: 'applySet', id })[0]);
    return unit === undefined ? undefined : this.units.get(unit);
  }
}
