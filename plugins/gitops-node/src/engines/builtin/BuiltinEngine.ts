import { NotImplementedError } from '@backstage/errors';
import { SyncResponse } from '@backstage-gitops/plugin-gitops-common';
import { Resource, ResourceRef } from '../../manifests/Resource';
import { DesiredUnit, Engine, SyncOptions } from '../Engine';
import { BuiltinEngineOptions } from './BuiltinEngineOptions';

/**
 * Follows Git on a cluster without an operator: looks, compares and, where it
 * may, applies with server-side apply and prunes what it applied before.
 *
 * @public
 */
export class BuiltinEngine implements Engine {
  readonly kind = 'builtin';
  readonly cluster: string;
  readonly #options: BuiltinEngineOptions;

  constructor(options: BuiltinEngineOptions) {
    this.#options = options;
    this.cluster = options.cluster ?? options.client.name;
  }

  async watch(_options: Parameters<Engine['watch']>[0]): Promise<void> {
    throw new NotImplementedError('Watching is on its way');
  }

  async get(
    ref: ResourceRef,
    signal?: AbortSignal,
  ): Promise<Resource | undefined> {
    return this.#options.client.get(ref, { signal });
  }

  async sync(_unit: DesiredUnit, _options: SyncOptions): Promise<SyncResponse> {
    throw new NotImplementedError('Syncing is on its way');
  }
}
