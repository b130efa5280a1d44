import { z } from 'zod';
import { driftStatusSchema, resourceDriftSchema } from '../model/drift';
import {
  deliverySchema,
  engineKindSchema,
  engineModeSchema,
  healthSchema,
  liveArtifactSchema,
  resourceObservationSchema,
  syncSchema,
} from '../model/observation';

/**
 * Why what is shown is not the newest: the cluster could not be read since
 * `since` (ISO 8601). What was seen before still stands, as of `observedAt`.
 *
 * @public
 */
export const staleSchema = z.object({
  since: z.string(),
  reason: z.string(),
});

/** @public */
export type Stale = z.infer<typeof staleSchema>;

/**
 * How far an engine in the cluster has brought a target's unit, without what
 * only its own page shows.
 *
 * @public
 */
export const deliverySummarySchema = deliverySchema.omit({
  conditions: true,
  history: true,
});

/** @public */
export type DeliverySummary = z.infer<typeof deliverySummarySchema>;

/**
 * What runs for a target now, as the API serves it with the target.
 *
 * `unobserved`: nothing has been seen yet, for `reason` (no cluster is
 * configured for it, the cluster could never be read, it can't be rendered…).
 * `observed`: the last good look. `drift` counts the fields and resources that
 * differ among the target's own resources; `since` is when the oldest of them
 * was first seen, `by` who last wrote that one.
 *
 * @public
 */
export const targetLiveSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('unobserved'),
    reason: z.string(),
    cluster: z.string().optional(),
  }),
  z.object({
    state: z.literal('observed'),
    cluster: z.string(),
    engine: engineKindSchema,
    mode: engineModeSchema.optional(),
    observedAt: z.string(),
    stale: staleSchema.optional(),
    sync: syncSchema,
    health: healthSchema,
    artifacts: z.array(liveArtifactSchema),
    /** Whether a declared image differs from those that run, and since when. */
    behind: z
      .object({ running: z.array(z.string()), since: z.string().optional() })
      .optional(),
    revision: z.string().optional(),
    appliedRevision: z.string().optional(),
    /** Of engines that run in the cluster. */
    delivery: deliverySummarySchema.optional(),
    drift: z.object({
      fields: z.number().int().nonnegative(),
      resources: z.number().int().nonnegative(),
      missing: z.number().int().nonnegative(),
      orphaned: z.number().int().nonnegative(),
      indeterminate: z.number().int().nonnegative(),
      since: z.string().optional(),
      by: z.string().optional(),
    }),
  }),
]);

/** @public */
export type TargetLive = z.infer<typeof targetLiveSchema>;

/** A resource without its field values: needs no `gitops.manifest.read`. @public */
export const resourceSummarySchema = resourceObservationSchema
  .omit({ differences: true, ignored: true })
  .extend({
    differences: z.number().int().nonnegative(),
    unmanaged: z.number().int().nonnegative(),
    ignored: z.number().int().nonnegative(),
    since: z.string().optional(),
  });

/** @public */
export type ResourceSummary = z.infer<typeof resourceSummarySchema>;

/** Answer of `GET /targets/:id/resources`. @public */
export const targetResourcesResponseSchema = z.object({
  live: targetLiveSchema,
  resources: z.array(resourceSummarySchema),
});

/** @public */
export type TargetResourcesResponse = z.infer<
  typeof targetResourcesResponseSchema
>;

/**
 * Answer of `GET /targets/:id/drift` (`gitops.manifest.read`): the resources
 * of the target's unit that are not simply synced, with field values, secrets
 * masked. `total` is how many resources were compared. `links` maps each
 * origin's file to a link to it, as in the target.
 *
 * @public
 */
export const targetDriftResponseSchema = z.object({
  live: targetLiveSchema,
  comparison: z.enum(['readOnly', 'exact']).optional(),
  total: z.number().int().nonnegative(),
  resources: z.array(resourceDriftSchema),
  links: z.record(z.string(), z.string()),
  lineFragment: z.string().optional(),
});

/** @public */
export type TargetDriftResponse = z.infer<typeof targetDriftResponseSchema>;

/** Names one resource in a query or a selection. @public */
export const resourceSelectorSchema = z.object({
  group: z.string().default(''),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});

/** @public */
export type ResourceSelector = z.infer<typeof resourceSelectorSchema>;

/**
 * Answer of `GET /targets/:id/manifest?group&kind&namespace&name`
 * (`gitops.manifest.read`): one resource as Git declares it and as it is live,
 * as YAML with secrets masked and what only the server writes left out.
 * Absent on the side where it isn't.
 *
 * @public
 */
export const targetManifestResponseSchema = z.object({
  status: driftStatusSchema,
  declared: z.string().optional(),
  live: z.string().optional(),
});

/** @public */
export type TargetManifestResponse = z.infer<
  typeof targetManifestResponseSchema
>;

/**
 * Body of `POST /targets/:id/sync` (`gitops.target.sync`). Without `resources`
 * the whole unit is synced. `dryRun` answers with the plan and changes nothing.
 * `prune` also deletes what Git no longer declares; namespaces and CRDs only
 * where `confirm` names them as `kind/name`.
 *
 * @public
 */
export const syncRequestSchema = z.object({
  // To an engine none selected may mean all of them.
  resources: z.array(resourceSelectorSchema).min(1).optional(),
  prune: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  confirm: z.array(z.string()).default([]),
});

/** @public */
export type SyncRequest = z.input<typeof syncRequestSchema>;

/**
 * One step of a sync. `skipped` and `failed` say why in `message`; a step that
 * fails doesn't stop the others.
 *
 * @public
 */
export const syncStepSchema = resourceSelectorSchema.extend({
  action: z.enum(['create', 'update', 'prune', 'none']),
  outcome: z.enum(['planned', 'done', 'failed', 'skipped']),
  message: z.string().optional(),
});

/** @public */
export type SyncStep = z.infer<typeof syncStepSchema>;

/** Answer of `POST /targets/:id/sync`. @public */
export const syncResponseSchema = z.object({
  revision: z.string(),
  dryRun: z.boolean(),
  steps: z.array(syncStepSchema),
});

/** @public */
export type SyncResponse = z.infer<typeof syncResponseSchema>;

/**
 * A configured cluster and how reading it goes. `failed`: it can't be read
 * since `since`; what was seen before stands, marked stale. `skewSeconds` is
 * how far its clock is ahead of ours, where that matters.
 *
 * @public
 */
export const clusterStatusSchema = z.object({
  name: z.string(),
  state: z.enum(['pending', 'ready', 'failed']),
  reason: z.string().optional(),
  since: z.string().optional(),
  lastSuccessAt: z.string().optional(),
  version: z.string().optional(),
  mode: engineModeSchema,
  units: z.number().int().nonnegative(),
  skewSeconds: z.number().optional(),
});

/** @public */
export type ClusterStatus = z.infer<typeof clusterStatusSchema>;

/** Answer of `GET /clusters`. @public */
export const clustersResponseSchema = z.object({
  items: z.array(clusterStatusSchema),
});

/** @public */
export type ClustersResponse = z.infer<typeof clustersResponseSchema>;

/**
 * Name of the signals channel on which the backend tells which targets have
 * news: `{ targets: string[] }`, ids only, so that a page fetches again under
 * its own permissions.
 *
 * @public
 */
export const GITOPS_SIGNAL_CHANNEL = 'gitops';

/** @public */
export const gitopsSignalSchema = z.object({ targets: z.array(z.string()) });

/** @public */
export type GitopsSignal = z.infer<typeof gitopsSignalSchema>;
