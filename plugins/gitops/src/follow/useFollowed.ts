import { useApi } from '@backstage/core-plugin-api';
import type {
  GitopsApi,
  Proposal,
} from '@backstage-gitops/plugin-gitops-common';
import { useMemo } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { Query, useGitopsQuery } from '../requests/useGitopsQuery';
import { Arrival, arrivalOf, arrivalOfRollout } from './arrivals';
import { isMerged } from './trackSteps';

/** On more targets than this it is not told one by one how far it has come. */
const ARRIVALS_AT_MOST = 20;

export interface Followed {
  readonly query: Query<Proposal>;
  readonly arrivals: readonly Arrival[];
}

/** A proposal and, once it is merged, how far it has come; kept up to date. */
export function useFollowed(id: string): Followed {
  const api = useApi(gitopsApiRef);
  const query = useGitopsQuery(id, signal => api.proposal(id, { signal }));
  const proposal = query.state === 'ready' ? query.data : undefined;
  const ids = useMemo(() => targetsOf(proposal), [proposal]);
  const arrived = useGitopsQuery(
    JSON.stringify([id, ids]),
    signal => askArrivals(api, proposal, ids, signal),
    id,
  );
  const refresh = () => {
    query.refresh();
    if (ids.length > 0) arrived.refresh();
  };
  useLiveRefresh(proposal?.targets, refresh);
  const rollouts = proposal?.rollouts;
  if (rollouts && rollouts.length > 0) {
    return { query, arrivals: rollouts.map(arrivalOfRollout) };
  }
  return { query, arrivals: arrived.state === 'ready' ? arrived.data : [] };
}

function targetsOf(proposal: Proposal | undefined): string[] {
  if (!proposal || !isMerged(proposal)) return [];
  const moved = proposal.moves.map(({ target }) => target);
  const ids = moved.length > 0 ? moved : proposal.targets;
  return [...new Set(ids)].slice(0, ARRIVALS_AT_MOST);
}

/** A target that can't be told of now is left out, not a failure of the rest. */
async function askArrivals(
  api: GitopsApi,
  proposal: Proposal | undefined,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly Arrival[]> {
  if (!proposal) return [];
  const answers = await Promise.allSettled(
    ids.map(id => api.target(id, { signal })),
  );
  return answers.flatMap(answer =>
    answer.status === 'fulfilled'
      ? [
          arrivalOf(
            answer.value,
            proposal.moves,
            proposal.pullRequest?.mergedAt,
          ),
        ]
      : [],
  );
}
