import { Proposal } from '@backstage-gitops/plugin-gitops-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod/v3';
import { ActionOptions, initiatorApi } from '../api/ActionOptions';
import { effectKey } from '../api/effectKey';
import { writeOutputs } from '../api/writeOutputs';
import { pollProposal, PollOutcome } from '../proposals/pollProposal';
import {
  dryRunProposalId,
  PullRequestOutput,
  pullRequestOutput,
  pullRequestOutputShape,
} from '../proposals/proposalOutput';
import { quoted } from '../targets/quoted';
import { examples } from './pullRequestWait.examples';

const defaultTimeout = { minutes: 30 };

const timeoutSchema = z
  .object({
    days: z.number().positive().optional(),
    hours: z.number().positive().optional(),
    minutes: z.number().positive().optional(),
    seconds: z.number().positive().optional(),
  })
  .strict();

const inputSchema = z.object({
  proposalId: z
    .string()
    .min(1)
    .describe('The proposal: the `proposalId` that the step before gave back'),
  until: z
    .enum(['merged', 'running'])
    .describe(
      '`merged` (the default) waits for the merge; `running` until every target runs what it asked for',
    )
    .optional(),
  timeout: timeoutSchema
    .describe(
      'How long, for example { minutes: 20 }; 30 minutes by default. The sign-in of the person must last as long',
    )
    .optional(),
});

type Until = 'merged' | 'running';

/**
 * Makes the action `gitops:pull-request:wait`: waits for a proposal to be
 * merged, or to run.
 *
 * @internal
 */
export function createPullRequestWaitAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:pull-request:wait',
    description:
      'Waits until the pull request of a proposal is merged, or until what it asked for runs',
    examples,
    supportsDryRun: true,
    schema: {
      input: () => inputSchema,
      output: () => z.object(pullRequestOutputShape),
    },
    async handler(ctx) {
      const input = inputSchema.parse(ctx.input);
      const { proposalId, until = 'merged' } = input;
      if (ctx.isDryRun) {
        ctx.logger.info(`Would wait until ${proposalId} is ${until}`);
        ctx.output('proposalId', dryRunProposalId);
        ctx.output('state', 'planned');
        return;
      }
      const { clock } = options;
      // Kept, so that a task which is resumed doesn't wait all over again.
      const begun = await ctx.checkpoint({
        key: effectKey('wait', input),
        fn: () => clock.now().toISOString(),
      });
      const timeout = durationToMilliseconds(input.timeout ?? defaultTimeout);
      const outcome = await pollProposal(initiatorApi(options, ctx), {
        id: proposalId,
        done: ({ state }) => isDecided(state, until),
        deadline: new Date(Date.parse(begun) + timeout),
        clock,
        signal: ctx.signal,
        onNews: proposal => logNews(ctx.logger, proposal),
        onUnavailable: error => ctx.logger.warn(error.message),
      });
      const proposal = requireReached(outcome, proposalId, until);
      writeOutputs<PullRequestOutput>(ctx.output, pullRequestOutput(proposal));
    },
  });
}

function isDecided(state: Proposal['state'], until: Until): boolean {
  return isReached(state, until) || state === 'closed' || state === 'failed';
}

function isReached(state: Proposal['state'], until: Until): boolean {
  return state === 'running' || (state === 'merged' && until === 'merged');
}

function requireReached(
  outcome: PollOutcome,
  id: string,
  until: Until,
): Proposal {
  const { proposal } = outcome;
  const where = proposal?.pullRequest?.url ?? `The proposal ${quoted(id)}`;
  const why = proposal?.reason === undefined ? '' : `: ${proposal.reason}`;
  if (!proposal || outcome.state === 'late') {
    throw new Error(
      `${where} is not ${until} in time; it is ${
        proposal?.state ?? 'not to be read'
      }${why}`,
    );
  }
  if (!isReached(proposal.state, until)) {
    throw new Error(
      proposal.state === 'closed'
        ? `${where} was closed without a merge${why}`
        : `${where} has failed${why}`,
    );
  }
  return proposal;
}

function logNews(logger: LoggerService, proposal: Proposal): void {
  const { state, reason, pullRequest } = proposal;
  const name = pullRequest
    ? `Pull request #${pullRequest.number}`
    : proposal.id;
  logger.info(
    `${name} is ${state}${reason === undefined ? '' : `: ${reason}`}`,
  );
}
