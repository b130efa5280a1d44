import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { discover } from '../../discovery/discover';
import { Discovery, DiscoveryInput } from '../../discovery/model';
import { newComplaints } from '../compareTargets';
import { EditPlan } from '../model';
import { TreeEdits } from '../TreeEdits';
import { refusal } from './refusal';

/** A plan before it is known what it comes to. */
export interface DraftPlan {
  readonly input: DiscoveryInput;
  readonly discovery: Discovery;
  readonly edits: TreeEdits;
  readonly diagnostics: readonly Diagnostic[];
  /** Environments as they are configured then; as they are where absent. */
  readonly environments?: DiscoveryInput['environments'];
  /** What is wrong with what would be declared. */
  readonly check: (after: Discovery) => readonly Diagnostic[];
}

/**
 * Discovers everything again with the edits in place. What discovery complains
 * of then and didn't before is told with the plan, and no less loud.
 */
export function finishPlan(draft: DraftPlan): EditPlan {
  const { input, discovery, edits } = draft;
  const files = edits.files();
  const { environments = input.environments } = draft;
  const after = discover({ ...edits.input(), environments });
  const refused = draft.diagnostics.some(({ level }) => level === 'error');
  return {
    revisions: revisionsOf(input),
    files,
    alsoAffects: [],
    diagnostics: [
      ...draft.diagnostics,
      // The first reason is the true one.
      ...(refused ? [] : draft.check(after)),
      ...(refused ? [] : newComplaints(discovery, after).map(asGrave)),
    ],
    after,
  };
}

/** An object that applies what isn't there is no half-done work to hand on. */
function asGrave(complaint: Diagnostic): Diagnostic {
  return complaint.code === 'path-missing'
    ? { ...complaint, level: 'error' }
    : complaint;
}

/** A plan that is refused before anything was edited. */
export function refusedPlan(
  input: DiscoveryInput,
  discovery: Discovery,
  reason: string,
  message: string,
): EditPlan {
  return {
    revisions: revisionsOf(input),
    files: [],
    alsoAffects: [],
    diagnostics: [refusal(reason, message)],
    after: discovery,
  };
}

function revisionsOf({ branches }: DiscoveryInput): Record<string, string> {
  return Object.fromEntries(
    branches.map(({ name, tree }) => [name, tree.revision]),
  );
}
