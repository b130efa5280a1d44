import { randomBytes } from 'node:crypto';
import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import { ClusterClient } from '../../../clusters/ClusterClient';
import { compareResource } from '../../../drift';
import { autoscaledTargets } from '../../../drift/autoscaledTargets';
import { IgnoreRule, SchemaSource } from '../../../drift/model';
import { Resource, ResourceRef } from '../../../manifests/Resource';
import { applierOf } from '../ownership/applierOf';
import { ApplySet } from '../ownership/ApplySet';
import { refKey } from '../resourceRef';
import { DeclaredObject, UnitState } from '../UnitState';
import { assignTargets } from './assignTargets';
import { Prediction, Predictions } from './Predictions';
import {
  indeterminate,
  statusWithoutFields,
  withUnitDoubt,
} from './resourceStatus';

/** What was found in a unit, and how. */
export interface UnitDrift {
  /** Of each declared object, by refKey. */
  readonly drift: ReadonlyMap<string, ResourceDrift>;
  readonly comparison: 'readOnly' | 'exact';
  /** Why it is not the comparison that was asked for. */
  readonly message?: string;
}

export interface UnitComparisonOptions {
  readonly client: ClusterClient;
  readonly schemas: SchemaSource;
  readonly comparison: 'readOnly' | 'exact';
  readonly rules: readonly IgnoreRule[];
  readonly disabledRules: readonly string[];
  readonly unmanaged: boolean;
  readonly fieldManager: string;
}

/** Compares what units declare with what is live of them. */
export class UnitComparison {
  readonly #options: UnitComparisonOptions;
  readonly #predictions: Predictions;

  constructor(options: UnitComparisonOptions) {
    this.#options = options;
    this.#predictions = new Predictions(options.client, options.fieldManager);
  }

  async compare(
    state: UnitState,
    applySet: ApplySet,
    signal?: AbortSignal,
  ): Promise<UnitDrift> {
    if (this.#options.comparison === 'readOnly') {
      return { drift: this.#compareEach(state), comparison: 'readOnly' };
    }
    const predicted = await this.#predictions.of(state, applySet, signal);
    if (predicted.type === 'predicted') {
      const { predictions } = predicted;
      return {
        drift: this.#compareEach(state, predictions),
        comparison: 'exact',
      };
    }
    return {
      drift: this.#compareEach(state),
      comparison: 'readOnly',
      message: `Compared by reading only, since nothing may be predicted: ${predicted.reason}`,
    };
  }

  #compareEach(
    state: UnitState,
    predictions: ReadonlyMap<string, Prediction> = new Map(),
  ): ReadonlyMap<string, ResourceDrift> {
    const salt = randomBytes(16);
    const drift = new Map<string, ResourceDrift>();
    const autoscaled = autoscaledTargets([
      ...state.declared.map(({ resource }) => resource),
      ...state.autoscalers,
    ]);
    for (const declared of state.declared) {
      const key = refKey(declared.ref);
      const found =
        statusWithoutFields(declared, state) ??
        this.#compareFields(declared, state, {
          prediction: predictions.get(key),
          isAutoscaled: autoscaled.has(targetKey(declared.ref)),
          salt,
        });
      // Of an object that is declared twice, the doubt is what is told.
      if (drift.has(key) && declared.problem === undefined) continue;
      drift.set(key, withUnitDoubt(found, state));
    }
    return drift;
  }

  #compareFields(
    declared: DeclaredObject,
    state: UnitState,
    context: {
      readonly prediction: Prediction | undefined;
      readonly isAutoscaled: boolean;
      readonly salt: Uint8Array;
    },
  ): ResourceDrift {
    const { prediction, isAutoscaled, salt } = context;
    if (prediction?.type === 'refused') {
      return indeterminate(declared, prediction.reason);
    }
    const live = state.live.get(refKey(declared.ref));
    const found = compareResource(
      {
        declared: declared.resource,
        live,
        predicted: prediction?.object,
        autoscaled: isAutoscaled,
        origin: field => declared.origin(field),
      },
      {
        schemas: this.#options.schemas,
        rules: this.#options.rules,
        disabledRules: this.#options.disabledRules,
        fieldManagers: this.#managersOf(live),
        unmanaged: this.#options.unmanaged,
        defaultNamespace: declared.ref.namespace,
        targets: namesOfTargets(declared, state),
        salt,
      },
    );
    return found ?? indeterminate(declared, "It can't be compared");
  }

  #managersOf(live: Resource | undefined): readonly string[] {
    const { fieldManager } = this.#options;
    if (live === undefined) return [fieldManager];
    return [...new Set([fieldManager, applierOf(live, fieldManager)])];
  }
}

function targetKey({ group, kind, namespace, name }: ResourceRef): string {
  return [group, kind, namespace ?? '', name].join('/');
}

/** Ids and services, by which rules select. */
function namesOfTargets(
  { resource }: DeclaredObject,
  { desired }: UnitState,
): readonly string[] {
  const ids = assignTargets(resource, desired.targets);
  return desired.targets
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ id, service }) => [id, service]);
}
