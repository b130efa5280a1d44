import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Proposal,
  PullRequestStatus,
} from '@backstage-gitops/plugin-gitops-common';
import { authorOf } from '../proposals/proposalFacts';
import { awaitedReviewers } from '../proposals/proposalStage';
import { gitopsTranslationRef } from '../translation';
import type { Arrival, ArrivalState } from './arrivals';
import { isMerged, StepName } from './trackSteps';

const list = (names: readonly string[]) => names.join(', ');

/** What a step did or waits for, in words. */
export function useStepText(
  proposal: Proposal,
  arrivals: readonly Arrival[],
): Record<StepName, string> {
  const opened = useOpenedText(proposal);
  const checks = useChecksText(proposal.pullRequest);
  const approvals = useApprovalsText(proposal.pullRequest);
  const merged = useMergedText(proposal);
  const { deployed, running } = useArrivalText(proposal, arrivals);
  return { opened, checks, approvals, merged, deployed, running };
}

function useOpenedText(proposal: Proposal): string {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { pullRequest, state, reason } = proposal;
  if (state === 'failed') return reason ?? '';
  if (!pullRequest) return t('proposal.track.opened.opening');
  return t(`proposal.track.opened.${pullRequest.draft ? 'draft' : 'by'}`, {
    number: `#${pullRequest.number}`,
    author: authorOf(proposal) ?? t('proposal.by.someone'),
  });
}

export function useChecksText(
  pullRequest: PullRequestStatus | undefined,
): string {
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (!pullRequest) return '';
  const { state, waitingFor, failed } = pullRequest.checks;
  if (state === 'failure' && failed.length > 0) {
    return t('proposal.track.checks.failure', { names: list(failed) });
  }
  if (state === 'pending' && waitingFor.length > 0) {
    return t('proposal.track.checks.waiting', { names: list(waitingFor) });
  }
  if (state === 'failure') return t('proposal.track.checks.failed');
  return t(`proposal.track.checks.${state}`);
}

export function useApprovalsText(
  pullRequest: PullRequestStatus | undefined,
): string {
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (!pullRequest) return '';
  const { approvedBy, changesRequestedBy } = pullRequest;
  const open = pullRequest.state === 'open';
  const awaited = open ? awaitedReviewers(pullRequest) : [];
  if (changesRequestedBy.length > 0) {
    return t('proposal.track.approvals.requested', {
      names: list(changesRequestedBy),
    });
  }
  if (approvedBy.length > 0 && awaited.length > 0) {
    return t('proposal.track.approvals.byAndWaits', {
      names: list(approvedBy),
      waiting: list(awaited),
    });
  }
  if (approvedBy.length > 0) {
    return t('proposal.track.approvals.by', { names: list(approvedBy) });
  }
  if (awaited.length > 0) {
    return t('proposal.track.approvals.waits', { names: list(awaited) });
  }
  return open && pullRequest.mergeable === 'blocked'
    ? t('proposal.track.approvals.wanted')
    : t('proposal.track.approvals.none');
}

function useMergedText(proposal: Proposal): string {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { pullRequest, state, reason } = proposal;
  if (isMerged(proposal)) {
    return pullRequest
      ? t('proposal.track.merge.into', { branch: pullRequest.targetBranch })
      : '';
  }
  if (state === 'closed') return reason ?? t('proposal.track.closed.title');
  if (!pullRequest) return t('proposal.track.merge.before');
  const { checks, draft, mergeable, autoMerge } = pullRequest;
  if (mergeable === 'conflict') return t('proposal.track.merge.conflict');
  if (draft) return t('proposal.track.merge.draft');
  if (autoMerge) return t('proposal.track.merge.auto');
  const waits =
    checks.state === 'pending' || awaitedReviewers(pullRequest).length > 0;
  if (waits) return t('proposal.track.merge.before');
  return mergeable === 'blocked'
    ? t('proposal.track.merge.blocked')
    : t('proposal.track.merge.person');
}

function useArrivalText(
  proposal: Proposal,
  arrivals: readonly Arrival[],
): { readonly deployed: string; readonly running: string } {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const on = (...states: ArrivalState[]) =>
    list(
      arrivals
        .filter(({ state }) => states.includes(state))
        .map(({ place }) => place),
    );
  if (!isMerged(proposal)) {
    return {
      deployed: t('proposal.track.deployed.before'),
      running: t('proposal.track.running.before'),
    };
  }
  const all = list(arrivals.map(({ place }) => place));
  if (proposal.state === 'running') {
    return {
      deployed: all && t('proposal.track.deployed.all', { names: all }),
      running: all && t('proposal.track.running.on', { names: all }),
    };
  }
  const [running, failing] = [on('running'), on('failing')];
  const waiting = on('applied', 'applying', 'reading');
  return {
    deployed: deployedText(),
    running: runningText(),
  };

  function deployedText(): string {
    if (arrivals.length === 0 || on('reading')) {
      return t('proposal.track.deployed.reading');
    }
    const applying = on('applying');
    if (applying) {
      return t('proposal.track.deployed.applying', { names: applying });
    }
    const done = on('applied', 'running', 'failing');
    if (done) return t('proposal.track.deployed.all', { names: done });
    const gone = on('superseded');
    return gone
      ? t('proposal.track.deployed.superseded', { names: gone })
      : t('proposal.track.deployed.unobserved', { names: on('unobserved') });
  }

  function runningText(): string {
    if (failing) return t('proposal.track.running.failing', { names: failing });
    if (running && waiting) {
      return t('proposal.track.running.onAndWaits', {
        names: running,
        waiting,
      });
    }
    if (running) return t('proposal.track.running.on', { names: running });
    if (waiting) return t('proposal.track.running.waits', { names: waiting });
    const gone = on('superseded');
    if (gone) return t('proposal.track.deployed.superseded', { names: gone });
    const unobserved = on('unobserved');
    return unobserved
      ? t('proposal.track.running.unobserved', { names: unobserved })
      : t('proposal.track.running.before');
  }
}
