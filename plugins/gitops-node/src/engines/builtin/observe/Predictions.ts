import pLimit from 'p-limit';
import { ClusterClient } from '../../../clusters/ClusterClient';
import { Resource } from '../../../manifests/Resource';
import { applierOf } from '../ownership/applierOf';
import { ApplySet } from '../ownership/ApplySet';
import { textAt } from '../readField';
import { refKey } from '../resourceRef';
import { applicable } from '../sync/applicable';
import { DeclaredObject, UnitState } from '../UnitState';
import { statusWithoutFields } from './resourceStatus';

/** What the server says would result of applying an object. */
export type Prediction =
  | { readonly type: 'predicted'; readonly object: Resource }
  | { readonly type: 'refused'; readonly reason: string };

/** By refKey; or why nothing may be predicted here. */
export type PredictedUnit =
  | {
      readonly type: 'predicted';
      readonly predictions: ReadonlyMap<string, Prediction>;
    }
  | { readonly type: 'denied'; readonly reason: string };

interface Remembered {
  readonly declared: Resource;
  readonly resourceVersion: string | undefined;
  readonly prediction: Prediction;
}

const concurrency = 4;

/** Dry-run applies, asked for once while neither side has moved. */
export class Predictions {
  readonly #client: ClusterClient;
  readonly #fieldManager: string;
  readonly #remembered = new Map<string, Remembered>();

  constructor(client: ClusterClient, fieldManager: string) {
    this.#client = client;
    this.#fieldManager = fieldManager;
  }

  async of(
    state: UnitState,
    applySet: ApplySet,
    signal?: AbortSignal,
  ): Promise<PredictedUnit> {
    const limit = pLimit(concurrency);
    const predictions = new Map<string, Prediction>();
    try {
      await Promise.all(
        state.declared.map(declared =>
          limit(async () => {
            const live = state.live.get(refKey(declared.ref));
            if (live === undefined) return;
            if (statusWithoutFields(declared, state) !== undefined) return;
            predictions.set(
              refKey(declared.ref),
              await this.#predict(declared, live, applySet, signal),
            );
          }),
        ),
      );
    } catch (error) {
      if (error instanceof Error && error.name === 'NotAllowedError') {
        return { type: 'denied', reason: error.message };
      }
      throw error;
    }
    return { type: 'predicted', predictions };
  }

  async #predict(
    { ref, resource }: DeclaredObject,
    live: Resource,
    applySet: ApplySet,
    signal?: AbortSignal,
  ): Promise<Prediction> {
    const key = refKey(ref);
    const resourceVersion = textAt(live, 'metadata', 'resourceVersion');
    const known = this.#remembered.get(key);
    if (
      known?.declared === resource &&
      known.resourceVersion === resourceVersion
    ) {
      return known.prediction;
    }
    const declared = applicable(resource);
    const prediction = await this.#ask(
      applySet.owns(live) ? applySet.member(declared) : declared,
      live,
      signal,
    );
    this.#remembered.set(key, {
      declared: resource,
      resourceVersion,
      prediction,
    });
    return prediction;
  }

  /** An object that the server refuses (a field is immutable) can't be predicted. */
  async #ask(
    object: Resource,
    live: Resource,
    signal?: AbortSignal,
  ): Promise<Prediction> {
    try {
      return {
        type: 'predicted',
        object: await this.#client.apply(object, {
          fieldManager: applierOf(live, this.#fieldManager),
          force: true,
          dryRun: true,
          signal,
        }),
      };
    } catch (error) {
      const isRefused =
        error instanceof Error &&
        ['InputError', 'ConflictError', 'NotFoundError'].includes(error.name);
      if (isRefused) return { type: 'refused', reason: error.message };
      throw error;
    }
  }
}
