import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { gitopsTranslationRef } from '../translation';
import { ProposalButton } from './ProposalButton';
import { useProposals } from './ProposalsContext';
import { StageMark } from './StageMark';

export interface ProposalMarksProps {
  /** The same target on several clusters. */
  readonly targets: readonly TargetState[];
}

/** The first open pull request of a line; the details tell of all. */
export function ProposalMarks({ targets }: ProposalMarksProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { on, follow } = useProposals();
  const [proposal] = targets.flatMap(({ id }) => on(id));
  if (!proposal) return null;
  const { id, title, pullRequest } = proposal;
  return (
    <ProposalButton
      label={t('proposal.showOf', { title })}
      onPress={() => follow(id)}
    >
      <StageMark
        proposal={proposal}
        lead={pullRequest && `#${pullRequest.number}`}
      />
    </ProposalButton>
  );
}
