import {
  EngineKind,
  SyncResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { Resource, ResourceRef } from '../manifests/Resource';
import { BuiltinEngine } from './builtin/BuiltinEngine';
import { DesiredUnit, Engine, SyncOptions } from './Engine';
import { applierKinds } from './flux/api/fluxKinds';
import { FluxEngine } from './flux/FluxEngine';
import { FluxEngineOptions } from './flux/FluxEngineOptions';

/** @public */
export interface ClusterEngineOptions extends FluxEngineOptions {
  /** Where Flux is installed and not to be asked: `builtin`. */
  readonly engine?: 'flux' | 'builtin';
  /** Told at the start of each watching which engine it is. Must not throw. */
  readonly onEngine?: (kind: EngineKind) => void;
}

/**
 * A cluster by the engine that it has: Flux where its API is served, together
 * with the built-in engine for what Flux has nothing to do with; else the
 * built-in engine alone. What is served is looked at with each watching.
 *
 * @public
 */
export class ClusterEngine implements Engine {
  readonly flux: FluxEngine;
  readonly #options: ClusterEngineOptions;
  readonly #builtin: BuiltinEngine;
  #kind: 'flux' | 'builtin' = 'builtin';

  constructor(options: ClusterEngineOptions) {
    const mode = options.mode ?? 'observe';
    this.#options = options;
    this.#builtin = new BuiltinEngine({ ...options, mode });
    this.flux = new FluxEngine({ ...options, mode });
  }

  /** As the last watching found it. */
  get kind(): EngineKind {
    return this.#kind;
  }

  get cluster(): string {
    return this.#builtin.cluster;
  }

  async watch(options: Parameters<Engine['watch']>[0]): Promise<void> {
    const engine = await this.#detect(options.signal);
    this.#options.onEngine?.(engine.kind);
    await engine.watch(options);
  }

  async get(
    ref: ResourceRef,
    signal?: AbortSignal,
  ): Promise<Resource | undefined> {
    return this.#builtin.get(ref, signal);
  }

  /** By the engine that has the unit at this moment. */
  async sync(unit: DesiredUnit, options: SyncOptions): Promise<SyncResponse> {
    return (await this.#detect(options.signal)).sync(unit, options);
  }

  async #detect(signal?: AbortSignal): Promise<FluxEngine | BuiltinEngine> {
    this.#kind =
      this.#options.engine ??
      ((await this.#servesFlux(signal)) ? 'flux' : 'builtin');
    return this.#kind === 'flux' ? this.flux : this.#builtin;
  }

  async #servesFlux(signal?: AbortSignal): Promise<boolean> {
    const types = await this.#options.client.resourceTypes({
      fresh: true,
      ...(signal !== undefined && { signal }),
    });
    return types.some(type =>
      applierKinds.some(
        ({ group, kind }) => group === type.group && kind === type.kind,
      ),
    );
  }
}
