import { z } from 'zod';
import { resourceDriftSchema } from './drift';

/** What makes a cluster follow Git. @public */
export const engineKindSchema = z.enum(['argocd', 'flux', 'builtin']);

/** @public */
export type EngineKind = z.infer<typeof engineKindSchema>;

/**
 * How the built-in engine follows Git: it only looks, it applies when a person
 * asks, or it applies every change and corrects drift.
 *
 * @public
 */
export const engineModeSchema = z.enum(['observe', 'manual', 'auto']);

/** @public */
export type EngineMode = z.infer<typeof engineModeSchema>;

/**
 * `progressing`: on its way to what is declared. `degraded`: tried and failed,
 * or got worse. `missing`: declared and not there. `unknown` is never shown as
 * healthy.
 *
 * @public
 */
export const healthStateSchema = z.enum([
  'healthy',
  'progressing',
  'suspended',
  'missing',
  'degraded',
  'unknown',
]);

/** @public */
export type HealthState = z.infer<typeof healthStateSchema>;

/** @public */
export const healthSchema = z.object({
  state: healthStateSchema,
  message: z.string().optional(),
});

/** @public */
export type Health = z.infer<typeof healthSchema>;

/** Whether what is live is what Git declares, and why that can't be told. @public */
export const syncSchema = z.object({
  state: z.enum(['synced', 'outOfSync', 'unknown']),
  reason: z.string().optional(),
});

/** @public */
export type Sync = z.infer<typeof syncSchema>;

/**
 * What really runs: read from pods, not from the specification that asks for
 * them. `version` is the tag, `digest` what the runtime resolved it to; `pods`
 * run it, of which `ready` are ready; `since` (ISO 8601) is when the oldest of
 * them started.
 *
 * @public
 */
export const liveArtifactSchema = z.object({
  kind: z.literal('image'),
  name: z.string(),
  version: z.string(),
  digest: z.string().optional(),
  pods: z.number().int().nonnegative(),
  ready: z.number().int().nonnegative(),
  since: z.string().optional(),
});

/** @public */
export type LiveArtifact = z.infer<typeof liveArtifactSchema>;

/** One resource of a unit: compared, with its health. @public */
export const resourceObservationSchema = resourceDriftSchema.extend({
  /** Of the live object. */
  apiVersion: z.string().optional(),
  health: healthSchema,
  /** Targets whose service the resource belongs to; all where none is told. */
  targets: z.array(z.string()),
});

/** @public */
export type ResourceObservation = z.infer<typeof resourceObservationSchema>;

/** What is said of one target, out of its unit's observation. @public */
export const targetObservationSchema = z.object({
  target: z.string(),
  health: healthSchema,
  sync: syncSchema,
  artifacts: z.array(liveArtifactSchema),
});

/** @public */
export type TargetObservation = z.infer<typeof targetObservationSchema>;

/**
 * What an engine or cluster says about a unit and its targets at one moment.
 *
 * `comparison` tells which mode produced the differences: `readOnly` compares
 * what Git declares, `exact` predicts by a dry-run apply. `revision` is the
 * commit whose declaration was compared; `appliedRevision` the one that the
 * engine applied last.
 *
 * @public
 */
export const unitObservationSchema = z.object({
  unit: z.string(),
  cluster: z.string(),
  engine: engineKindSchema,
  mode: engineModeSchema.optional(),
  comparison: z.enum(['readOnly', 'exact']),
  observedAt: z.string(),
  revision: z.string().optional(),
  appliedRevision: z.string().optional(),
  sync: syncSchema,
  health: healthSchema,
  message: z.string().optional(),
  resources: z.array(resourceObservationSchema),
  targets: z.array(targetObservationSchema),
});

/** @public */
export type UnitObservation = z.infer<typeof unitObservationSchema>;
