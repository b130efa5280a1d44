import { z } from 'zod';
import { artifactKindSchema } from './artifact';

/**
 * How one artifact moved. `from` is absent where the artifact first appears,
 * `to` where it was removed.
 *
 * @public
 */
export const artifactChangeSchema = z.object({
  kind: artifactKindSchema,
  name: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  file: z.string(),
  line: z.number().int().positive(),
});

/** @public */
export type ArtifactChange = z.infer<typeof artifactChangeSchema>;

/** @public */
export const pullRequestSchema = z.object({
  number: z.number().int().positive(),
  url: z.string().optional(),
});

/** @public */
export type PullRequest = z.infer<typeof pullRequestSchema>;

/**
 * What moved a target's declared state: the difference of two consecutive
 * first-parent states of the environment's branch.
 *
 * `commit` is the last non-merge commit that set the new state; `author`,
 * `subject` and `authoredAt` are its. `landedBy` is the first-parent commit
 * that brought it in and `effectiveAt` that commit's committer time. Times are
 * ISO 8601 in UTC. `observedAt` is when we first saw it, for branches whose
 * arrivals Git does not record. A change without artifacts moved a dependency
 * file but no version.
 *
 * @public
 */
export const changeSchema = z.object({
  targets: z.array(z.string()),
  commit: z.string(),
  landedBy: z.string(),
  effectiveAt: z.string(),
  observedAt: z.string().optional(),
  authoredAt: z.string(),
  author: z.string(),
  subject: z.string(),
  pullRequest: pullRequestSchema.optional(),
  approvers: z.array(z.string()).optional(),
  askedBy: z.string().optional(),
  artifacts: z.array(artifactChangeSchema),
  rollback: z.boolean(),
});

/** @public */
export type Change = z.infer<typeof changeSchema>;
