import { z } from 'zod';
import { changeSchema } from './change';
import { diagnosticSchema } from './diagnostic';
import {
  deliveryStepSchema,
  deliveryStopSchema,
  engineKindSchema,
  engineObjectSchema,
} from './observation';
import { targetRefSchema } from './target';

/**
 * What a rule says of a rendered result. `deny` blocks opening a proposal.
 *
 * @public
 */
export const policyResultSchema = z.object({
  policy: z.string(),
  level: z.enum(['deny', 'warn']),
  /** `group/kind/namespace/name`; `_` where there is none. */
  resource: z.string().optional(),
  /** The field of the resource that it is about. */
  field: z.string().optional(),
  message: z.string(),
  /** Where that is declared, as far as it is known. */
  file: z.string().optional(),
  line: z.number().int().positive().optional(),
});

/** @public */
export type PolicyResult = z.infer<typeof policyResultSchema>;

/** @public */
export const proposalKindSchema = z.enum([
  'promotion',
  'rollback',
  'acceptDrift',
  'setVersion',
  'scale',
  'addService',
  'addEnvironment',
  'retireService',
]);

/** @public */
export type ProposalKind = z.infer<typeof proposalKindSchema>;

/** A file of a proposal, as a unified diff with secrets masked. @public */
export const proposedFileSchema = z.object({
  branch: z.string(),
  path: z.string(),
  diff: z.string(),
});

/** @public */
export type ProposedFile = z.infer<typeof proposedFileSchema>;

/**
 * How one object would change in a unit's cluster: a unified diff of YAML,
 * secrets masked.
 *
 * @public
 */
export const renderedChangeSchema = z.object({
  unit: z.string(),
  /** `group/kind/namespace/name`; `_` where there is none. */
  resource: z.string(),
  diff: z.string(),
});

/** @public */
export type RenderedChange = z.infer<typeof renderedChangeSchema>;

/**
 * A value beside the versions that the two environments of a promotion declare
 * differently: perhaps on purpose, so it is only brought where `chosen`. `id`
 * names it in a request.
 *
 * @public
 */
export const proposedValueSchema = z.object({
  id: z.string(),
  target: z.string(),
  file: z.string(),
  line: z.number().int().positive(),
  field: z.string(),
  from: z.string(),
  to: z.string(),
  chosen: z.boolean(),
});

/** @public */
export type ProposedValue = z.infer<typeof proposedValueSchema>;

/**
 * A file that an edit may go into, where several would do, and the targets
 * that it would move.
 *
 * @public
 */
export const proposalPlaceSchema = z.object({
  file: z.string(),
  line: z.number().int().positive().optional(),
  affects: z.array(targetRefSchema),
});

/** @public */
export type ProposalPlace = z.infer<typeof proposalPlaceSchema>;

/** One version that a proposal moves. @public */
export const proposedMoveSchema = z.object({
  target: z.string(),
  kind: z.string(),
  name: z.string(),
  from: z.string(),
  to: z.string(),
});

/** @public */
export type ProposedMove = z.infer<typeof proposedMoveSchema>;

/**
 * What a proposal would do, planned against `revisions` (commit by branch).
 * `brings` are the changes of the source environment that it carries over.
 * `values` are what else a promotion could bring. `places` are the files that
 * accepted drift could be written to, where the choice is the person's.
 * `refused` tells why it may not be opened: a diagnostic of level `error`, a
 * policy that denies, or nothing to change; absent where it may. `open` is the
 * proposal for the same that is open already, and would be updated.
 *
 * @public
 */
export const proposalPlanSchema = z.object({
  kind: proposalKindSchema,
  title: z.string(),
  repository: z.string(),
  revisions: z.record(z.string(), z.string()),
  moves: z.array(proposedMoveSchema),
  files: z.array(proposedFileSchema),
  rendered: z.array(renderedChangeSchema),
  alsoAffects: z.array(targetRefSchema),
  brings: z.array(changeSchema),
  values: z.array(proposedValueSchema),
  places: z.array(proposalPlaceSchema),
  policies: z.array(policyResultSchema),
  diagnostics: z.array(diagnosticSchema),
  reviewers: z.array(z.string()),
  refused: z.string().optional(),
  open: z.object({ id: z.string(), url: z.string().optional() }).optional(),
});

/** @public */
export type ProposalPlan = z.infer<typeof proposalPlanSchema>;

/**
 * A pull request as its forge tells it. `checks` are those of its head commit
 * taken together, `unknown` where they may not be read; `mergeable` is `unknown` until the forge has worked it out.
 *
 * @public
 */
export const pullRequestStatusSchema = z.object({
  number: z.number().int().positive(),
  url: z.string(),
  title: z.string(),
  state: z.enum(['open', 'merged', 'closed']),
  draft: z.boolean(),
  author: z.string(),
  sourceBranch: z.string(),
  targetBranch: z.string(),
  headCommit: z.string(),
  mergeCommit: z.string().optional(),
  checks: z.object({
    state: z.enum(['none', 'pending', 'success', 'failure', 'unknown']),
    waitingFor: z.array(z.string()),
    failed: z.array(z.string()),
  }),
  approvedBy: z.array(z.string()),
  changesRequestedBy: z.array(z.string()),
  reviewsRequestedOf: z.array(z.string()),
  mergeable: z.enum(['yes', 'conflict', 'blocked', 'unknown']),
  autoMerge: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  mergedAt: z.string().optional(),
});

/** @public */
export type PullRequestStatus = z.infer<typeof pullRequestStatusSchema>;

/**
 * Where a proposal is on its way from a plan to running.
 *
 * `opening`: being written to the forge. `open`: waits for checks, reviews or a
 * merge. `merged`: not yet seen to run. `running`: every target it moved runs
 * what it asked for. `closed`: given up. `failed`: could not be opened.
 *
 * @public
 */
export const proposalStateSchema = z.enum([
  'opening',
  'open',
  'merged',
  'running',
  'closed',
  'failed',
]);

/** @public */
export type ProposalState = z.infer<typeof proposalStateSchema>;

/**
 * How far a merged proposal has come on one target, which `place` names for a
 * person. `steps` and `stopped` are about this merge, whatever else the engine
 * has seen since; `link` is the engine's own page of its `object`.
 *
 * `running`: it runs what was asked for, and well. `waiting`: not yet, for
 * `reason`. `unseen`: nobody looks at where it runs. `superseded`: a later
 * change took it elsewhere.
 *
 * @public
 */
export const proposalRolloutSchema = z.object({
  target: z.string(),
  place: z.string(),
  state: z.enum(['running', 'waiting', 'unseen', 'superseded']),
  reason: z.string().optional(),
  engine: engineKindSchema.optional(),
  object: engineObjectSchema.optional(),
  link: z.string().optional(),
  steps: z.array(deliveryStepSchema),
  stopped: deliveryStopSchema.optional(),
});

/** @public */
export type ProposalRollout = z.infer<typeof proposalRolloutSchema>;

/**
 * An opened proposal, or any open pull request that touches a target's files
 * (`kind` is absent where it wasn't proposed here). `rollouts` are those of a
 * merged one that is not known to run everywhere.
 *
 * @public
 */
export const proposalSchema = z.object({
  id: z.string(),
  repository: z.string(),
  kind: proposalKindSchema.optional(),
  state: proposalStateSchema,
  /** Why it failed, or what it waits for, for a person. */
  reason: z.string().optional(),
  title: z.string(),
  targets: z.array(z.string()),
  moves: z.array(proposedMoveSchema),
  createdBy: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  pullRequest: pullRequestStatusSchema.optional(),
  rollouts: z.array(proposalRolloutSchema).optional(),
});

/** @public */
export type Proposal = z.infer<typeof proposalSchema>;
