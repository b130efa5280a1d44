import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';

/** More names than these are only counted. */
const namedChecks = 3;

/** What a pull request waits for, as a person would say it. */
export function waitingReason(status: PullRequestStatus): string {
  return [
    ...approvals(status),
    ...blockers(status),
    ...checks(status.checks),
    ...reviews(status),
    ...lastStep(status),
  ].join(', ');
}

function approvals({ approvedBy }: PullRequestStatus): string[] {
  const { length } = approvedBy;
  if (length === 0) return [];
  return [length === 1 ? '1 approval' : `${length} approvals`];
}

function blockers(status: PullRequestStatus): string[] {
  const { draft, mergeable, changesRequestedBy } = status;
  return [
    ...(draft ? ['a draft'] : []),
    ...(changesRequestedBy.length > 0
      ? [`changes requested by ${changesRequestedBy.join(', ')}`]
      : []),
    ...(mergeable === 'conflict' ? ['conflicts with its branch'] : []),
  ];
}

function checks({
  state,
  failed,
  waitingFor,
}: PullRequestStatus['checks']): string[] {
  switch (state) {
    case 'failure':
      return [`${named(failed)} failed`];
    case 'pending':
      return [`waiting for ${named(waitingFor)}`];
    case 'unknown':
      return ['its checks can’t be read'];
    default:
      return [];
  }
}

function named(names: readonly string[]): string {
  if (names.length === 0) return 'checks';
  const shown = names.slice(0, namedChecks).join(', ');
  const more = names.length - namedChecks;
  const which = more > 0 ? `${shown} and ${more} more` : shown;
  return names.length === 1 ? `check ${which}` : `checks ${which}`;
}

/** Asked, and not one has approved. */
function isUnreviewed(status: PullRequestStatus): boolean {
  return status.reviewsRequestedOf.length > 0 && status.approvedBy.length === 0;
}

function reviews(status: PullRequestStatus): string[] {
  const { reviewsRequestedOf, mergeable } = status;
  if (isUnreviewed(status)) {
    return [`waiting for a review by ${reviewsRequestedOf.join(' or ')}`];
  }
  return mergeable === 'blocked'
    ? ['the rules of its branch are not met yet']
    : [];
}

function lastStep(status: PullRequestStatus): string[] {
  const { draft, autoMerge, mergeable, checks: looked } = status;
  const isReady =
    !draft &&
    !isUnreviewed(status) &&
    mergeable === 'yes' &&
    (looked.state === 'none' || looked.state === 'success') &&
    status.changesRequestedBy.length === 0;
  if (autoMerge) return ['merges by itself'];
  return isReady ? ['ready to merge'] : [];
}
