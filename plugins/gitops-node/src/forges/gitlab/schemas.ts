import { z } from 'zod';

const userSchema = z.object({ id: z.number(), username: z.string() });

export const usersSchema = z.array(userSchema);

const commitSchema = z.object({ id: z.string(), message: z.string() });

export const branchSchema = z.object({ commit: commitSchema });

export const commitsSchema = z.array(commitSchema);

export const treeSchema = z.array(
  z.object({
    id: z.string(),
    path: z.string(),
    type: z.string(),
    mode: z.string(),
  }),
);

export const mergeRequestSchema = z.object({
  iid: z.number().int().positive(),
  web_url: z.string(),
  title: z.string(),
  state: z.string(),
  draft: z.boolean().nullish(),
  author: userSchema.nullish(),
  source_branch: z.string(),
  target_branch: z.string(),
  sha: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
  detailed_merge_status: z.string().nullish(),
  has_conflicts: z.boolean().nullish(),
  merge_when_pipeline_succeeds: z.boolean().nullish(),
  reviewers: z.array(userSchema).nullish(),
  merge_user: userSchema.nullish(),
  merged_at: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
});

export type GitlabMergeRequest = z.infer<typeof mergeRequestSchema>;

export const mergeRequestsSchema = z.array(mergeRequestSchema);

export const approvalsSchema = z.object({
  approved_by: z.array(z.object({ user: userSchema })).nullish(),
});

export const reviewersSchema = z.array(
  z.object({ user: userSchema, state: z.string() }),
);

export type GitlabReviewer = z.infer<typeof reviewersSchema>[number];

export const statusesSchema = z.array(
  z.object({
    name: z.string(),
    status: z.string(),
    allow_failure: z.boolean().nullish(),
  }),
);

export type GitlabStatus = z.infer<typeof statusesSchema>[number];

export const diffsSchema = z.array(
  z.object({ old_path: z.string(), new_path: z.string() }),
);

export const projectSchema = z.object({
  web_url: z.string(),
  http_url_to_repo: z.string(),
});

export const namespaceSchema = z.object({ id: z.number() });

export const protectedBranchSchema = z.object({
  code_owner_approval_required: z.boolean().nullish(),
});

export const approvalRulesSchema = z.array(
  z.object({ id: z.number(), rule_type: z.string() }),
);
