import { InputError, NotFoundError } from '@backstage/errors';
import { DiscoveredTarget } from '../../discovery/model';
import { FileTree } from '../../git/FileTree';
import { planRevert } from '../../proposals/planRevert';
import { findLanding, isCommit } from './findLanding';
import { PlanContext, PlannedEdit } from './PlanContext';

/** Plans `rollback` with `revert`: the whole change of a commit, undone. */
export async function revertPlanner(
  targets: readonly DiscoveredTarget[],
  { request, input, discovery, planning }: PlanContext<'rollback'>,
): Promise<PlannedEdit> {
  const { to } = request;
  if (!isCommit(to)) {
    throw new InputError(`A revert undoes a commit, and '${to}' is none`);
  }
  const { repository, signal } = planning;
  const { revisions } = discovery;
  const [first] = targets;
  const branch = branchOf(targets);
  const { landedBy, commit, subject } = await findLanding(to, first, targets, {
    repository,
    kind: 'all',
    revisions,
    signal,
  });
  const tree = (ref: string) => repository.tree({ ref, branch, signal });
  const name = `"${subject}" (${commit.slice(0, 9)})`;
  const plan = planRevert(
    input,
    discovery,
    {
      branch,
      before: await parentOf(landedBy, tree),
      after: await tree(landedBy),
      now: await tree(revisions[branch]),
    },
    { targets, allowOthers: request.allowOthers },
  );
  return { plan, title: `Revert ${name}`, moves: plan.moves };
}

function branchOf(targets: readonly DiscoveredTarget[]): string {
  const [branch, other] = new Set(targets.map(target => target.branch));
  if (other === undefined) return branch;
  throw new InputError(
    `A revert is of one branch, and the targets are on ${branch} and ${other}`,
  );
}

/** What the branch was before the change came in. */
async function parentOf(
  commit: string,
  tree: (ref: string) => Promise<FileTree>,
): Promise<FileTree> {
  try {
    return await tree(`${commit}^1`);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new InputError(
      `${commit.slice(0, 9)} is the first commit: nothing was there before it`,
    );
  }
}
