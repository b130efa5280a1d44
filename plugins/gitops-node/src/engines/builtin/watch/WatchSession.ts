import {
  setImmediate as breathe,
  setTimeout as delay,
} from 'node:timers/promises';
import { ResourceType } from '../../../clusters/ClusterClient';
import { ResourceRef } from '../../../manifests/Resource';
import { DesiredUnit, Engine } from '../../Engine';
import { BuiltinParts } from '../BuiltinParts';
import { ContentDigests } from '../ownership/ContentDigests';
import { groupKindOf } from '../resourceRef';
import { TypeIndex } from '../TypeIndex';
import { servedKinds } from '../UnitState';
import { Alarm } from './Alarm';
import { AutoSyncs } from './AutoSyncs';
import { ClusterView } from './ClusterView';
import { LiveSnapshot } from './LiveSnapshot';
import { UnitObserver } from './UnitObserver';
import { WatchedUnit } from './WatchedUnit';

type WatchOptions = Parameters<Engine['watch']>[0];

/** In case an event is missed: what is served is looked at again. */
const longestSleep = 60_000;

/**
 * One time of watching: keeps up with what is declared and what is live,
 * compares the units that either has touched, tells what was found, and applies
 * where that is to be done.
 */
export class WatchSession {
  readonly #parts: BuiltinParts;
  readonly #options: Omit<WatchOptions, 'signal'>;
  readonly #view: ClusterView;
  readonly #observer: UnitObserver;
  readonly #autoSyncs: AutoSyncs | undefined;
  readonly #digests = new ContentDigests();
  readonly #alarm = new Alarm();
  readonly #dirty = new Set<string>();
  /** Units that are to be looked at again, and when. */
  readonly #later = new Map<string, number>();
  #desired: readonly DesiredUnit[] = [];
  #isMoved = true;
  #types: string | undefined;

  constructor(parts: BuiltinParts, options: Omit<WatchOptions, 'signal'>) {
    this.#parts = parts;
    this.#options = options;
    this.#view = new ClusterView({
      client: parts.client,
      namespaces: parts.namespaces,
      onTouched: units => this.#touch(units),
      onKinds: ref => this.#onKinds(ref),
    });
    this.#observer = new UnitObserver({
      ...parts,
      view: this.#view,
      onObservation: options.onObservation,
    });
    if (parts.mode === 'auto') {
      this.#autoSyncs = new AutoSyncs({
        ...parts,
        neighboursOf: unit => this.#view.neighboursOf(unit),
        onDone: unit => this.#touch([unit]),
      });
    }
  }

  get view(): ClusterView {
    return this.#view;
  }

  /** Until `outer` aborts. Rejects where the cluster can't be read. */
  async run(outer: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const signal = AbortSignal.any([outer, stop.signal]);
    const fail = (error: unknown) => stop.abort(error);
    let watching: Promise<void> | undefined;
    try {
      await this.#refresh(signal, fail);
      watching = this.#view.run(signal).catch(fail);
      while (!signal.aborted) {
        await this.#view.synced(signal);
        await this.#observe(signal);
        await this.#alarm.sleep(this.#pause(), signal);
        await delay(this.#parts.debounce, undefined, { signal });
        await this.#refresh(signal, fail);
      }
    } catch (error) {
      if (!signal.aborted) fail(error);
    } finally {
      stop.abort();
      await watching;
      await this.#autoSyncs?.idle();
    }
    if (!outer.aborted) throw stop.signal.reason;
  }

  #touch(units?: readonly string[]): void {
    for (const unit of units ?? this.#view.index.units.keys()) {
      this.#dirty.add(unit);
    }
    if (this.#dirty.size > 0) this.#alarm.ring();
  }

  #onKinds(definition?: ResourceRef): void {
    if (definition !== undefined) {
      // Its name is `plural.group`.
      const { name } = definition;
      this.#parts.schemas.forget(name.slice(name.indexOf('.') + 1));
    }
    this.#types = undefined;
    this.#alarm.ring();
  }

  /** Brings what is declared, and which kinds are served, up to date. */
  async #refresh(
    signal: AbortSignal,
    fail: (error: unknown) => void,
  ): Promise<void> {
    const isMoved = this.#isMoved;
    if (isMoved) {
      this.#isMoved = false;
      this.#listen(fail);
      this.#desired = await this.#options.units();
    }
    const { client, unitSync } = this.#parts;
    const served = await client.resourceTypes({ signal });
    const types = signatureOf(served);
    if (!isMoved && types === this.#types) return;
    this.#types = types;
    const index = new TypeIndex(served);
    const units = this.#desired.map(
      desired => new WatchedUnit(desired, index, unitSync.applySetOf(desired)),
    );
    this.#view.setUnits(units, index);
    this.#observer.forgetAllBut(new Set(units.map(({ id }) => id)));
  }

  #listen(fail: (error: unknown) => void): void {
    this.#options.changed().then(() => {
      this.#isMoved = true;
      this.#alarm.ring();
    }, fail);
  }

  /** Until the first unit has to be looked at again. */
  #pause(): number {
    const now = this.#parts.now().getTime();
    const next = Math.min(...this.#later.values());
    return Math.max(0, Math.min(next - now, longestSleep));
  }

  async #observe(signal: AbortSignal): Promise<void> {
    const now = this.#parts.now().getTime();
    for (const [unit, at] of this.#later) {
      if (at <= now) this.#dirty.add(unit);
    }
    const snapshot = this.#view.snapshot();
    const touched = [...this.#dirty];
    this.#dirty.clear();
    for (const id of touched) {
      const unit = this.#view.index.units.get(id);
      this.#later.delete(id);
      if (unit === undefined) continue;
      if (this.#view.isReady(unit)) {
        await this.#observeUnit(unit, snapshot, signal);
        await breathe();
      } else {
        // Looked at once its kinds have been listed.
        this.#dirty.add(id);
      }
    }
  }

  async #observeUnit(
    unit: WatchedUnit,
    snapshot: LiveSnapshot,
    signal: AbortSignal,
  ): Promise<void> {
    const { desired, id } = unit;
    const { schemas, modeOf } = this.#parts;
    const kinds = servedKinds(unit.declared);
    await schemas.load(kinds, signal);
    this.#lookAgain(id, schemas.nextTry(kinds));
    const look = await this.#observer.look(unit, snapshot, signal);
    const { parent } = look.state;
    const autoSyncs =
      modeOf(desired.unit) === 'auto' ? this.#autoSyncs : undefined;
    const isDigestNeeded =
      autoSyncs !== undefined || parent?.content !== undefined;
    const content = isDigestNeeded
      ? await this.#digests.of(desired, parent?.content)
      : undefined;
    if (content !== undefined) {
      const decision = autoSyncs?.consider(unit, look, content, signal);
      this.#lookAgain(id, decision?.type === 'later' ? decision.at : undefined);
    }
    // A revision that changes nothing of the unit is applied as it is.
    const isApplied = content !== undefined && parent?.content === content;
    await this.#observer.tell(look, snapshot, {
      appliedRevision: isApplied ? desired.revision : parent?.revision,
      message: autoSyncs?.messageOf(id),
    });
  }

  #lookAgain(unit: string, at: number | undefined): void {
    if (at === undefined) return;
    this.#later.set(unit, Math.min(at, this.#later.get(unit) ?? Infinity));
  }
}

/** Equal while the same kinds are served. */
function signatureOf(types: readonly ResourceType[]): string {
  return types
    .map(type => `${groupKindOf(type)}/${type.version} ${type.namespaced}`)
    .sort()
    .join();
}
