import { Work } from '../HostedRepository';
import { assessMergeability } from './Mergeability';
import { mergePullRequest } from './mergePullRequest';

/** Merges what was to be merged as soon as it could be, and now can. */
export async function settleAutoMerges(work: Work): Promise<void> {
  const { repository, record } = work;
  const waiting = record.pullRequests.filter(
    ({ state, autoMerge }) => state === 'open' && autoMerge !== undefined,
  );
  for (const request of waiting) {
    const { state } = await assessMergeability(repository, record, request);
    const { autoMerge } = request;
    if (!['clean', 'unstable'].includes(state) || !autoMerge) continue;
    const { by, ...order } = autoMerge;
    await mergePullRequest(work, request, {
      ...order,
      by: repository.accounts.account(by),
    });
  }
}
