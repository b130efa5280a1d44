import { EngineMode, Unit } from '@backstage-gitops/plugin-gitops-common';
import { ResourceRef } from '../../manifests/Resource';
import { BuiltinEngineOptions } from '../builtin/BuiltinEngineOptions';
import { FluxApplier, FluxObject } from './api/FluxObject';

/** What of Flux's objects no unit tells. @public */
export interface FluxSurvey {
  /** How many units it brings. */
  readonly units: number;
  /** Objects that no repository declares. */
  readonly undeclared: readonly FluxApplier[];
  /** By unit: objects that apply the same. */
  readonly contested: ReadonlyMap<string, readonly FluxApplier[]>;
  /** All of them, sources and image policies too. */
  readonly objects: readonly FluxObject[];
}

/** @public */
export interface FluxEngineOptions
  extends Omit<BuiltinEngineOptions, 'mode' | 'modeOf'> {
  /**
   * What the built-in engine does with units that nothing of Flux brings, nor
   * is declared to. Where absent they are told as not brought.
   */
  readonly mode?: EngineMode;
  /**
   * Whether a source of Flux is the repository, at the branch, that declares a
   * unit; where absent, objects are found by name alone.
   */
  readonly isSourceOf?: (
    unit: Unit,
    source: { readonly url: string; readonly branch?: string },
  ) => boolean;
  /**
   * Whether `later` holds the commit `earlier`; `undefined` where that isn't
   * known. Where absent, only the declared commit itself counts as reached.
   */
  readonly containsCommit?: (
    unit: Unit,
    later: string,
    earlier: string,
  ) => boolean | undefined;
  /** The page of one of Flux's objects, where there is a portal for them. */
  readonly linkOf?: (object: ResourceRef) => string | undefined;
  /** Told after each look at Flux's objects. Must not throw. */
  readonly onSurvey?: (survey: FluxSurvey) => void;
}
