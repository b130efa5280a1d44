import { useApi } from '@backstage/core-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { PlannedTarget, useProposals } from '../proposals/ProposalsContext';
import { Query, useGitopsQuery } from '../requests/useGitopsQuery';

/** More targets of one service than this are not moved by hand. */
const SIBLINGS_AT_MOST = 200;

/**
 * The targets of a service in all its environments: those that the page
 * shows, or those that the fleet tells of where it shows others.
 */
export function useSiblings(service: string): Query<readonly PlannedTarget[]> {
  const api = useApi(gitopsApiRef);
  const { targets } = useProposals();
  return useGitopsQuery<readonly PlannedTarget[]>(
    JSON.stringify([service, targets === undefined]),
    async signal =>
      targets ??
      (await api.fleet({ service, limit: SIBLINGS_AT_MOST }, { signal })).items,
  );
}
