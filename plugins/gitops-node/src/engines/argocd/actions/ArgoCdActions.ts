import { SyncResponse } from '@backstage-gitops/plugin-gitops-common';
import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ApplicationRef, ArgoCdClient } from '../api/ArgoCdClient';
import { SyncOptions } from '../../Engine';
import { compareManaged, ComparisonRules } from '../observe/compareManaged';
import { observeResources } from '../observe/observeResources';
import { ArgoCdApplication } from '../read/ArgoCdApplication';
import { readApplication } from '../read/readApplication';
import { planSync, unconfirmed } from './planSync';

/**
 * What a person may have Argo CD do with an Application. It is asked how that
 * stands first; how it goes on is told by the observations that follow.
 */
export class ArgoCdActions {
  readonly #client: ArgoCdClient;
  readonly #rules: ComparisonRules;

  constructor(client: ArgoCdClient, rules: ComparisonRules) {
    this.#client = client;
    this.#rules = rules;
  }

  /**
   * Starts a sync, or one of some resources, and answers with what it is going
   * to do. A dry run tells that, and has Argo CD do nothing. Throws an
   * InputError that names the namespaces and CRDs that it would delete
   * unconfirmed, and a ConflictError where something is under way already.
   */
  async sync(ref: ApplicationRef, options: SyncOptions): Promise<SyncResponse> {
    const { prune, dryRun, resources, signal } = options;
    const application = await this.#read(ref, signal);
    const steps = planSync(await this.#resources(application, signal), options);
    const revision = application.revisions[0]?.revision ?? '';
    // An empty selection would be the whole Application to Argo CD.
    if (dryRun || resources?.length === 0) {
      return { revision, dryRun, steps: [...steps] };
    }
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
    await this.#client.sync(
      application,
      { prune, dryRun, ...(resources !== undefined && { resources }) },
      { signal },
    );
    return { revision, dryRun, steps: [...steps] };
  }

  /** Has Argo CD look at Git and the cluster now; `hard` renders anew. */
  async refresh(
    ref: ApplicationRef,
    options: { readonly hard: boolean; readonly signal?: AbortSignal },
  ): Promise<void> {
    const { hard, signal } = options;
    await this.#client.application(ref, {
      ...{ refresh: hard ? 'hard' : 'normal', signal },
    });
  }

  /** Ends what is under way; throws a ConflictError where nothing is. */
  async terminate(ref: ApplicationRef, signal?: AbortSignal): Promise<void> {
    const { name, operation } = await this.#read(ref, signal);
    if (operation?.phase !== 'running') {
      throw new ConflictError(`Argo CD is doing nothing for ${name}`);
    }
    await this.#client.terminate(ref, { signal });
  }

  async #read(
    ref: ApplicationRef,
    signal: AbortSignal | undefined,
  ): Promise<ArgoCdApplication> {
    const { name } = this.#client.instance;
    const answer = await this.#client.application(ref, { signal });
    const application = readApplication(answer, name);
    if (application !== undefined) return application;
    throw new ServiceUnavailableError(
      `Argo CD '${name}': what it says of ${ref.name} can't be read`,
    );
  }

  /** Only what is compared tells whether something is there at all. */
  async #resources(
    application: ArgoCdApplication,
    signal: AbortSignal | undefined,
  ) {
    const claimant = { application, source: 0 };
    const unit = { targets: [] };
    if (application.sync.state !== 'outOfSync') {
      return observeResources({ unit, claimant });
    }
    const managed = await this.#client.managedResources(application, {
      signal,
    });
    const drift = compareManaged(managed, {
      ...this.#rules,
      ...{ application, targets: [] },
    });
    return observeResources({ unit, claimant, drift });
  }
}
