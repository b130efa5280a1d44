import {
  Diagnostic,
  gitopsManifestReadPermission,
  ProposalPlan,
} from '@backstage-gitops/plugin-gitops-common';

/** What the person may see of what a plan is about. */
export interface PlanVisibility {
  /** Whether a target may be seen at all. */
  isVisible(target: string): boolean;
  /** Whether the manifests of everything that the plan touches may be. */
  readonly manifests: boolean;
}

const diffsHidden: Diagnostic = {
  level: 'warning',
  code: 'proposal-diffs-hidden',
  message: `The diffs are left out: they are for those who have '${gitopsManifestReadPermission.name}' for every target that this touches.`,
};

/** A plan with what the person may not see left out, and that said. */
export function visiblePlan(
  plan: ProposalPlan,
  { isVisible, manifests }: PlanVisibility,
): ProposalPlan {
  const others = plan.alsoAffects.filter(({ id }) => isVisible(id));
  const hidden = plan.alsoAffects.length - others.length;
  const seen: ProposalPlan = {
    ...plan,
    alsoAffects: others,
    places: plan.places.map(place => ({
      ...place,
      affects: place.affects.filter(({ id }) => isVisible(id)),
    })),
    brings: plan.brings.map(change => ({
      ...change,
      targets: change.targets.filter(isVisible),
    })),
    diagnostics: [
      ...plan.diagnostics,
      ...(hidden > 0 ? [othersHidden(hidden)] : []),
      ...(manifests ? [] : [diffsHidden]),
    ],
  };
  return manifests ? seen : { ...seen, files: [], rendered: [], values: [] };
}

function othersHidden(count: number): Diagnostic {
  return {
    level: 'warning',
    code: 'proposal-others-hidden',
    message:
      count === 1
        ? 'It also affects a target that you may not see.'
        : `It also affects ${count} targets that you may not see.`,
  };
}
