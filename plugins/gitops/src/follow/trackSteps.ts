import type { Proposal } from '@backstage-gitops/plugin-gitops-common';
import { awaitedReviewers } from '../proposals/proposalStage';
import type { Arrival } from './arrivals';

export type StepName =
  | 'opened'
  | 'checks'
  | 'approvals'
  | 'merged'
  | 'deployed'
  | 'running';

/** `skipped`: there is nothing of that kind to wait for. */
export type StepState =
  | 'done'
  | 'current'
  | 'todo'
  | 'failed'
  | 'skipped'
  | 'unknown';

export interface TrackStep {
  readonly name: StepName;
  readonly state: StepState;
  readonly time?: string;
}

/** The way from a proposal to running, and how far it has come. */
export function trackSteps(
  proposal: Proposal,
  arrivals: readonly Arrival[],
): TrackStep[] {
  return [
    openedStep(proposal),
    { name: 'checks', state: checksState(proposal) },
    { name: 'approvals', state: approvalsState(proposal) },
    mergedStep(proposal),
    { name: 'deployed', state: deployedState(proposal, arrivals) },
    runningStep(proposal, arrivals),
  ];
}

export function isMerged({ state, pullRequest }: Proposal): boolean {
  return (
    state === 'merged' || state === 'running' || pullRequest?.state === 'merged'
  );
}

function isOver({ state, pullRequest }: Proposal): boolean {
  return (
    state === 'closed' || state === 'failed' || pullRequest?.state === 'closed'
  );
}

function openedStep({ state, createdAt, pullRequest }: Proposal): TrackStep {
  const name = 'opened';
  if (state === 'failed') return { name, state: 'failed' };
  if (state === 'opening') return { name, state: 'current' };
  return { name, state: 'done', time: pullRequest?.createdAt ?? createdAt };
}

function checksState(proposal: Proposal): StepState {
  const { pullRequest } = proposal;
  if (!pullRequest) return 'todo';
  const states = {
    none: 'skipped',
    pending: isOver(proposal) ? 'unknown' : 'current',
    success: 'done',
    failure: 'failed',
    unknown: 'unknown',
  } as const;
  return states[pullRequest.checks.state];
}

function approvalsState(proposal: Proposal): StepState {
  const { pullRequest } = proposal;
  if (!pullRequest) return 'todo';
  if (pullRequest.changesRequestedBy.length > 0) return 'failed';
  const approved = pullRequest.approvedBy.length > 0;
  const awaited = awaitedReviewers(pullRequest).length > 0;
  if (isMerged(proposal) || isOver(proposal)) {
    return approved ? 'done' : 'skipped';
  }
  if (awaited || (!approved && pullRequest.mergeable === 'blocked')) {
    return 'current';
  }
  return approved ? 'done' : 'skipped';
}

function mergedStep(proposal: Proposal): TrackStep {
  const name = 'merged';
  const { pullRequest } = proposal;
  if (isMerged(proposal)) {
    return { name, state: 'done', time: pullRequest?.mergedAt };
  }
  if (isOver(proposal)) return { name, state: 'failed' };
  if (pullRequest?.mergeable === 'conflict') return { name, state: 'failed' };
  const waits =
    checksState(proposal) === 'current' ||
    approvalsState(proposal) === 'current';
  return { name, state: pullRequest && !waits ? 'current' : 'todo' };
}

function deployedState(
  proposal: Proposal,
  arrivals: readonly Arrival[],
): StepState {
  if (proposal.state === 'running') return 'done';
  if (!isMerged(proposal)) return 'todo';
  const waiting = arrivals.filter(
    ({ state }) => state === 'reading' || state === 'applying',
  );
  if (arrivals.length === 0 || waiting.length > 0) return 'current';
  return arrivals.every(
    ({ state }) => state === 'unobserved' || state === 'superseded',
  )
    ? 'unknown'
    : 'done';
}

function runningStep(
  proposal: Proposal,
  arrivals: readonly Arrival[],
): TrackStep {
  const name = 'running';
  const since = arrivals
    .flatMap(one => one.since ?? [])
    .sort()
    .at(-1);
  if (proposal.state === 'running') return { name, state: 'done', time: since };
  const deployed = deployedState(proposal, arrivals);
  if (deployed === 'todo' || deployed === 'current') {
    return { name, state: 'todo' };
  }
  if (arrivals.some(({ state }) => state === 'failing')) {
    return { name, state: 'failed' };
  }
  if (arrivals.every(({ state }) => state === 'running')) {
    return { name, state: 'done', time: since };
  }
  return { name, state: deployed === 'unknown' ? 'unknown' : 'current' };
}
