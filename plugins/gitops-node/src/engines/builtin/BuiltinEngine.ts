import { NotAllowedError } from '@backstage/errors';
import { SyncResponse } from '@backstage-gitops/plugin-gitops-common';
import { Resource, ResourceRef } from '../../manifests/Resource';
import { DesiredUnit, Engine, SyncOptions } from '../Engine';
import { BuiltinEngineOptions } from './BuiltinEngineOptions';
import { BuiltinParts, builtinParts } from './BuiltinParts';
import { Neighbours } from './sync/UnitSync';
import { WatchSession } from './watch/WatchSession';

/**
 * Follows Git on a cluster without an operator: looks, compares and, where it
 * may, applies with server-side apply and prunes what it applied before.
 *
 * @public
 */
export class BuiltinEngine implements Engine {
  readonly kind = 'builtin';
  readonly #parts: BuiltinParts;
  #session: WatchSession | undefined;

  constructor(options: BuiltinEngineOptions) {
    this.#parts = builtinParts(options);
  }

  get cluster(): string {
    return this.#parts.cluster;
  }

  async watch({
    signal,
    ...options
  }: Parameters<Engine['watch']>[0]): Promise<void> {
    const session = new WatchSession(this.#parts, options);
    this.#session = session;
    await session.run(signal);
  }

  async get(
    ref: ResourceRef,
    signal?: AbortSignal,
  ): Promise<Resource | undefined> {
    return this.#parts.client.get(ref, { signal });
  }

  /**
   * Rejects with a NotAllowedError where this engine only observes; a plan
   * (`dryRun`) may be asked for all the same.
   */
  async sync(unit: DesiredUnit, options: SyncOptions): Promise<SyncResponse> {
    const { modeOf, cluster, unitSync } = this.#parts;
    if (modeOf(unit.unit) === 'observe' && !options.dryRun) {
      throw new NotAllowedError(
        `Cluster '${cluster}' is only observed: nothing is applied to it in mode 'observe'`,
      );
    }
    return unitSync.sync(unit, options, this.#neighboursOf(unit));
  }

  /** As the last watching knew them. */
  #neighboursOf(unit: DesiredUnit): Neighbours | undefined {
    const view = this.#session?.view;
    const watched = view?.index.units.get(unit.unit.id);
    return watched && view?.neighboursOf(watched);
  }
}
