import { z } from 'zod';
import { proposalPlanSchema, proposalSchema } from '../model/proposal';
import { resourceSelectorSchema } from './live';

/** What every proposal may say of the pull request it becomes. */
const common = {
  title: z.string().max(200).optional(),
  /** Shown in the pull request, as text. */
  reason: z.string().max(4000).optional(),
  draft: z.boolean().default(false),
  autoMerge: z.boolean().default(false),
  /** Also where other environments take the version from the same place. */
  allowOthers: z.boolean().default(false),
};

/**
 * What is asked for. Targets are named by id: those that are to move. All of
 * one request belong to one repository.
 *
 * @public
 */
export const proposalRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('promotion'),
    ...common,
    from: z.string(),
    to: z.array(z.string()).min(1),
    /** Names of artifacts; all where absent. */
    artifacts: z.array(z.string()).optional(),
  }),
  z.object({
    kind: z.literal('rollback'),
    ...common,
    targets: z.array(z.string()).min(1),
    /** A commit that landed, or a version that was declared. */
    to: z.string(),
  }),
  z.object({
    kind: z.literal('setVersion'),
    ...common,
    targets: z.array(z.string()).min(1),
    artifact: z.string(),
    version: z.string(),
    digest: z.string().optional(),
  }),
  z.object({
    kind: z.literal('acceptDrift'),
    ...common,
    target: z.string(),
    resource: resourceSelectorSchema,
    fields: z.array(z.string()).min(1),
  }),
]);

/** @public */
export type ProposalRequest = z.input<typeof proposalRequestSchema>;

/**
 * Body of `POST /proposals` (`gitops.proposal.create` on every target that
 * moves). `revisions` are those of the plan that was looked at: where a branch
 * has moved since and the same field with it, the answer is a ConflictError.
 *
 * @public
 */
export const openProposalSchema = z.object({
  request: proposalRequestSchema,
  revisions: z.record(z.string(), z.string()),
});

/** @public */
export type OpenProposal = z.input<typeof openProposalSchema>;

/** Answer of `POST /proposals/preview`. @public */
export const proposalPreviewSchema = proposalPlanSchema;

/** Query of `GET /proposals`. @public */
export const proposalsQuerySchema = z.object({
  target: z.string().optional(),
  entity: z.string().optional(),
  state: z.enum(['open', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});

/** @public */
export type ProposalsQuery = z.input<typeof proposalsQuerySchema>;

/** Answer of `GET /proposals`. @public */
export const proposalsResponseSchema = z.object({
  items: z.array(proposalSchema),
  nextCursor: z.string().optional(),
});

/** @public */
export type ProposalsResponse = z.infer<typeof proposalsResponseSchema>;
