import { Diagnostic, TargetRef } from '@backstage-gitops/plugin-gitops-common';
import { discover } from '../discovery/discover';
import {
  DiscoveredTarget,
  Discovery,
  DiscoveryInput,
} from '../discovery/model';
import { checkOutcome, otherEnvironments } from './checkOutcome';
import { affectedTargets } from './fields/affectedTargets';
import { EditedFile, VersionMove, VersionPlan } from './model';
import { DifferingValue } from './values/differingValues';
import { VersionEdits } from './VersionEdits';

/** Values that are brought along with versions, or alone. @public */
export interface BroughtValues {
  /** The targets that they are for. */
  readonly targets: readonly DiscoveredTarget[];
  readonly values: readonly DifferingValue[];
}

/** @public */
export interface VersionPlanOptions {
  /** Other environments may move along. */
  readonly allowOthers?: boolean;
  readonly brought?: BroughtValues;
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
  { allowOthers, brought }: VersionPlanOptions = {},
): VersionPlan {
  const editing = new VersionEdits(input, discovery.recipes);
  for (const move of moves) editing.add(move);
  for (const value of brought?.values ?? []) editing.bring(value);
  const files = editing.files();
  const edited = withEdits(input, editing);
  const after = files.length === 0 ? discovery : discover(edited);
  const checked = checkOutcome(discovery, after, moves);
  const asked = [
    ...moves.map(({ target }) => target),
    ...(brought?.targets ?? []),
  ];
  const alsoAffects = distinct([
    ...checked.alsoAffects,
    ...(brought && brought.values.length > 0
      ? affectedByValues({ input, edited, discovery, asked, files })
      : []),
  ]);
  return {
    revisions: Object.fromEntries(
      input.branches.map(({ name, tree }) => [name, tree.revision]),
    ),
    files,
    moves,
    after,
    alsoAffects,
    diagnostics: [
      ...problemsOf(editing, checked.diagnostics),
      ...editing.automated,
      ...(allowOthers ? [] : otherEnvironments(asked, alsoAffects)),
    ],
  };
}

/** What could not be edited is why the outcome is another. */
function problemsOf(
  { diagnostics }: VersionEdits,
  outcome: readonly Diagnostic[],
): readonly Diagnostic[] {
  return diagnostics.length > 0 ? diagnostics : outcome;
}

function withEdits(
  input: DiscoveryInput,
  editing: VersionEdits,
): DiscoveryInput {
  const trees = editing.trees();
  return {
    ...input,
    branches: input.branches.map(branch => ({
      ...branch,
      tree: trees.get(branch.name) ?? branch.tree,
    })),
  };
}

/** Values are no versions: who takes them, the composed objects tell. */
function affectedByValues({
  input,
  edited,
  discovery,
  asked,
  files,
}: {
  readonly input: DiscoveryInput;
  readonly edited: DiscoveryInput;
  readonly discovery: Discovery;
  readonly asked: readonly DiscoveredTarget[];
  readonly files: readonly EditedFile[];
}): readonly TargetRef[] {
  const units = new Set(asked.map(({ unit }) => unit));
  return files.flatMap(({ branch, path }) =>
    affectedTargets(
      { discovery, units },
      {
        branch,
        files: new Set([path]),
        before: input.branches,
        after: edited.branches,
      },
    ),
  );
}

function distinct(targets: readonly TargetRef[]): readonly TargetRef[] {
  return [...new Map(targets.map(target => [target.id, target])).values()];
}
