import {
  OpenProposal,
  Proposal,
  ProposalPlan,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ActionContext } from '@backstage/plugin-scaffolder-node';
import { Clock } from '../api/Clock';
import { effectKey } from '../api/effectKey';
import { InitiatorApi } from '../api/InitiatorApi';
import { logPlan } from './planText';
import { pollProposal } from './pollProposal';
import {
  planOutput,
  ProposalOutput,
  pullRequestOutput,
} from './proposalOutput';

/** Writing a pull request to a forge that asks to be patient takes so long. */
const openingTimeoutMs = 3 * 60_000;

type Context = Pick<
  ActionContext<{}>,
  'checkpoint' | 'isDryRun' | 'logger' | 'signal'
>;

export interface Asked {
  /** What the action was given, without secrets: tells its effects apart. */
  readonly input: unknown;
  readonly request: () => Promise<ProposalRequest>;
  readonly forgeToken?: string;
}

type Planned = { request: ProposalRequest; plan: ProposalPlan };
type Opened =
  | { state: 'opened'; proposal: Proposal }
  | { state: 'outdated'; message: string };

/**
 * Plans a proposal and opens it. Both are kept as checkpoints, so a task that
 * is killed in between asks again for the very same and finds its pull request;
 * a refused plan is not kept, so a retry looks anew. Where the branch has moved
 * between the two the task fails, and a retry plans afresh.
 */
export async function propose(
  api: InitiatorApi,
  ctx: Context,
  clock: Clock,
  asked: Asked,
): Promise<ProposalOutput> {
  for (let attempt = 1; ; attempt++) {
    const { request, plan } = await ctx.checkpoint<Planned>({
      key: effectKey(`plan.${attempt}`, asked.input),
      fn: () => makePlan(api, ctx, asked),
    });
    if (ctx.isDryRun) return planOutput(plan);

    let outdatedNow = false;
    const opened = await ctx.checkpoint<Opened>({
      key: effectKey(`open.${attempt}`, asked.input),
      fn: async () => {
        const outcome = await openPlanned(api, ctx, clock, {
          body: { request, revisions: plan.revisions },
          forgeToken: asked.forgeToken,
        });
        outdatedNow = outcome.state === 'outdated';
        return outcome;
      },
    });
    if (opened.state === 'opened') {
      return { ...planOutput(plan), ...pullRequestOutput(opened.proposal) };
    }
    if (outdatedNow) throw new ConflictError(opened.message);
  }
}

async function makePlan(
  api: InitiatorApi,
  { logger }: Context,
  asked: Asked,
): Promise<Planned> {
  const request = await asked.request();
  const plan = await api.call('Planning the change', (gitops, options) =>
    gitops.previewProposal(request, options),
  );
  logPlan(logger, plan);
  if (plan.refused !== undefined) {
    throw new InputError(`"${plan.title}" is refused: ${plan.refused}`);
  }
  return { request, plan };
}

async function openPlanned(
  api: InitiatorApi,
  ctx: Context,
  clock: Clock,
  { body, forgeToken }: Pick<Asked, 'forgeToken'> & { body: OpenProposal },
): Promise<Opened> {
  try {
    const begun = await api.call('Opening the pull request', (gitops, o) =>
      gitops.openProposal({ ...body, forgeToken }, o),
    );
    const proposal = await untilOpened(api, ctx, clock, begun);
    return { state: 'opened', proposal };
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return { state: 'outdated', message: error.message };
  }
}

/** Where the backend opens it in its own time, that is waited for. */
async function untilOpened(
  api: InitiatorApi,
  { logger, signal }: Context,
  clock: Clock,
  begun: Proposal,
): Promise<Proposal> {
  const outcome =
    begun.state === 'opening'
      ? await pollProposal(api, {
          id: begun.id,
          done: ({ state }) => state !== 'opening',
          deadline: new Date(clock.now().getTime() + openingTimeoutMs),
          clock,
          signal,
          onUnavailable: error => logger.warn(error.message),
        })
      : { proposal: begun };
  const proposal = outcome.proposal ?? begun;
  const { state, reason, pullRequest } = proposal;
  if (state === 'failed' || !pullRequest) {
    throw new ServiceUnavailableError(
      `The pull request could not be opened: ${
        reason ?? 'the forge takes too long'
      }`,
    );
  }
  logger.info(`Pull request #${pullRequest.number}: ${pullRequest.url}`);
  return proposal;
}
