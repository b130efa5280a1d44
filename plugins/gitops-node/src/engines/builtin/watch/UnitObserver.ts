import {
  EngineMode,
  Health,
  Unit,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { notApplied, onItsWay } from '../../undelivered';
import { ClusterSchemas } from '../observe/ClusterSchemas';
import { observeUnit } from '../observe/observeUnit';
import { UnitComparison, UnitDrift } from '../observe/UnitComparison';
import { UnitState } from '../UnitState';
import { ClusterView } from './ClusterView';
import { LiveSnapshot } from './LiveSnapshot';
import { observationKey } from './observationKey';
import { WatchedUnit } from './WatchedUnit';

export interface UnitObserverOptions {
  readonly view: ClusterView;
  readonly schemas: ClusterSchemas;
  readonly comparison: UnitComparison;
  readonly cluster: string;
  readonly modeOf: (unit: Unit) => EngineMode;
  readonly now: () => Date;
  readonly onObservation: (observation: UnitObservation) => Promise<void>;
}

/** Tells what is seen of units, each time it is something else. */
export class UnitObserver {
  readonly #options: UnitObserverOptions;
  readonly #told = new Map<string, string>();

  constructor(options: UnitObserverOptions) {
    this.#options = options;
  }

  /** Another look at a unit, compared. */
  async look(
    unit: WatchedUnit,
    snapshot: LiveSnapshot,
    signal: AbortSignal,
  ): Promise<{ readonly state: UnitState; readonly found: UnitDrift }> {
    const { view, comparison } = this.#options;
    const state = await view.stateOf(unit, snapshot, signal);
    const found = await comparison.compare(state, unit.applySet, signal);
    return { state, found };
  }

  async tell(
    { state, found }: { readonly state: UnitState; readonly found: UnitDrift },
    snapshot: LiveSnapshot,
    said: { readonly appliedRevision?: string; readonly message?: string },
  ): Promise<void> {
    const { view, schemas, cluster, modeOf, now, onObservation } =
      this.#options;
    const { drift, comparison } = found;
    const mode = modeOf(state.desired.unit);
    const observation = observeUnit({
      ...{ cluster, mode, awaited: awaitedHealth(mode, said.message) },
      state,
      drift,
      comparison,
      schemas,
      podsOf: uid => snapshot.podsOf(uid),
      podsUnreadable: view.podsUnreadable(),
      appliedRevision: said.appliedRevision,
      message: joined(found.message, said.message, ...searchDoubts(state)),
      now: now(),
    });
    const key = observationKey(observation);
    if (this.#told.get(observation.unit) === key) return;
    this.#told.set(observation.unit, key);
    await onObservation(observation);
  }

  /** Of units that are no longer there. */
  forgetAllBut(units: ReadonlySet<string>): void {
    for (const unit of this.#told.keys()) {
      if (!units.has(unit)) this.#told.delete(unit);
    }
  }
}

/**
 * How an object is that was never applied: on its way where it will be without
 * anybody's doing. What the engine could not apply, or is not there to apply, is
 * missing.
 */
function awaitedHealth(
  mode: EngineMode,
  message: string | undefined,
): Health | undefined {
  if (mode === 'manual') return notApplied;
  return mode === 'auto' && message === undefined ? onItsWay : undefined;
}

function searchDoubts({ unsearched }: UnitState): string[] {
  return [...unsearched].map(
    ([groupKind, reason]) =>
      `Orphans of ${groupKind} can't be found: ${reason}`,
  );
}

function joined(...texts: (string | undefined)[]): string | undefined {
  const told = texts.filter(text => text !== undefined);
  return told.length === 0 ? undefined : told.join('; ');
}
