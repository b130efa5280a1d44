import {
  Diagnostic,
  ProposalPlace,
  TargetRef,
} from '@backstage-gitops/plugin-gitops-common';
import { discover } from '../../discovery/discover';
import { EditPlan } from '../model';
import { affectedTargets } from './affectedTargets';
import { ChosenWay } from './chooseWay';
import { FileEdits } from './FileEdits';
import { FieldContext } from './model';

/** An edit of fields, and the files that it could go into. */
export interface FieldPlan extends EditPlan {
  readonly places: readonly ProposalPlace[];
}

/** The edit that the chosen ways come to, and what would be declared then. */
export function planFields(
  context: FieldContext,
  chosen: readonly ChosenWay[],
): FieldPlan {
  const { input, discovery } = context;
  const edits = new FileEdits(input);
  const diagnostics: Diagnostic[] = chosen.flatMap(
    choice => choice.diagnostics,
  );
  for (const { way } of chosen) {
    const refused = way && edits.add(way);
    if (refused === undefined) continue;
    const { file, reason, message } = refused;
    diagnostics.push({
      level: 'error',
      code: `proposal-${reason}`,
      message,
      file,
    });
  }
  const { files, branches } = edits;
  const alsoAffects = files.flatMap(({ branch, path }) =>
    affectedTargets(context, {
      branch,
      files: new Set([path]),
      before: input.branches,
      after: branches,
    }),
  );
  return {
    revisions: Object.fromEntries(
      input.branches.map(({ name, tree }) => [name, tree.revision]),
    ),
    files,
    after: files.length === 0 ? discovery : discover({ ...input, branches }),
    alsoAffects: distinct(alsoAffects),
    places: placesOf(chosen),
    diagnostics,
  };
}

function distinct(targets: readonly TargetRef[]): readonly TargetRef[] {
  return [...new Map(targets.map(target => [target.id, target])).values()];
}

/** The places of all fields, each file once. */
function placesOf(chosen: readonly ChosenWay[]): readonly ProposalPlace[] {
  const places = new Map<string, ProposalPlace>();
  for (const place of chosen.flatMap(choice => choice.places)) {
    const known = places.get(place.file);
    const affects = [...(known?.affects ?? []), ...place.affects];
    places.set(place.file, {
      ...(known ?? place),
      affects: [...distinct(affects)],
    });
  }
  return [...places.values()];
}
