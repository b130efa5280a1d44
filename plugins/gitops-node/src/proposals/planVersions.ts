import { discover } from '../discovery/discover';
import { Discovery, DiscoveryInput } from '../discovery/model';
import { checkOutcome, otherEnvironments } from './checkOutcome';
import { VersionMove, VersionPlan } from './model';
import { VersionEdits } from './VersionEdits';

/** @public */
export interface VersionPlanOptions {
  /** Other environments may move along. */
  readonly allowOthers?: boolean;
}

/**
 * Plans to pin artifacts to other versions, in whatever layout declares them,
 * by editing the fields that they come from. Then everything is discovered
 * again with the edits in place: what was asked must be what is declared, and
 * whatever else would move is told. Nothing of it is written anywhere.
 *
 * @public
 */
export function planVersions(
  input: DiscoveryInput,
  discovery: Discovery,
  moves: readonly VersionMove[],
  options: VersionPlanOptions = {},
): VersionPlan {
  const editing = new VersionEdits(input);
  for (const move of moves) editing.add(move);
  const trees = editing.trees();
  const after = discover({
    ...input,
    branches: input.branches.map(branch => ({
      ...branch,
      tree: trees.get(branch.name) ?? branch.tree,
    })),
  });
  const checked = checkOutcome(discovery, after, moves);
  return {
    revisions: Object.fromEntries(
      input.branches.map(({ name, tree }) => [name, tree.revision]),
    ),
    files: editing.files(),
    moves,
    after,
    alsoAffects: checked.alsoAffects,
    diagnostics: [
      ...(editing.diagnostics.length > 0
        ? editing.diagnostics
        : checked.diagnostics),
      ...editing.automated,
      ...(options.allowOthers
        ? []
        : otherEnvironments(
            moves.map(({ target }) => target),
            checked.alsoAffects,
          )),
    ],
  };
}
