import { useApi } from '@backstage/core-plugin-api';
import type {
  ProposalPlan,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { Query, useGitopsQuery } from '../requests/useGitopsQuery';

/**
 * What a request would do, worked out anew with every choice: the question
 * before is called off, its answer stays until the new one is there. Without
 * one it waits. `subject` is what the dialog was opened for.
 */
export function usePlan(
  request: ProposalRequest | undefined,
  subject: string,
): Query<ProposalPlan> {
  const api = useApi(gitopsApiRef);
  return useGitopsQuery(
    request ? JSON.stringify(request) : '',
    signal =>
      request ? api.previewProposal(request, { signal }) : calledOff(signal),
    subject,
  );
}

/** Ends when it is called off, and no sooner. */
function calledOff(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}
