import { setTimeout as delay } from 'node:timers/promises';
import { Unit, UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { ResourceRef } from '../../../manifests/Resource';
import { DesiredUnit, Engine } from '../../Engine';
import { BuiltinEngine } from '../../builtin/BuiltinEngine';
import { Alarm } from '../../builtin/watch/Alarm';
import { FluxEngineOptions } from '../FluxEngineOptions';
import { ClaimKeeper } from '../match/ClaimKeeper';
import { FluxClaims, UnitClaim } from '../match/FluxClaims';
import { isLeftToOthers } from '../match/isLeftToOthers';
import { FluxState } from '../observe/FluxState';
import { ReleaseManifests, releaseKey } from '../release/ReleaseManifests';
import { asFluxApplies } from '../observe/asFluxApplies';
import {
  declaringFirst,
  DeclaringObject,
  declaringObjects,
} from './declaringObjects';
import { FluxObjects } from './FluxObjects';
import { UnitTelling } from './UnitTelling';

type WatchOptions = Parameters<Engine['watch']>[0];

const defaultDebounce = 250;
const unclaimed: UnitClaim = { type: 'unclaimed' };
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
  /** Told of the units that Flux has nothing to do with. */
  readonly #onLeft: (units: ReadonlySet<string>) => void;
  readonly #objects: FluxObjects;
  readonly #releases: ReleaseManifests;
  readonly #claims: ClaimKeeper;
  readonly #telling: UnitTelling;
  readonly #alarm = new Alarm();
  readonly #seen = new Map<string, UnitObservation>();
  readonly #notes = new Map<string, string>();
  /** What the looker compares a unit with, and who brings it; by unit. */
  readonly #compared = new Map<string, string | undefined>();
  #units: readonly DesiredUnit[] = [];
  #declared: readonly Unit[] = [];
  #left: ReadonlySet<string> = new Set();
  /** As of what was seen; worked out anew once something else was. */
  #declaring: ReadonlyMap<string, DeclaringObject> | undefined;
  #moved: Promise<void> | undefined;
  #tellReleased: () => void = () => {};

  constructor(
    options: FluxEngineOptions,
    looker: BuiltinEngine,
    watch: Omit<WatchOptions, 'signal'>,
    onLeft: (units: ReadonlySet<string>) => void,
  ) {
    const { client, namespaces } = options;
    this.#options = options;
    this.#watch = watch;
    this.#looker = looker;
    this.#onLeft = onLeft;
    this.#releases = new ReleaseManifests(client);
    const { isSourceOf = () => false, containsCommit, linkOf } = options;
    this.#claims = new ClaimKeeper({ isSourceOf });
    this.#telling = new UnitTelling({
      ...(containsCommit !== undefined && { containsCommit }),
      ...(linkOf !== undefined && { linkOf }),
      leavesOthers: options.mode !== undefined,
      isThere: object => this.#isThere(object),
      now: options.now ?? (() => new Date()),
      onObservation: watch.onObservation,
    });
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
        this.#declaring = undefined;
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
    this.#declared = this.#units.map(({ unit }) => unit);
    this.#declaring = undefined;
    this.#forgetAllBut(new Set(this.#declared.map(({ id }) => id)));
    const state = this.#objects.state();
    const claims = this.#claims.of(this.#declared, state);
    this.#leave(claims, state);
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
    this.#compared.set(id, this.#comparedWith(id, claim));
    if (claim?.type !== 'claimed') return desired;
    if (claim.object.kind !== 'HelmRelease') return asFluxApplies(desired);
    const { object } = claim;
    const released = await this.#releases.released(desired, object, signal);
    if (released.message !== undefined) this.#notes.set(id, released.message);
    return released.desired;
  }

  async #tell(): Promise<void> {
    const state = this.#objects.state();
    const claims = this.#claims.of(this.#declared, state);
    this.#leave(claims, state);
    const isReleased = [...this.#compared].some(
      ([unit, compared]) =>
        compared !== this.#comparedWith(unit, claims.units.get(unit)),
    );
    if (isReleased) this.#tellReleased();
    this.#survey(claims, state);
    this.#declaring ??= declaringObjects(this.#units, this.#seen);
    const declaring = this.#declaring;
    for (const desired of declaringFirst(this.#units, declaring)) {
      const { id } = desired.unit;
      const seen = this.#seen.get(id);
      if (seen === undefined || seen.revision !== desired.revision) continue;
      const declaringObject = this.#telling.statusOf(declaring.get(id));
      const note = this.#notes.get(id);
      const news = {
        ...{ desired, seen },
        claim: claims.units.get(id) ?? unclaimed,
        ...(declaringObject !== undefined && { declaringObject }),
        ...(note !== undefined && { note }),
      };
      await this.#telling.tell(news, state);
    }
  }

  /** What may not be read isn't known to be there. */
  async #isThere(object: ResourceRef): Promise<boolean> {
    try {
      return (await this.#looker.get(object)) !== undefined;
    } catch (error) {
      const isRefused =
        error instanceof Error &&
        ['NotAllowedError', 'NotFoundError'].includes(error.name);
      if (!isRefused) throw error;
      return false;
    }
  }

  #leave({ units }: FluxClaims, state: FluxState): void {
    if (this.#options.mode === undefined) return;
    const left = this.#declared.filter(unit =>
      isLeftToOthers(unit, units.get(unit.id), state),
    );
    this.#left = new Set(left.map(({ id }) => id));
    this.#onLeft(this.#left);
  }

  /** Another one as soon as a unit is to be looked at in another way. */
  #comparedWith(
    unit: string,
    claim: UnitClaim | undefined,
  ): string | undefined {
    if (this.#left.has(unit)) return 'left';
    return claim?.type === 'claimed' && claim.object.kind === 'HelmRelease'
      ? releaseKey(claim.object)
      : undefined;
  }

  #survey({ units, undeclared }: FluxClaims, { objects }: FluxState): void {
    const contested = new Map(
      [...units].flatMap(([unit, claim]) =>
        claim.type === 'contested' ? [[unit, claim.objects] as const] : [],
      ),
    );
    this.#options.onSurvey?.({
      units: [...units.values()].filter(({ type }) => type !== 'unclaimed')
        .length,
      ...{ undeclared, contested, objects },
    });
  }

  #forgetAllBut(units: ReadonlySet<string>): void {
    this.#releases.forgetAllBut(units);
    this.#telling.forgetAllBut(units);
    for (const kept of [this.#seen, this.#notes, this.#compared]) {
      for (const unit of kept.keys()) if (!units.has(unit)) kept.delete(unit);
    }
  }
}
