import { ConflictError, NotFoundError } from '@backstage/errors';
import { SyncStep } from '@backstage-gitops/plugin-gitops-common';
import { ClusterClient } from '../../../clusters/ClusterClient';
import { ResourceRef } from '../../../manifests/Resource';
import { describeRef } from '../../builtin/resourceRef';
import { FluxApplier, FluxObject } from '../api/FluxObject';
import {
  requestedAtKey,
  suspendedByKey,
  suspendedReasonKey,
} from '../api/readBase';
import { FluxState } from '../observe/FluxState';

/** Longer reasons are cut: an annotation is no place for a text. */
const maximumReason = 500;

export interface FluxActionsOptions {
  readonly client: ClusterClient;
  readonly fieldManager: string;
  readonly now: () => Date;
}

/** Who asks for something to be suspended, and why. @public */
export interface FluxSuspension {
  readonly by: string;
  readonly reason?: string;
}

/** What a person may ask of Flux: writes of annotations and of `spec.suspend`. */
export class FluxActions {
  readonly #options: FluxActionsOptions;

  constructor(options: FluxActionsOptions) {
    this.#options = options;
  }

  /**
   * Asks Flux to fetch the object's sources, then to apply the object. It does
   * so on its own time; that it was asked is all that is known here. A source
   * that can't be asked is told as a step, and the object is asked all the same.
   */
  async reconcile(
    object: FluxApplier,
    state: FluxState,
    options: { readonly dryRun: boolean; readonly signal?: AbortSignal },
  ): Promise<readonly SyncStep[]> {
    if (object.suspended !== undefined) {
      throw new ConflictError(
        `${describeRef(
          object.ref,
        )} is suspended: resume it before it can be reconciled`,
      );
    }
    const requestedAt = this.#options.now().toISOString();
    const steps: SyncStep[] = [];
    for (const source of sourcesOf(object, state)) {
      steps.push(await this.#ask(source, requestedAt, options));
    }
    steps.push(await this.#ask(object, requestedAt, options));
    return steps;
  }

  async suspend(
    { ref }: FluxApplier,
    { by, reason }: FluxSuspension,
    signal?: AbortSignal,
  ): Promise<void> {
    const annotations = {
      [suspendedByKey]: by,
      [suspendedReasonKey]: reason?.slice(0, maximumReason) ?? null,
    };
    await this.#patch(
      ref,
      { metadata: { annotations }, spec: { suspend: true } },
      signal,
    );
  }

  /** Flux reconciles what is resumed at once. */
  async resume({ ref }: FluxApplier, signal?: AbortSignal): Promise<void> {
    const annotations = { [suspendedByKey]: null, [suspendedReasonKey]: null };
    await this.#patch(
      ref,
      { metadata: { annotations }, spec: { suspend: false } },
      signal,
    );
  }

  async #ask(
    { ref, suspended }: FluxObject,
    requestedAt: string,
    {
      dryRun,
      signal,
    }: { readonly dryRun: boolean; readonly signal?: AbortSignal },
  ): Promise<SyncStep> {
    const step = { ...ref, action: 'update' } as const;
    if (suspended !== undefined) {
      return { ...step, outcome: 'skipped', message: 'It is suspended' };
    }
    if (dryRun) return { ...step, outcome: 'planned' };
    const annotations = { [requestedAtKey]: requestedAt };
    try {
      await this.#patch(ref, { metadata: { annotations } }, signal);
    } catch (error) {
      if (signal?.aborted || !(error instanceof Error)) throw error;
      return { ...step, outcome: 'failed', message: error.message };
    }
    return { ...step, outcome: 'done' };
  }

  async #patch(
    ref: ResourceRef,
    patch: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ): Promise<void> {
    const { client, fieldManager } = this.#options;
    // A merge patch would be refused for an object that is gone; this says so.
    if ((await client.get(ref, { signal })) === undefined) {
      throw new NotFoundError(
        `${describeRef(ref)} is not on cluster '${client.name}'`,
      );
    }
    await client.patch(ref, patch, { fieldManager, signal });
  }
}

/** What has to be fetched for an object, the farthest first. */
function sourcesOf(
  object: FluxApplier,
  state: FluxState,
): readonly FluxObject[] {
  const chart = object.kind === 'HelmRelease' ? object.chart : undefined;
  const near = state.source(chart ?? object.source);
  const far = state.source(near?.source ?? object.source);
  const found = [far, near].filter(each => each !== undefined);
  return far === near ? found.slice(0, 1) : found;
}
