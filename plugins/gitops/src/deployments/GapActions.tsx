import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Proposal,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { PromoteButton } from '../proposals/PromoteButton';
import { ProposalButton } from '../proposals/ProposalButton';
import { useProposals } from '../proposals/ProposalsContext';
import { StageMark } from '../proposals/StageMark';
import { gitopsTranslationRef } from '../translation';
import type { Gap } from './environmentColumns';

export interface GapActionsProps {
  readonly gap: Gap;
  /** Those that the gap is before. */
  readonly targets: readonly TargetState[];
}

/** The way over a gap: what is proposed already, or the step to propose it. */
export function GapActions({ gap, targets }: GapActionsProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { known, on, follow } = useProposals();
  const promotion = firstPromotion(targets.flatMap(({ id }) => on(id)));
  if (promotion) {
    const { id, title, pullRequest } = promotion;
    return (
      <ProposalButton
        label={t('proposal.showOf', { title })}
        onPress={() => follow(id)}
      >
        <StageMark
          proposal={promotion}
          lead={pullRequest && `#${pullRequest.number}`}
        />
      </ProposalButton>
    );
  }
  // What would take the button's place a moment later is waited for.
  if (gap.state === 'same' || known.state === 'loading') return null;
  const lagging = targets.filter(
    ({ behind }) =>
      (behind.state === 'behind' || behind.state === 'differs') &&
      behind.environment === gap.from,
  );
  return lagging.length > 0 ? (
    <PromoteButton from={gap.from} targets={lagging} look="gap" />
  ) : null;
}

function firstPromotion(proposals: readonly Proposal[]): Proposal | undefined {
  return proposals.find(
    ({ kind }) => kind === 'promotion' || kind === 'setVersion',
  );
}
