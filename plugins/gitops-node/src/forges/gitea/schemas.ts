import { z } from 'zod';

const userSchema = z.object({ login: z.string() });

export const pullSchema = z.object({
  number: z.number().int().positive(),
  html_url: z.string(),
  title: z.string(),
  state: z.string(),
  merged: z.boolean(),
  draft: z.boolean().optional(),
  user: userSchema.nullish(),
  head: z.object({
    ref: z.string(),
    label: z.string().optional(),
    sha: z.string(),
  }),
  base: z.object({ ref: z.string() }),
  merge_commit_sha: z.string().nullish(),
  mergeable: z.boolean().optional(),
  requested_reviewers: z.array(userSchema.nullable()).nullish(),
  merged_by: userSchema.nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  merged_at: z.string().nullish(),
});

export type GiteaPull = z.infer<typeof pullSchema>;

export const reviewSchema = z.object({
  state: z.string(),
  dismissed: z.boolean().optional(),
  user: userSchema.nullish(),
});

export type GiteaReview = z.infer<typeof reviewSchema>;

export const combinedStatusSchema = z.object({
  statuses: z
    .array(z.object({ context: z.string(), status: z.string() }))
    .nullish(),
});

export const treeSchema = z.object({
  tree: z
    .array(
      z.object({
        path: z.string(),
        type: z.string(),
        mode: z.string(),
        sha: z.string(),
      }),
    )
    .nullish(),
  truncated: z.boolean().optional(),
});

export const gitCommitSchema = z.object({
  commit: z.object({
    message: z.string(),
    tree: z.object({ sha: z.string() }),
  }),
});

const refSchema = z.object({
  ref: z.string(),
  object: z.object({ sha: z.string() }),
});

/** One alone that has the name itself may come without a list. */
export const refsSchema = z.union([
  z.array(refSchema),
  refSchema.transform(ref => [ref]),
]);

export const changedFileSchema = z.object({
  filename: z.string(),
  previous_filename: z.string().optional(),
});

export const repositorySchema = z.object({
  html_url: z.string(),
  clone_url: z.string(),
  default_branch: z.string(),
});

export const labelSchema = z.object({ id: z.number(), name: z.string() });
