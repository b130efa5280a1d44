import { z } from 'zod';
import {
  deliverySchema,
  engineKindSchema,
  engineObjectSchema,
} from '../model/observation';
import { targetLiveSchema } from './live';

/**
 * What an engine, or its cluster, noted about a unit's object. `at` (ISO 8601)
 * is when it was noted last, `count` how often.
 *
 * @public
 */
export const engineEventSchema = z.object({
  type: z.enum(['normal', 'warning']),
  reason: z.string(),
  message: z.string(),
  at: z.string().optional(),
  count: z.number().int().positive(),
  object: engineObjectSchema,
});

/** @public */
export type EngineEvent = z.infer<typeof engineEventSchema>;

/**
 * When an Argo CD project lets a unit be synced (`allow`) or keeps it from it
 * (`deny`). `schedule` is a cron expression of five fields; `manual` tells that
 * people may sync all the same.
 *
 * @public
 */
export const engineWindowSchema = z.object({
  kind: z.enum(['allow', 'deny']),
  schedule: z.string(),
  duration: z.string(),
  timeZone: z.string().optional(),
  manual: z.boolean(),
  active: z.boolean(),
});

/** @public */
export type EngineWindow = z.infer<typeof engineWindowSchema>;

/**
 * What a person can have an engine do with a unit beside syncing it: look at
 * Git and the cluster now, end what is under way, be kept from the unit, or be
 * let at it again.
 *
 * @public
 */
export const engineActionSchema = z.enum([
  'refresh',
  'terminate',
  'suspend',
  'resume',
]);

/** @public */
export type EngineAction = z.infer<typeof engineActionSchema>;

/**
 * Answer of `GET /targets/:id/delivery`: how far the engine has brought the
 * target's unit, with its history, conditions and events (newest first).
 * `unanswered` tells why events and windows are missing, where the engine did
 * not answer. `actions` are those that the engine knows and that make sense
 * now; whether the person may is for the permissions to say. `canSync` tells
 * whether a sync would be begun now.
 *
 * @public
 */
export const targetDeliveryResponseSchema = z.object({
  live: targetLiveSchema,
  delivery: deliverySchema.optional(),
  events: z.array(engineEventSchema),
  windows: z.array(engineWindowSchema),
  unanswered: z.string().optional(),
  canSync: z.boolean().optional(),
  actions: z.array(engineActionSchema),
});

/** @public */
export type TargetDeliveryResponse = z.infer<
  typeof targetDeliveryResponseSchema
>;

/**
 * Body of `POST /targets/:id/engine`. `refresh` and `terminate` need
 * `gitops.target.sync`, `suspend` and `resume` `gitops.target.suspend`. A
 * `hard` refresh renders anew. `reason` is kept on the engine's object.
 *
 * @public
 */
export const engineActionRequestSchema = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('refresh'),
    hard: z.boolean().default(false),
  }),
  z.object({ action: z.literal('terminate') }),
  z.object({
    action: z.literal('suspend'),
    reason: z.string().trim().min(1).max(500),
  }),
  z.object({ action: z.literal('resume') }),
]);

/** @public */
export type EngineActionRequest = z.input<typeof engineActionRequestSchema>;

/** Answer of `POST /targets/:id/engine`: what was asked of which object. @public */
export const engineActionResponseSchema = z.object({
  action: engineActionSchema,
  object: engineObjectSchema,
});

/** @public */
export type EngineActionResponse = z.infer<typeof engineActionResponseSchema>;

/**
 * An engine's object that no repository declares, with what it deploys.
 *
 * @public
 */
export const undeclaredObjectSchema = z.object({
  object: engineObjectSchema,
  link: z.string().optional(),
  sources: z.array(
    z.object({ url: z.string().optional(), path: z.string().optional() }),
  ),
});

/** @public */
export type UndeclaredObject = z.infer<typeof undeclaredObjectSchema>;

/**
 * An engine and how reading it goes: an instance of Argo CD by its configured
 * name, or Flux on the cluster `name`. `failed`: it can't be read since
 * `since`, for `reason`; what it said before stands, marked stale.
 * `units` are those it applies. `undeclared` are the first of
 * `undeclaredTotal`; absent where the person may not see all targets.
 *
 * @public
 */
export const engineStatusSchema = z.object({
  kind: engineKindSchema,
  name: z.string(),
  link: z.string().optional(),
  state: z.enum(['pending', 'ready', 'failed']),
  reason: z.string().optional(),
  since: z.string().optional(),
  lastSuccessAt: z.string().optional(),
  units: z.number().int().nonnegative(),
  undeclaredTotal: z.number().int().nonnegative().optional(),
  undeclared: z.array(undeclaredObjectSchema).optional(),
});

/** @public */
export type EngineStatus = z.infer<typeof engineStatusSchema>;

/** Answer of `GET /engines`. @public */
export const enginesResponseSchema = z.object({
  items: z.array(engineStatusSchema),
});

/** @public */
export type EnginesResponse = z.infer<typeof enginesResponseSchema>;
