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
 * A revision as an engine tells it (`main@sha1:…`, a chart's version), and the
 * commit that it is, where it names one. `at` (ISO 8601) is when it was reached.
 *
 * @public
 */
export const engineRevisionSchema = z.object({
  revision: z.string(),
  commit: z.string().optional(),
  at: z.string().optional(),
});

/** @public */
export type EngineRevision = z.infer<typeof engineRevisionSchema>;

/** An engine's own object, such as a Flux Kustomization. @public */
export const engineObjectSchema = z.object({
  group: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});

/** @public */
export type EngineObject = z.infer<typeof engineObjectSchema>;

/**
 * One step of the way from Git to what runs. `declared`: merged. `fetched`: the
 * engine has seen it. `applied`: it is what the cluster was told. `running`: it
 * is what runs, and well.
 *
 * @public
 */
export const deliveryStepSchema = z.object({
  step: z.enum(['declared', 'fetched', 'applied', 'running']),
  state: z.enum(['done', 'pending', 'failed', 'unknown']),
  revision: engineRevisionSchema.optional(),
  message: z.string().optional(),
});

/** @public */
export type DeliveryStep = z.infer<typeof deliveryStepSchema>;

/** Why a declaration comes no further, for now or until someone acts. @public */
export const deliveryStopSchema = z.object({
  reason: z.enum([
    'notFetched',
    'waiting',
    'failed',
    'suspended',
    'rollingOut',
    'degraded',
  ]),
  message: z.string(),
});

/** @public */
export type DeliveryStop = z.infer<typeof deliveryStopSchema>;

/** @public */
export const engineConditionSchema = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string().optional(),
  message: z.string().optional(),
  since: z.string().optional(),
});

/** @public */
export type EngineCondition = z.infer<typeof engineConditionSchema>;

/**
 * What an engine is doing for a unit, or did last. `by` started it; where
 * `automated` is set the engine did by itself.
 *
 * @public
 */
export const engineOperationSchema = z.object({
  phase: z.enum(['running', 'succeeded', 'failed']),
  message: z.string().optional(),
  by: z.string().optional(),
  automated: z.boolean(),
  dryRun: z.boolean().optional(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  revision: engineRevisionSchema.optional(),
});

/** @public */
export type EngineOperation = z.infer<typeof engineOperationSchema>;

/**
 * How far an engine that runs in the cluster has brought a unit: its object,
 * its own word on it, and the steps. `claimedBy` are the objects that claim the
 * unit where several do; then nothing is told of either. `suspended` says who
 * did it and why, where that was noted; `waitsFor` names what has to be ready
 * first. `history` is the engine's own, newest first. `instance` is which
 * engine, where there are several; `automated` is set while it syncs by itself,
 * so that only Git can take something back.
 *
 * @public
 */
export const deliverySchema = z.object({
  object: engineObjectSchema.optional(),
  claimedBy: z.array(engineObjectSchema).optional(),
  /** The engine's own page of the object. */
  link: z.string().optional(),
  state: z.enum([
    'synced',
    'outOfSync',
    'progressing',
    'failed',
    'suspended',
    'unknown',
  ]),
  message: z.string().optional(),
  fetched: engineRevisionSchema.optional(),
  attempted: engineRevisionSchema.optional(),
  applied: engineRevisionSchema.optional(),
  suspended: z
    .object({
      by: z.string().optional(),
      reason: z.string().optional(),
      /** ISO 8601. */
      since: z.string().optional(),
    })
    .optional(),
  instance: z.string().optional(),
  automated: z.object({ prune: z.boolean(), selfHeal: z.boolean() }).optional(),
  operation: engineOperationSchema.optional(),
  waitsFor: z.array(z.string()),
  conditions: z.array(engineConditionSchema),
  history: z.array(
    z.object({
      revision: engineRevisionSchema,
      status: z.string().optional(),
      message: z.string().optional(),
      /** Who started it, and how long it took, where that is kept. */
      by: z.string().optional(),
      startedAt: z.string().optional(),
    }),
  ),
  steps: z.array(deliveryStepSchema),
  stopped: deliveryStopSchema.optional(),
});

/** @public */
export type Delivery = z.infer<typeof deliverySchema>;

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
  /** Of engines that run in the cluster. */
  delivery: deliverySchema.optional(),
  resources: z.array(resourceObservationSchema),
  targets: z.array(targetObservationSchema),
});

/** @public */
export type UnitObservation = z.infer<typeof unitObservationSchema>;
