import pLimit from 'p-limit';
import { OpenPullRequest, OpenPullRequestsOptions } from '../Forge';
import { ListedPullRequest, RemotePullRequests } from './Remote';

const defaultLimit = 100;
const atOnce = 4;
/**
 * Forges tell a change to the second, by clocks of their own: what was read so
 * soon after one may have missed the next.
 */
const settledMs = 60_000;

/**
 * The open pull requests. One request lists them; of one that is as it was
 * known the checks alone are asked for, since a forge counts a check's result
 * as no change of the pull request.
 */
export async function listOpenPullRequests(
  pullRequests: RemotePullRequests,
  { known = [], limit = defaultLimit }: OpenPullRequestsOptions,
): Promise<OpenPullRequest[]> {
  const listed = await pullRequests.list(limit);
  const knownByNumber = new Map(known.map(pull => [pull.number, pull]));
  const slot = pLimit(atOnce);
  try {
    return await Promise.all(
      listed.map(item =>
        slot(async () => {
          const before = knownByNumber.get(item.number);
          if (before !== undefined && isSame(item, before)) {
            return { ...before, checks: await item.checks() };
          }
          const readAt = new Date().toISOString();
          return { ...(await item.details()), readAt };
        }),
      ),
    );
  } finally {
    // After a failure nothing more is asked.
    slot.clearQueue();
  }
}

/** The forge works out whether it can be merged after it has told the rest. */
function isSame(item: ListedPullRequest, before: OpenPullRequest): boolean {
  const { readAt, updatedAt } = before;
  return (
    readAt !== undefined &&
    Date.parse(readAt) - Date.parse(updatedAt) > settledMs &&
    updatedAt === item.updatedAt &&
    before.headCommit === item.headCommit &&
    before.mergeable !== 'unknown'
  );
}
