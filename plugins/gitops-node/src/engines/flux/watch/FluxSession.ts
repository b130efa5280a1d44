import { setTimeout as delay } from 'node:timers/promises';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit, Engine } from '../../Engine';
import { BuiltinEngine } from '../../builtin/BuiltinEngine';
import { Alarm } from '../../builtin/watch/Alarm';
import { observationKey } from '../../builtin/watch/observationKey';
import { FluxEngineOptions } from '../FluxEngineOptions';
import { FluxClaims, UnitClaim } from '../match/FluxClaims';
import { matchUnits } from '../match/matchUnits';
import { FluxState } from '../observe/FluxState';
import { observeFluxUnit } from '../observe/observeFluxUnit';
import { ReleaseManifests, releaseKey } from '../release/ReleaseManifests';
import { declaringObjects } from './declaringObjects';
import { FluxObjects } from './FluxObjects';

type WatchOptions = Parameters<Engine['watch']>[0];

const defaultDebounce = 250;
/** In case an event is missed. */
const longestSleep = 60_000;

/**
 * One time of watching. The built-in engine looks at the resources of units and
 * compares them; what Flux says of the units is put with it.
 */
export class FluxSession {
  readonly #options: FluxEngineOptions;
  readonly #watch: Omit<WatchOptions, 'signal'>;
  readonly #looker: BuiltinEngine;
  readonly #objects: FluxObjects;
  readonly #releases: ReleaseManifests;
  readonly #alarm = new Alarm();
  readonly #seen = new Map<string, UnitObservation>();
  readonly #notes = new Map<string, string>();
  /** What the looker compares a HelmRelease with; by unit. */
  readonly #compared = new Map<string, string | undefined>();
  readonly #told = new Map<string, string>();
  #units: readonly DesiredUnit[] = [];
  #moved: Promise<void> | undefined;
  #tellReleased: () => void = () => {};

  constructor(
    options: FluxEngineOptions,
    looker: BuiltinEngine,
    watch: Omit<WatchOptions, 'signal'>,
  ) {
    const { client, namespaces } = options;
    this.#options = options;
    this.#watch = watch;
    this.#looker = looker;
    this.#releases = new ReleaseManifests(client);
    this.#objects = new FluxObjects({
      client,
      ...(namespaces !== undefined && { namespaces }),
      onChange: () => this.#alarm.ring(),
    });
  }

  /** What is declared, as it was told last. */
  get units(): readonly DesiredUnit[] {
    return this.#units;
  }

  /** Until `outer` aborts. Rejects where the cluster can't be read. */
  async run(outer: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const signal = AbortSignal.any([outer, stop.signal]);
    const fail = (error: unknown) => stop.abort(error);
    const running = [this.#objects.run(signal).catch(fail)];
    try {
      await this.#objects.synced(signal);
      running.push(this.#look(signal).catch(fail));
      while (!signal.aborted) {
        await this.#alarm.sleep(longestSleep, signal);
        await delay(this.#options.debounce ?? defaultDebounce, undefined, {
          signal,
        });
        await this.#objects.synced(signal);
        await this.#tell();
      }
    } catch (error) {
      if (!signal.aborted) fail(error);
    } finally {
      stop.abort();
      await Promise.all(running);
    }
    if (!outer.aborted) throw stop.signal.reason;
  }

  async #look(signal: AbortSignal): Promise<void> {
    await this.#looker.watch({
      units: () => this.#comparedUnits(signal),
      changed: () => Promise.race([this.#declaredMoved(), this.#released()]),
      onObservation: async observation => {
        this.#seen.set(observation.unit, observation);
        this.#alarm.ring();
      },
      signal,
    });
  }

  /** One question at a time, whoever waits for its answer. */
  #declaredMoved(): Promise<void> {
    this.#moved ??= this.#watch.changed().finally(() => {
      this.#moved = undefined;
    });
    return this.#moved;
  }

  #released(): Promise<void> {
    return new Promise(resolve => {
      this.#tellReleased = resolve;
    });
  }

  /** What is declared, with releases as they were installed. */
  async #comparedUnits(signal: AbortSignal): Promise<readonly DesiredUnit[]> {
    this.#units = await this.#watch.units();
    const ids = new Set(this.#units.map(({ unit }) => unit.id));
    this.#forgetAllBut(ids);
    const claims = this.#claims(this.#objects.state());
    const compared: DesiredUnit[] = [];
    for (const desired of this.#units) {
      compared.push(await this.#comparedUnit(desired, claims, signal));
    }
    this.#alarm.ring();
    return compared;
  }

  async #comparedUnit(
    desired: DesiredUnit,
    claims: FluxClaims,
    signal: AbortSignal,
  ): Promise<DesiredUnit> {
    const { id } = desired.unit;
    const claim = claims.units.get(id);
    this.#notes.delete(id);
    this.#compared.set(id, comparedWith(claim));
    if (claim?.type !== 'claimed' || claim.object.kind !== 'HelmRelease') {
      return desired;
    }
    const { object } = claim;
    const released = await this.#releases.released(desired, object, signal);
    if (released.message !== undefined) this.#notes.set(id, released.message);
    return released.desired;
  }

  async #tell(): Promise<void> {
    const state = this.#objects.state();
    const claims = this.#claims(state);
    const isReleased = this.#units.some(
      ({ unit }) =>
        this.#compared.has(unit.id) &&
        this.#compared.get(unit.id) !== comparedWith(claims.units.get(unit.id)),
    );
    if (isReleased) this.#tellReleased();
    this.#survey(claims, state);
    const declaring = declaringObjects(this.#units, this.#seen);
    for (const desired of this.#units) {
      const { id } = desired.unit;
      const seen = this.#seen.get(id);
      if (seen === undefined || seen.revision !== desired.revision) continue;
      const { containsCommit } = this.#options;
      const declaringObject = declaring.get(id);
      const observation = observeFluxUnit(
        seen,
        claims.units.get(id) ?? { type: 'unclaimed' },
        {
          desired,
          state,
          seen,
          ...(declaringObject !== undefined && { declaringObject }),
          ...(containsCommit !== undefined && { containsCommit }),
        },
        this.#notes.get(id),
      );
      await this.#tellUnit(observation);
    }
  }

  async #tellUnit(observation: UnitObservation): Promise<void> {
    const key = observationKey(observation);
    if (this.#told.get(observation.unit) === key) return;
    this.#told.set(observation.unit, key);
    const now = this.#options.now?.() ?? new Date();
    await this.#watch.onObservation({
      ...observation,
      observedAt: now.toISOString(),
    });
  }

  #claims(state: FluxState): FluxClaims {
    const { isSourceOf = () => false } = this.#options;
    const units = this.#units.map(({ unit }) => unit);
    return matchUnits(units, state.objects, { isSourceOf });
  }

  #survey({ units, undeclared }: FluxClaims, { objects }: FluxState): void {
    const contested = new Map(
      [...units].flatMap(([unit, claim]) =>
        claim.type === 'contested' ? [[unit, claim.objects] as const] : [],
      ),
    );
    this.#options.onSurvey?.({ undeclared, contested, objects });
  }

  #forgetAllBut(units: ReadonlySet<string>): void {
    this.#releases.forgetAllBut(units);
    for (const kept of [this.#seen, this.#notes, this.#compared, this.#told]) {
      for (const unit of kept.keys()) if (!units.has(unit)) kept.delete(unit);
    }
  }
}

/** Another one as soon as a unit is to be compared with something else. */
function comparedWith(claim: UnitClaim | undefined): string | undefined {
  return claim?.type === 'claimed' && claim.object.kind === 'HelmRelease'
    ? releaseKey(claim.object)
    : undefined;
}
