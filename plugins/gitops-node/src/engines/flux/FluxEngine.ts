import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  EngineEvent,
  SyncResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { Resource, ResourceRef } from '../../manifests/Resource';
import { DesiredUnit, Engine, SyncOptions } from '../Engine';
import { BuiltinEngine } from '../builtin/BuiltinEngine';
import { refKey } from '../builtin/resourceRef';
import { FluxActions, FluxSuspension } from './actions/FluxActions';
import { readEvents } from './api/readEvents';
import { FluxApplier } from './api/FluxObject';
import { FluxEngineOptions } from './FluxEngineOptions';
import { UnitClaim } from './match/FluxClaims';
import { isLeftToOthers } from './match/isLeftToOthers';
import { matchUnits } from './match/matchUnits';
import { whyUndecided } from './match/whyUndecided';
import { FluxState } from './observe/FluxState';
import { readFluxState } from './watch/readFluxState';
import { FluxSession } from './watch/FluxSession';

const defaultFieldManager = 'backstage-gitops';

/**
 * A cluster that follows Git through Flux. Reads what Flux says of the units,
 * compares what is live with what they declare, and asks Flux to act; it
 * applies nothing itself.
 *
 * @public
 */
export class FluxEngine implements Engine {
  readonly kind = 'flux';
  readonly #options: FluxEngineOptions;
  readonly #looker: BuiltinEngine;
  readonly #actions: FluxActions;
  #session: FluxSession | undefined;
  /** Units that Flux has nothing to do with. */
  #left: ReadonlySet<string> = new Set();

  constructor(options: FluxEngineOptions) {
    this.#options = withNamespaces(options);
    const { mode = 'observe' } = options;
    this.#looker = new BuiltinEngine({
      ...options,
      mode,
      modeOf: ({ id }) => (this.#left.has(id) ? mode : 'observe'),
    });
    this.#actions = new FluxActions({
      client: options.client,
      fieldManager: options.fieldManager ?? defaultFieldManager,
      now: options.now ?? (() => new Date()),
    });
  }

  get cluster(): string {
    return this.#looker.cluster;
  }

  async watch({
    signal,
    ...options
  }: Parameters<Engine['watch']>[0]): Promise<void> {
    const session = new FluxSession(
      this.#options,
      this.#looker,
      options,
      units => {
        this.#left = units;
      },
    );
    this.#session = session;
    await session.run(signal);
  }

  async get(
    ref: ResourceRef,
    signal?: AbortSignal,
  ): Promise<Resource | undefined> {
    return this.#looker.get(ref, signal);
  }

  /**
   * Asks Flux to fetch the unit's source and to apply it. Flux applies all of
   * a unit and prunes as the unit's object says. Rejects with a ConflictError
   * while it is suspended, where several objects claim the unit, or where a part
   * of it is asked for; with a NotFoundError where no object brings it. What
   * Flux has nothing to do with is synced as `mode` allows.
   */
  async sync(
    desired: DesiredUnit,
    options: SyncOptions,
  ): Promise<SyncResponse> {
    const { unit, revision } = desired;
    const { dryRun, signal } = options;
    const { claim, state } = await this.#claimOf(unit, signal);
    if (this.#options.mode && isLeftToOthers(unit, claim, state)) {
      this.#left = new Set([...this.#left, unit.id]);
      return this.#looker.sync(desired, options);
    }
    const object = this.#claimed(unit, claim, state);
    if (options.resources !== undefined) {
      throw new ConflictError(
        'Flux applies a unit as a whole: it can not be synced in parts',
      );
    }
    const steps = await this.#actions.reconcile(object, state, {
      dryRun,
      ...(signal !== undefined && { signal }),
    });
    return { revision, dryRun, steps: [...steps] };
  }

  /** As `sync`, told as the object that was asked. */
  async reconcile(
    { unit }: Pick<DesiredUnit, 'unit'>,
    signal?: AbortSignal,
  ): Promise<ResourceRef> {
    const { claim, state } = await this.#claimOf(unit, signal);
    const object = this.#claimed(unit, claim, state);
    const steps = await this.#actions.reconcile(object, state, {
      dryRun: false,
      ...(signal !== undefined && { signal }),
    });
    const failed = steps.find(
      step => step.outcome === 'failed' && refKey(step) === refKey(object.ref),
    );
    if (failed !== undefined) throw new ConflictError(failed.message);
    return object.ref;
  }

  /** What was noted about an object of Flux, newest first. */
  async events(
    object: ResourceRef,
    signal?: AbortSignal,
  ): Promise<readonly EngineEvent[]> {
    return readEvents(this.#options.client, object, signal);
  }

  /**
   * Keeps Flux from applying a unit until it is resumed; who asked for it, and
   * why, is kept on the object. Where Git declares `spec.suspend`, Flux undoes
   * it as soon as it applies the object that declares the unit.
   */
  async suspend(
    { unit }: Pick<DesiredUnit, 'unit'>,
    suspension: FluxSuspension,
    signal?: AbortSignal,
  ): Promise<ResourceRef> {
    const { claim, state } = await this.#claimOf(unit, signal);
    const object = this.#claimed(unit, claim, state);
    await this.#actions.suspend(object, suspension, signal);
    return object.ref;
  }

  async resume(
    { unit }: Pick<DesiredUnit, 'unit'>,
    signal?: AbortSignal,
  ): Promise<ResourceRef> {
    const { claim, state } = await this.#claimOf(unit, signal);
    const object = this.#claimed(unit, claim, state);
    await this.#actions.resume(object, signal);
    return object.ref;
  }

  /** As it is at this moment: an action is never older than what it acts upon. */
  async #claimOf(
    unit: DesiredUnit['unit'],
    signal?: AbortSignal,
  ): Promise<{ readonly claim: UnitClaim; readonly state: FluxState }> {
    const { client, namespaces, isSourceOf = () => false } = this.#options;
    const state = await readFluxState(client, namespaces, signal);
    const others = (this.#session?.units ?? [])
      .map(each => each.unit)
      .filter(({ id }) => id !== unit.id);
    const units = [unit, ...others];
    const claims = matchUnits(units, state.objects, { isSourceOf });
    return { claim: claims.units.get(unit.id) ?? { type: 'unclaimed' }, state };
  }

  #claimed(
    unit: DesiredUnit['unit'],
    claim: UnitClaim,
    state: FluxState,
  ): FluxApplier {
    if (claim.type === 'claimed') return claim.object;
    const where = `on cluster '${this.cluster}'`;
    if (claim.type === 'contested') {
      throw new ConflictError(
        `Several objects of Flux ${where} apply ${unit.kind} ${unit.name}`,
      );
    }
    const hidden = whyUndecided(unit, state);
    if (hidden !== undefined) {
      throw new ConflictError(
        `It can't be told which object of Flux ${where} applies ${unit.kind} ${unit.name}: ${hidden}`,
      );
    }
    throw new NotFoundError(
      `No object of Flux ${where} applies ${unit.kind} ${unit.name}`,
    );
  }
}

/** None named means all. */
function withNamespaces({
  namespaces = [],
  ...options
}: FluxEngineOptions): FluxEngineOptions {
  return namespaces.length === 0 ? options : { ...options, namespaces };
}
