import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Proposal,
  ProposalPlan,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import { ReactNode, useState } from 'react';
import { useProposals } from '../proposals/ProposalsContext';
import { gitopsTranslationRef } from '../translation';
import { DialogFrame } from './DialogFrame';
import { OpenFoot } from './OpenFoot';
import { openingFailureOf } from './openingFailure';
import { OpeningNotice } from './OpeningNotice';
import { PlanProgress } from './PlanProgress';
import { noOptions, Options, PullRequestOptions } from './PullRequestOptions';
import { ReviewersLine } from './ReviewersLine';
import { Section } from './Section';
import { useForgeSignIn } from './useForgeSignIn';
import { useOpening } from './useOpening';
import { usePlan } from './usePlan';

export interface ComposeProposalProps {
  readonly title: string;
  readonly subtitle: ReactNode;
  /** What the dialog is about: while it is the same, a plan stays on screen. */
  readonly subject: string;
  /** What the choices ask for; absent while they ask for nothing yet. */
  readonly request: ProposalRequest | undefined;
  /** Id of the repository that it goes to. */
  readonly repository: string;
  /** The choices; some are made from what a plan offers. */
  readonly form: (plan: ProposalPlan | undefined, busy: boolean) => ReactNode;
  readonly onOpened: (proposal: Proposal) => void;
  readonly onClose: () => void;
}

/** Choose, see what it would change, say why, and open the pull request. */
export function ComposeProposal(props: ComposeProposalProps) {
  const { title, subtitle, subject, request, form, onClose } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { repositories } = useProposals();
  const [options, setOptions] = useState<Options>(noOptions);
  const [allowOthers, setAllowOthers] = useState(false);
  const signIn = useForgeSignIn(
    repositories.find(({ id }) => id === props.repository)?.url,
  );
  const planned: ProposalRequest | undefined = request && {
    ...request,
    allowOthers,
  };
  const plan = usePlan(planned, subject);
  const { opening, open, reset } = useOpening(props.onOpened);
  const data = planned && plan.state === 'ready' ? plan.data : undefined;
  const busy = opening.state === 'running';
  const start = () =>
    planned &&
    data &&
    open(async () => ({
      request: withOptions(planned, options),
      revisions: data.revisions,
      forgeToken: options.mine ? await signIn?.token() : undefined,
    }));
  const again = () => {
    reset();
    plan.reload();
  };
  return (
    <DialogFrame
      title={title}
      subtitle={subtitle}
      onClose={onClose}
      foot={
        <OpenFoot
          plan={planned && plan}
          options={options}
          busy={busy}
          outdated={
            opening.state === 'failed' &&
            openingFailureOf(opening.error) === 'conflict'
          }
          onOpen={start}
          onClose={onClose}
        />
      }
    >
      <Section title={t('proposal.what.title')}>{form(data, busy)}</Section>
      {planned && (
        <PlanProgress
          plan={plan}
          allowOthers={allowOthers}
          onAllowOthers={setAllowOthers}
          disabled={busy}
        />
      )}
      {data && (
        <Section title={t('proposal.details.title')} note={data.title}>
          <PullRequestOptions
            options={options}
            signIn={signIn}
            disabled={busy}
            onChange={setOptions}
          />
          <ReviewersLine reviewers={data.reviewers} />
        </Section>
      )}
      {opening.state === 'failed' && (
        <OpeningNotice error={opening.error} onLookAgain={again} />
      )}
    </DialogFrame>
  );
}

function withOptions(
  request: ProposalRequest,
  { reason, draft, autoMerge }: Options,
): ProposalRequest {
  return { ...request, draft, autoMerge, reason: reason.trim() || undefined };
}
