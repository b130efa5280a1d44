import { useApi } from '@backstage/core-plugin-api';
import type { EnginesResponse } from '@backstage-gitops/plugin-gitops-common';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { Query, useGitopsQuery } from '../requests/useGitopsQuery';

/** How reading each engine goes, asked once for all that speak of it. */
export function useEngines(): Query<EnginesResponse> {
  const api = useApi(gitopsApiRef);
  return useGitopsQuery('engines', signal => api.engines({ signal }));
}
