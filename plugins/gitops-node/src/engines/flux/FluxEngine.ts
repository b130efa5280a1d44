import { ConflictError, NotFoundError } from '@backstage/errors';
import { SyncResponse } from '@backstage-gitops/plugin-gitops-common';
import { Resource, ResourceRef } from '../../manifests/Resource';
import { DesiredUnit, Engine, SyncOptions } from '../Engine';
import { BuiltinEngine } from '../builtin/BuiltinEngine';
import { FluxActions, FluxSuspension } from './actions/FluxActions';
import { FluxApplier } from './api/FluxObject';
import { FluxEngineOptions } from './FluxEngineOptions';
import { matchUnits } from './match/matchUnits';
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

  constructor(options: FluxEngineOptions) {
    this.#options = options;
    this.#looker = new BuiltinEngine({ ...options, mode: 'observe' });
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
    const session = new FluxSession(this.#options, this.#looker, options);
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
   * while it is suspended, or where several objects claim the unit; with a
   * NotFoundError where none does.
   */
  async sync(
    { unit, revision }: DesiredUnit,
    { dryRun, signal }: SyncOptions,
  ): Promise<SyncResponse> {
    const { object, state } = await this.#claimed(unit, signal);
    const steps = await this.#actions.reconcile(object, state, {
      dryRun,
      ...(signal !== undefined && { signal }),
    });
    return { revision, dryRun, steps: [...steps] };
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
  ): Promise<void> {
    const { object } = await this.#claimed(unit, signal);
    await this.#actions.suspend(object, suspension, signal);
  }

  async resume(
    { unit }: Pick<DesiredUnit, 'unit'>,
    signal?: AbortSignal,
  ): Promise<void> {
    const { object } = await this.#claimed(unit, signal);
    await this.#actions.resume(object, signal);
  }

  /** As it is at this moment: an action is never older than what it acts upon. */
  async #claimed(
    unit: DesiredUnit['unit'],
    signal?: AbortSignal,
  ): Promise<{ readonly object: FluxApplier; readonly state: FluxState }> {
    const { client, namespaces, isSourceOf = () => false } = this.#options;
    const state = await readFluxState(client, namespaces, signal);
    const others = (this.#session?.units ?? [])
      .map(each => each.unit)
      .filter(({ id }) => id !== unit.id);
    const units = [unit, ...others];
    const claims = matchUnits(units, state.objects, { isSourceOf });
    const claim = claims.units.get(unit.id);
    if (claim?.type === 'claimed') return { object: claim.object, state };
    const where = `on cluster '${this.cluster}'`;
    if (claim?.type === 'contested') {
      throw new ConflictError(
        `Several objects of Flux ${where} apply ${unit.kind} ${unit.name}`,
      );
    }
    throw new NotFoundError(
      `No object of Flux ${where} applies ${unit.kind} ${unit.name}`,
    );
  }
}
