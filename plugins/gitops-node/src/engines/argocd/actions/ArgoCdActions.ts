import { SyncResponse } from '@backstage-gitops/plugin-gitops-common';
import { ConflictError, InputError } from '@backstage/errors';
import { SyncOptions } from '../../Engine';
import { ArgoCdWatch } from '../watch/ArgoCdWatch';
import { planSync, unconfirmed } from './planSync';

/**
 * What a person may have Argo CD do with a unit. How it goes is told by the
 * observations that follow. Each throws a NotFoundError where not exactly one
 * Application deploys the unit.
 *
 * @public
 */
export class ArgoCdActions {
  readonly #watch: Pick<ArgoCdWatch, 'applicationOf' | 'current'>;

  constructor(watch: Pick<ArgoCdWatch, 'applicationOf' | 'current'>) {
    this.#watch = watch;
  }

  /**
   * Starts a sync of a unit, or of some of its resources, and answers with what
   * it is going to do. A dry run tells that, and has Argo CD do nothing. Throws
   * an InputError that names the namespaces and CRDs that it would delete
   * unconfirmed, and a ConflictError where something is under way already.
   */
  async sync(unitId: string, options: SyncOptions): Promise<SyncResponse> {
    const { prune, dryRun, resources, signal } = options;
    const { client, application } = this.#watch.applicationOf(unitId);
    const observation = this.#watch.current(unitId);
    const steps = planSync(observation?.resources ?? [], options);
    const revision = observation?.revision ?? '';
    if (dryRun) return { revision, dryRun, steps: [...steps] };
    const refused = unconfirmed(steps, options);
    if (refused.length > 0) {
      throw new InputError(
        `It would delete ${refused.join(', ')}, which has to be confirmed`,
      );
    }
    if (application.operation?.phase === 'running') {
      throw new ConflictError(
        `Argo CD is at ${application.name} already: ${
          application.operation.message ?? 'an operation is under way'
        }`,
      );
    }
    await client.sync(
      application,
      { prune, dryRun, ...(resources !== undefined && { resources }) },
      { signal },
    );
    return { revision, dryRun, steps: [...steps] };
  }

  /** Has Argo CD look at Git and the cluster now; `hard` renders anew. */
  async refresh(
    unitId: string,
    options: { readonly hard: boolean; readonly signal?: AbortSignal },
  ): Promise<void> {
    const { client, application } = this.#watch.applicationOf(unitId);
    const { hard, signal } = options;
    await client.application(application, {
      ...{ refresh: hard ? 'hard' : 'normal', signal },
    });
  }

  /** Ends what is under way. */
  async terminate(unitId: string, signal?: AbortSignal): Promise<void> {
    const { client, application } = this.#watch.applicationOf(unitId);
    await client.terminate(application, { signal });
  }
}
