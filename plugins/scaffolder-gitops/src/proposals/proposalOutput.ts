import {
  Proposal,
  ProposalPlan,
  ProposedMove,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod/v3';
import { planDiff, planRenderedDiff } from './planText';

/** The `proposalId` of a dry run, which `gitops:pull-request:wait` knows. */
export const dryRunProposalId = 'dry-run';

export const pullRequestOutputShape = {
  proposalId: z
    .string()
    .describe(
      'Names the proposal to `gitops:pull-request:wait` and in the API; `dry-run` in a dry run',
    ),
  repositoryId: z.string().describe('The id of the config repository'),
  state: z
    .enum([
      'planned',
      'opening',
      'open',
      'merged',
      'running',
      'closed',
      'failed',
    ])
    .describe('Where the proposal is; `planned` in a dry run'),
  remoteUrl: z
    .string()
    .describe('The page of the pull request; none in a dry run')
    .optional(),
  pullRequestUrl: z
    .string()
    .describe('The same as `remoteUrl`, by a name that says what it is')
    .optional(),
  pullRequestNumber: z
    .number()
    .describe('The number of the pull request; none in a dry run')
    .optional(),
  targetBranchName: z
    .string()
    .describe('The branch that the pull request goes to')
    .optional(),
  sourceBranchName: z
    .string()
    .describe('The branch that the pull request comes from')
    .optional(),
};

export const proposalOutputSchema = z.object({
  ...pullRequestOutputShape,
  title: z.string().describe('The title of the pull request'),
  moves: z
    .array(z.custom<ProposedMove>())
    .describe('Which artifacts of which targets move, from and to what'),
  diff: z.string().describe('The change of files, as a unified diff'),
  renderedDiff: z
    .string()
    .describe('What changes in the clusters, as diffs of the rendered objects'),
  plan: z
    .custom<ProposalPlan>()
    .describe('The whole plan, as `POST /proposals/preview` answers it'),
});

export type PullRequestOutput = Partial<
  z.output<z.ZodObject<typeof pullRequestOutputShape>>
>;
export type ProposalOutput = Partial<z.output<typeof proposalOutputSchema>>;

export function pullRequestOutput(proposal: Proposal): PullRequestOutput {
  const { id, repository, state, pullRequest } = proposal;
  return {
    proposalId: id,
    repositoryId: repository,
    state,
    remoteUrl: pullRequest?.url,
    pullRequestUrl: pullRequest?.url,
    pullRequestNumber: pullRequest?.number,
    targetBranchName: pullRequest?.targetBranch,
    sourceBranchName: pullRequest?.sourceBranch,
  };
}

/** What a plan tells before anything is opened, and all that a dry run has. */
export function planOutput(plan: ProposalPlan): ProposalOutput {
  const [branch, ...others] = Object.keys(plan.revisions);
  return {
    proposalId: dryRunProposalId,
    repositoryId: plan.repository,
    state: 'planned',
    targetBranchName: others.length === 0 ? branch : undefined,
    title: plan.title,
    moves: plan.moves,
    diff: planDiff(plan),
    renderedDiff: planRenderedDiff(plan),
    plan,
  };
}
