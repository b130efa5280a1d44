import {
  Delivery,
  EngineAction,
  engineActionRequestSchema,
  EngineEvent,
  EngineKind,
  EngineObject,
  EngineWindow,
  LiveArtifact,
  SyncResponse,
} from '@backstage-gitops/plugin-gitops-common';
import {
  DesiredUnit,
  Resource,
  ResourceRef,
  SyncOptions,
} from '@backstage-gitops/plugin-gitops-node';
import { z } from 'zod';
import { IndexedUnit } from '../database/UnitReader';

/** What a person asks of an engine, already parsed. */
export type EngineRequest = z.output<typeof engineActionRequestSchema>;

/** A unit that an engine in or beside a cluster brings, as it was last seen. */
export interface EngineUnit extends IndexedUnit {
  readonly cluster: string;
  readonly delivery?: Delivery;
}

/** What the engine knows of a unit beside its delivery, asked for a page. */
export interface EngineDetails {
  /** Newest first. */
  readonly events: readonly EngineEvent[];
  readonly windows: readonly EngineWindow[];
  /** Why events and windows are missing, where the engine did not answer. */
  readonly unanswered?: string;
  /** What pods of some of its resources run, where the engine tells. */
  readonly running?: (resources: readonly ResourceRef[]) => LiveArtifact[];
  /** Whether a sync would be begun now. */
  readonly canSync: boolean;
  /** That it knows and that make sense now, whoever may ask for them. */
  readonly actions: readonly EngineAction[];
}

/**
 * An engine that runs in or beside clusters, as pages and people see it. It
 * asks nobody for permission and writes no audit log: its callers do.
 */
export interface UnitEngine {
  readonly kind: EngineKind;
  /** Whether it can sync some of a unit's resources without the others. */
  readonly syncsParts: boolean;
  /**
   * Whether it tells where the fields are declared that differ. Where it can't,
   * a page that shows them has the unit rendered.
   */
  readonly tellsOrigins: boolean;
  /**
   * Rejects for nothing but `signal`: what can't be asked is told as
   * `unanswered`.
   */
  details(unit: EngineUnit, signal: AbortSignal): Promise<EngineDetails>;
  /** A resource as it is declared and live, of engines that alone know it. */
  resource?(
    unit: EngineUnit,
    resource: ResourceRef,
  ): Promise<{ readonly declared?: Resource; readonly live?: Resource }>;
  /**
   * Tells which object was asked. Rejects with a ConflictError for what the
   * engine doesn't know or what makes no sense now, in words for the person.
   *
   * @param by - the entity ref of who asks.
   */
  act(
    unit: EngineUnit,
    request: EngineRequest,
    by: string,
    signal: AbortSignal,
  ): Promise<EngineObject>;
  /**
   * Has the engine apply what Git declares now.
   *
   * @param desired - renders the unit, for an engine that has to know.
   */
  sync(
    unit: EngineUnit,
    desired: () => Promise<DesiredUnit>,
    options: SyncOptions,
    by: string,
  ): Promise<SyncResponse>;
}

/** The engines of a portal, by their kind. */
export type UnitEngines = ReadonlyMap<EngineKind, UnitEngine>;
