import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import {
  ProposalRow,
  readMoves,
  readPullRequest,
} from '../database/proposalRows';
import { ProposalNews } from '../database/ProposalStore';
import { waitingReason } from './waitingReason';

/** What its pull request's status means for a proposal. */
export function proposalNews(
  row: ProposalRow,
  status: PullRequestStatus,
): ProposalNews {
  switch (status.state) {
    case 'open':
      return {
        state: 'open',
        reason: openReason(row, status),
        status,
        ended: false,
      };
    case 'merged': {
      // What runs is only looked for where it is known what should.
      const ended = row.kind === null && readMoves(row).length === 0;
      return { state: 'merged', status, ended };
    }
    default:
      return { state: 'closed', status, ended: true };
  }
}

function openReason(row: ProposalRow, status: PullRequestStatus): string {
  const reason = waitingReason(status);
  const before = readPullRequest(row);
  // Why its update failed stands until there is something newer to tell.
  const isOld = before !== undefined && before.updatedAt === status.updatedAt;
  return isOld && row.reason !== null && row.reason !== waitingReason(before)
    ? row.reason
    : reason;
}
