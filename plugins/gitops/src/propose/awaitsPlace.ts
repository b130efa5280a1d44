import type { ProposalPlan } from '@backstage-gitops/plugin-gitops-common';

/**
 * Whether all that is missing is which of several files to write to: a
 * question to whoever proposes, and no failure.
 */
export function awaitsPlace(
  plan: Pick<ProposalPlan, 'refused' | 'policies' | 'diagnostics'>,
): boolean {
  const errors = plan.diagnostics.filter(({ level }) => level === 'error');
  return (
    plan.refused !== undefined &&
    errors.length > 0 &&
    errors.every(({ code }) => code === 'proposal-place-ambiguous') &&
    plan.policies.every(({ level }) => level !== 'deny')
  );
}
