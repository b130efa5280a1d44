import { z } from 'zod';
import { changeSchema } from '../model/change';
import { troubleKindSchema } from '../model/deliveryTrouble';
import { diagnosticSchema } from '../model/diagnostic';
import { environmentSchema } from '../model/environment';
import { engineKindSchema } from '../model/observation';
import { targetSchema } from '../model/target';
import { clusterStatusSchema, targetLiveSchema } from './live';

/**
 * How far a target is behind the environment before it.
 *
 * `same`: it declares the same versions. `behind`: `count` changes of
 * `environment` have not arrived; `changes` are the newest of them (at most
 * 20) and `since` is when the oldest of them took effect there (ISO 8601).
 * `differs`: the versions differ, but the one here was never declared there,
 * so no count can be told. `first`: nothing comes before it.
 *
 * @public
 */
export const behindSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('first') }),
  z.object({ state: z.literal('same'), environment: z.string() }),
  z.object({ state: z.literal('differs'), environment: z.string() }),
  z.object({
    state: z.literal('behind'),
    environment: z.string(),
    count: z.number().int().positive(),
    since: z.string(),
    changes: z.array(changeSchema),
  }),
]);

/** @public */
export type Behind = z.infer<typeof behindSchema>;

/**
 * A target as the API serves it: with its repository, the entity and owner it
 * is tied to, its newest change and its lag. `links` maps each origin file to
 * a link to it at the read revision, where the forge is known; append `#` and
 * `lineFragment` with `{line}` replaced (`L{line}` where it is absent).
 * `dependencyFiles` is how many files the target's unit depends on. `live` is
 * absent where the portal knows no cluster at all.
 *
 * @public
 */
export const targetStateSchema = targetSchema.extend({
  repository: z.string(),
  revision: z.string(),
  unitKind: z.string(),
  unitName: z.string(),
  entityRef: z.string().optional(),
  owner: z.string().optional(),
  lastChange: changeSchema.optional(),
  behind: behindSchema,
  links: z.record(z.string(), z.string()),
  lineFragment: z.string().optional(),
  dependencyFiles: z.number().int().nonnegative().optional(),
  live: targetLiveSchema.optional(),
});

/** @public */
export type TargetState = z.infer<typeof targetStateSchema>;

/**
 * A configured repository and how reading it goes.
 *
 * `pending`: never read yet. `ready`: the last read succeeded. `failed`: the
 * last read failed for `error`; what an earlier read found still stands, as of
 * `lastSuccessAt`. `url` never holds credentials.
 *
 * @public
 */
export const repositoryStatusSchema = z.object({
  id: z.string(),
  url: z.string(),
  state: z.enum(['pending', 'ready', 'failed']),
  error: z.string().optional(),
  lastAttemptAt: z.string().optional(),
  lastSuccessAt: z.string().optional(),
  revisions: z.record(z.string(), z.string()),
  units: z.number().int().nonnegative(),
  targets: z.number().int().nonnegative(),
  diagnostics: z.object({
    info: z.number().int().nonnegative(),
    warning: z.number().int().nonnegative(),
    error: z.number().int().nonnegative(),
  }),
});

/** @public */
export type RepositoryStatus = z.infer<typeof repositoryStatusSchema>;

/** Answer of `GET /repositories`. @public */
export const repositoriesResponseSchema = z.object({
  items: z.array(repositoryStatusSchema),
});

/** @public */
export type RepositoriesResponse = z.infer<typeof repositoriesResponseSchema>;

/** Answer of `GET /repositories/:id/diagnostics`. @public */
export const diagnosticsResponseSchema = z.object({
  items: z.array(diagnosticSchema),
  total: z.number().int().nonnegative(),
  nextCursor: z.string().optional(),
});

/** @public */
export type DiagnosticsResponse = z.infer<typeof diagnosticsResponseSchema>;

/**
 * Answer of `GET /entities/:kind/:namespace/:name/targets`. `environments` are
 * in promotion order. `repositories` are those the targets come from; where
 * the entity has no target, all that were searched, so that a page can say
 * whether nothing is declared or nothing could be read. `clusters` are those
 * that the targets run on, so that a page can say which of them are away.
 *
 * @public
 */
export const entityTargetsResponseSchema = z.object({
  services: z.array(z.string()),
  environments: z.array(environmentSchema),
  targets: z.array(targetStateSchema),
  repositories: z.array(repositoryStatusSchema),
  clusters: z.array(clusterStatusSchema).optional(),
});

/** @public */
export type EntityTargetsResponse = z.infer<typeof entityTargetsResponseSchema>;

/**
 * Query of the history routes. `kind`: `versions` (the default) are changes
 * that moved an artifact, `rollbacks` those that moved one back, `all` also
 * those that touched a dependency file only.
 *
 * @public
 */
export const historyQuerySchema = z.object({
  environment: z.string().optional(),
  kind: z.enum(['versions', 'rollbacks', 'all']).default('versions'),
  limit: z.coerce.number().int().min(1).max(200).default(25),
  cursor: z.string().optional(),
});

/** @public */
export type HistoryQuery = z.input<typeof historyQuerySchema>;

const rolloutPlace = {
  target: z.string(),
  cluster: z.string(),
  engine: engineKindSchema,
};

/**
 * How far a change came on one of its targets. `appliedAt` (ISO 8601) is when
 * the cluster was told a revision that holds it first, `runningAt` when such a
 * revision was first seen to run well.
 *
 * `waiting`: it is known not to have been applied. `applied`: whether it ran
 * well then was not seen. `settling`: it is applied now, and is not well yet.
 * What nobody knows is left out altogether.
 *
 * @public
 */
export const changeRolloutSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), ...rolloutPlace }),
  z.object({
    state: z.enum(['applied', 'settling']),
    ...rolloutPlace,
    appliedAt: z.string(),
  }),
  z.object({
    state: z.literal('running'),
    ...rolloutPlace,
    appliedAt: z.string(),
    runningAt: z.string(),
  }),
]);

/** @public */
export type ChangeRollout = z.infer<typeof changeRolloutSchema>;

/**
 * A change with the environment it took effect in and links into the forge,
 * where it is known. `rollouts` are those that were seen, by target.
 *
 * @public
 */
export const changeEntrySchema = changeSchema.extend({
  rollouts: z.array(changeRolloutSchema).optional(),
  environment: z.string(),
  clusters: z.array(z.string()),
  repository: z.string(),
  commitUrl: z.string().optional(),
});

/** @public */
export type ChangeEntry = z.infer<typeof changeEntrySchema>;

/**
 * Answer of `GET /targets/:id/history` and
 * `GET /entities/:kind/:namespace/:name/history`, newest first.
 *
 * @public
 */
export const historyResponseSchema = z.object({
  items: z.array(changeEntrySchema),
  nextCursor: z.string().optional(),
});

/** @public */
export type HistoryResponse = z.infer<typeof historyResponseSchema>;

/**
 * Query of `GET /targets`, the fleet. `olderThanDays` selects targets whose
 * newest change took effect at least so long ago; `minBehind` those at least
 * so many changes behind. `state` selects by what runs: `drifted` have a field
 * or resource that isn't as declared, `unhealthy` are degraded or missing, and
 * both may be true of one target; `unknown` were not seen, not lately, or can't
 * be compared; `fine` are none of all these. `engine` selects those that an
 * engine was last seen to bring, `instance` those of one Argo CD by its
 * configured name. `stuck` selects by where what is declared comes no further,
 * as far as that was seen of late: one kind of trouble, or `any` of those that
 * do not go on by themselves at once (all but `rollingOut` and `unknown`);
 * what is unhealthy is `degraded` as well. Sorting by `state` goes from fine to
 * unhealthy, by `drift` from none to the most.
 *
 * @public
 */
export const fleetQuerySchema = z.object({
  text: z.string().optional(),
  service: z.string().optional(),
  environment: z.string().optional(),
  repository: z.string().optional(),
  owner: z.string().optional(),
  olderThanDays: z.coerce.number().int().nonnegative().optional(),
  minBehind: z.coerce.number().int().nonnegative().optional(),
  state: z
    .enum(['drifted', 'unhealthy', 'outOfSync', 'unknown', 'fine'])
    .optional(),
  engine: engineKindSchema.optional(),
  instance: z.string().optional(),
  stuck: z.enum(['any', ...troubleKindSchema.options]).optional(),
  sort: z
    .enum([
      'service',
      'environment',
      'repository',
      'owner',
      'changed',
      'behind',
      'drift',
      'state',
    ])
    .default('service'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});

/** @public */
export type FleetQuery = z.input<typeof fleetQuerySchema>;

/**
 * A target without its lists of changes: what a row of the fleet needs.
 * `behindCount` is absent where it can't be told.
 *
 * @public
 */
export const fleetRowSchema = targetSchema.omit({ aliases: true }).extend({
  repository: z.string(),
  entityRef: z.string().optional(),
  owner: z.string().optional(),
  changedAt: z.string().optional(),
  behindState: z.enum(['first', 'same', 'differs', 'behind']),
  behindCount: z.number().int().nonnegative().optional(),
  behindSince: z.string().optional(),
  live: targetLiveSchema.optional(),
});

/** @public */
export type FleetRow = z.infer<typeof fleetRowSchema>;

/**
 * Answer of `GET /targets`. `total` and `counts` are over everything the
 * filters select: how many services, and how many targets are behind or differ
 * from the environment before them, have drifted, are unhealthy or are stuck
 * anywhere (all three absent where the portal knows no cluster). `facets` are
 * the values that filters can take, over all targets the person may see;
 * `engines` are those that bring any, Argo CD by instance.
 *
 * @public
 */
export const fleetResponseSchema = z.object({
  items: z.array(fleetRowSchema),
  total: z.number().int().nonnegative(),
  nextCursor: z.string().optional(),
  counts: z
    .object({
      services: z.number().int().nonnegative(),
      behind: z.number().int().nonnegative(),
      differs: z.number().int().nonnegative(),
      drifted: z.number().int().nonnegative().optional(),
      unhealthy: z.number().int().nonnegative().optional(),
      stuck: z.number().int().nonnegative().optional(),
    })
    .optional(),
  facets: z.object({
    environments: z.array(z.string()),
    repositories: z.array(z.string()),
    owners: z.array(z.string()),
    engines: z
      .array(
        z.object({ kind: engineKindSchema, instance: z.string().optional() }),
      )
      .optional(),
  }),
  repositories: z.array(repositoryStatusSchema),
});

/** @public */
export type FleetResponse = z.infer<typeof fleetResponseSchema>;
