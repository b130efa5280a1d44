import { useApi } from '@backstage/core-plugin-api';
import type {
  ProposalPlan,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { Query, useGitopsQuery } from '../requests/useGitopsQuery';

/**
 * What a request would do, worked out anew with every choice: the question
 * before is called off, its answer stays until the new one is there.
 * `subject` is what the dialog was opened for.
 */
export function usePlan(
  request: ProposalRequest,
  subject: string,
): Query<ProposalPlan> {
  const api = useApi(gitopsApiRef);
  return useGitopsQuery(
    JSON.stringify(request),
    signal => api.previewProposal(request, { signal }),
    subject,
  );
}
