import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit } from '../../Engine';
import { declaredObjects } from '../declaredObjects';
import { ApplySet } from '../ownership/ApplySet';
import { refKey } from '../resourceRef';
import { TypeIndex } from '../TypeIndex';
import { DeclaredObject } from '../UnitState';

/** A unit while it is watched: what of it doesn't change with the cluster. */
export class WatchedUnit {
  readonly desired: DesiredUnit;
  readonly applySet: ApplySet;
  readonly declared: readonly DeclaredObject[];
  /** refKeys of what is declared. */
  readonly keys: ReadonlySet<string>;

  constructor(desired: DesiredUnit, types: TypeIndex, applySet: ApplySet) {
    this.desired = desired;
    this.applySet = applySet;
    this.declared = declaredObjects(desired, types);
    this.keys = new Set(this.declared.map(({ ref }) => refKey(ref)));
  }

  get id(): string {
    return this.desired.unit.id;
  }
}

/** By refKey. */
export type DriftByKey = ReadonlyMap<string, ResourceDrift>;
