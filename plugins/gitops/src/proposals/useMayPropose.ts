import { usePermission } from '@backstage/plugin-permission-react';
import { gitopsProposalCreatePermission } from '@backstage-gitops/plugin-gitops-common';
import { useHasProposals } from './ProposalsContext';

/**
 * Whether a change of a target may be proposed from this page. What was moved
 * with it is asked for by the backend; this only decides what is offered.
 */
export function useMayPropose(target: string): 'loading' | 'yes' | 'no' {
  const here = useHasProposals();
  const { loading, allowed } = usePermission({
    permission: gitopsProposalCreatePermission,
    resourceRef: target,
  });
  if (!here) return 'no';
  if (loading) return 'loading';
  return allowed ? 'yes' : 'no';
}
