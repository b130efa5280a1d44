import {
  PlannedProposal,
  planConflicts,
} from '@backstage-gitops/plugin-gitops-node';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { PlanQuestion, ProposalPlanner } from './ProposalPlanner';

type Revisions = Readonly<Record<string, string>>;

/** Conflicts beyond these are only counted. */
const toldConflicts = 5;

const commitPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The plan against the newest commits, where it still is the one that was
 * looked at. ConflictError, naming what moved, where it isn't; InputError where
 * it is refused.
 */
export async function currentPlan(
  planner: ProposalPlanner,
  question: PlanQuestion & {
    readonly revisions: Revisions;
    /** Rejects where nothing of the plan may be told, why it is refused included. */
    readonly inspect?: (planned: PlannedProposal) => Promise<void>;
  },
): Promise<PlannedProposal> {
  const now = await planner.newest(question);
  await question.inspect?.(now);
  const seen = looked(question.revisions, now.plan.revisions);
  const isMoved = Object.entries(seen).some(
    ([branch, commit]) => now.plan.revisions[branch] !== commit,
  );
  if (isMoved) await refuseConflicts(planner, { ...question, seen }, now);
  const { refused } = now.shown;
  if (refused === undefined) return now;
  throw isMoved ? new ConflictError(refused) : new InputError(refused);
}

/** The commits that were looked at, of the branches that there are. */
function looked(asked: Revisions, newest: Revisions): Revisions {
  const branches = Object.keys(newest);
  const isOfPlan = branches.every(
    branch => Object.hasOwn(asked, branch) && commitPattern.test(asked[branch]),
  );
  if (!isOfPlan) {
    throw new InputError(
      `revisions has to be that of a preview: a commit of each of ${branches.join(
        ', ',
      )}`,
    );
  }
  return Object.fromEntries(branches.map(branch => [branch, asked[branch]]));
}

async function refuseConflicts(
  planner: ProposalPlanner,
  { seen, ...question }: PlanQuestion & { readonly seen: Revisions },
  now: PlannedProposal,
): Promise<void> {
  const conflicts = planConflicts(
    (await planAt(planner, seen, question)).plan,
    now.plan,
  );
  if (conflicts.length === 0) return;
  const told = conflicts.slice(0, toldConflicts).map(({ message }) => message);
  const more = conflicts.length - told.length;
  throw new ConflictError(
    [
      'The branch has moved since, and this with it:',
      ...told,
      ...(more > 0 ? [`And ${more} more.`] : []),
      'Look at it anew.',
    ].join(' '),
  );
}

async function planAt(
  planner: ProposalPlanner,
  seen: Revisions,
  question: PlanQuestion,
): Promise<PlannedProposal> {
  try {
    return await planner.at(seen, question);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new ConflictError(
      `What was looked at is not there any more: ${error.message}`,
    );
  }
}
