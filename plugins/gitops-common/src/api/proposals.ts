import { z } from 'zod';
import { diagnosticSchema } from '../model/diagnostic';
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

/** A name that is safe as a folder, a file and a Kubernetes object. */
const dnsLabel = z
  .string()
  .max(63)
  .regex(
    /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
    'is no name of lower-case letters, digits and dashes',
  );

/** An image's name, tag or digest, or a chart's version: one plain word. */
const imageName = z
  .string()
  .max(255)
  .regex(/^[a-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)*$/i, 'is no name of an image');
const version = z
  .string()
  .max(255)
  .regex(/^[\w][\w.+-]*$/, 'is no version');
const digest = z.string().regex(/^[a-z0-9]+:[a-f0-9]{32,128}$/, 'is no digest');

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
    /** Ids of the plan's `values` that are to be brought as well. */
    values: z.array(z.string()).optional(),
  }),
  z.object({
    kind: z.literal('rollback'),
    ...common,
    targets: z.array(z.string()).min(1),
    /**
     * A commit that landed: every artifact goes back to what it was then. Or a
     * version: the artifacts that were declared with it go back to it.
     */
    to: z.string(),
    /** Names of artifacts; all that `to` means where absent. */
    artifacts: z.array(z.string()).optional(),
    /**
     * `restore` brings back the versions that were declared then and leaves
     * later edits alone; `revert` undoes the whole change that landed with the
     * commit `to`.
     */
    mode: z.enum(['restore', 'revert']).default('restore'),
  }),
  z.object({
    kind: z.literal('setVersion'),
    ...common,
    targets: z.array(z.string()).min(1),
    artifact: z.string(),
    version,
    digest: digest.optional(),
  }),
  z.object({
    kind: z.literal('scale'),
    ...common,
    targets: z.array(z.string()).min(1),
    /** Which workload; needed where a target has several. */
    resource: resourceSelectorSchema.optional(),
    replicas: z.number().int().min(0).max(10_000),
  }),
  z.object({
    kind: z.literal('acceptDrift'),
    ...common,
    target: z.string(),
    resource: resourceSelectorSchema,
    fields: z.array(z.string()).min(1),
    /** The file to write to, one of the plan's `places`. */
    file: z.string().optional(),
  }),
  z.object({
    kind: z.literal('addService'),
    ...common,
    repository: z.string(),
    service: dnsLabel,
    /** A service of the repository whose shape it takes; else the layout's own. */
    like: z.string().optional(),
    /** All where absent. */
    environments: z.array(z.string()).min(1).optional(),
    namespace: dnsLabel.optional(),
    image: z.object({ name: imageName, version, digest: digest.optional() }),
    port: z.number().int().min(1).max(65_535).optional(),
    replicas: z.number().int().min(0).max(10_000).optional(),
    /** The entity that it is for; decides with the environment who may. */
    entityRef: z.string().max(500).optional(),
  }),
  z.object({
    kind: z.literal('addEnvironment'),
    ...common,
    repository: z.string(),
    environment: dnsLabel,
    /** The environment whose declarations it starts with. */
    like: z.string(),
    cluster: dnsLabel.optional(),
  }),
  z.object({
    kind: z.literal('retireService'),
    ...common,
    /** Every one that is to go. */
    targets: z.array(z.string()).min(1),
  }),
]);

/** @public */
export type ProposalRequest = z.input<typeof proposalRequestSchema>;

/** A request with its defaults filled in. @public */
export type CheckedProposalRequest = z.output<typeof proposalRequestSchema>;

/**
 * Body of `POST /proposals` (`gitops.proposal.create` on every target that
 * moves). `revisions` are those of the plan that was looked at: where a branch
 * has moved since and the same field with it, the answer is a ConflictError.
 * `forgeToken` is the person's own token of the forge; with it the pull
 * request is theirs.
 *
 * @public
 */
export const openProposalSchema = z.object({
  request: proposalRequestSchema,
  revisions: z.record(z.string(), z.string()),
  forgeToken: z.string().max(4096).optional(),
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

/**
 * A config repository to be. `helmRelease` is Flux's; `helmValues` is a chart
 * with a values file per environment. The environments are in promotion order.
 *
 * @public
 */
export const configRepositoryRequestSchema = z.object({
  layout: z.enum(['kustomize', 'helmRelease', 'helmValues']),
  engine: z.enum(['argocd', 'flux', 'builtin']),
  environments: z
    .array(
      z.object({
        name: dnsLabel,
        /** Where it runs; one cluster of the environment's name where absent. */
        clusters: z.array(dnsLabel).min(1).optional(),
        protected: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(20),
  /** Users and teams as the forge writes them: `@org/team`, `@user`. */
  codeOwners: z
    .array(z.string().regex(/^@[\w.-]+(?:\/[\w.-]+)*$/, 'is no @user or @team'))
    .default([]),
  policies: z.boolean().default(true),
});

/** @public */
export type ConfigRepositoryRequest = z.input<
  typeof configRepositoryRequestSchema
>;

/** @public */
export type CheckedConfigRepositoryRequest = z.output<
  typeof configRepositoryRequestSchema
>;

const forgeName = z
  .string()
  .max(100)
  .regex(/^[\w][\w.-]*$/, 'is no name that a forge takes');

/**
 * Body of `POST /repositories` (`gitops.repository.create`): makes a config
 * repository on a forge of `integrations`, protects its branch, and has the
 * portal read it from then on. `dryRun` answers with the files alone.
 *
 * @public
 */
export const createRepositorySchema = configRepositoryRequestSchema.extend({
  /** A host of `integrations`. */
  host: z.string().max(253),
  /** An organisation, user or group; nested groups with `/`. */
  owner: z
    .string()
    .max(255)
    .regex(/^[\w][\w.-]*(?:\/[\w][\w.-]*)*$/, 'is no owner that a forge takes'),
  name: forgeName,
  description: z.string().max(350).default(''),
  visibility: z.enum(['public', 'internal', 'private']).default('private'),
  defaultBranch: forgeName.default('main'),
  requiredApprovals: z.number().int().min(0).max(6).default(1),
  dryRun: z.boolean().default(false),
  forgeToken: z.string().max(4096).optional(),
});

/** @public */
export type CreateRepositoryRequest = z.input<typeof createRepositorySchema>;

/**
 * Answer of `POST /repositories`. `repository` is absent for a dry run. `id`
 * names it in this API; `url` is its page, `remoteUrl` what Git clones.
 *
 * @public
 */
export const createRepositoryResponseSchema = z.object({
  repository: z
    .object({ id: z.string(), url: z.string(), remoteUrl: z.string() })
    .optional(),
  files: z.array(z.object({ path: z.string(), content: z.string() })),
  diagnostics: z.array(diagnosticSchema),
});

/** @public */
export type CreateRepositoryResponse = z.infer<
  typeof createRepositoryResponseSchema
>;
