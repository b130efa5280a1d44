import {
  EngineKind,
  SyncResponse,
  Target,
  Unit,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { Resource, ResourceRef } from '../manifests/Resource';

/**
 * What an engine has to know of a unit at one revision: what it declares (see
 * UnitRender of `render`, whose shape this is) and the targets it holds.
 *
 * @public
 */
export interface DesiredUnit {
  readonly unit: Unit;
  readonly targets: readonly Target[];
  readonly revision: string;
  /** Namespace of declared objects that name none. */
  readonly namespace?: string;
  readonly resources: readonly {
    readonly resource: Resource;
    /** Why it can't be compared and must not be applied, while it is declared. */
    readonly indeterminate?: string;
    origin(
      field: string,
    ): { readonly file: string; readonly line: number } | undefined;
  }[];
  /** Why it can't be told what is declared; empty where it can. */
  readonly indeterminate: readonly string[];
}

/** @public */
export interface SyncOptions {
  /** All of the unit where absent. */
  readonly resources?: readonly ResourceRef[];
  readonly prune: boolean;
  readonly dryRun: boolean;
  /** Namespaces and CRDs that may be deleted, as `kind/name`. */
  readonly confirm: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * What makes one cluster follow Git, seen from here. An engine lives as long as
 * it is watched; what it learned may be kept between observations.
 *
 * @public
 */
export interface Engine {
  readonly kind: EngineKind;
  readonly cluster: string;
  /**
   * Looks until `signal` aborts. Calls `onObservation` for each unit once it is
   * known, and again whenever it has changed; rejects where the cluster can't be
   * read, so that what was seen last can be marked stale.
   */
  watch(options: {
    /** What is declared now; asked again after `changed` told so. */
    readonly units: () => Promise<readonly DesiredUnit[]>;
    readonly onObservation: (observation: UnitObservation) => Promise<void>;
    /** Resolves when what is declared has moved; asked anew each time. */
    readonly changed: () => Promise<void>;
    readonly signal: AbortSignal;
  }): Promise<void>;
  /** One object as it is live now, for a page that shows it; not masked. */
  get(ref: ResourceRef, signal?: AbortSignal): Promise<Resource | undefined>;
  sync(unit: DesiredUnit, options: SyncOptions): Promise<SyncResponse>;
}
