import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Proposal,
  ProposalPlan,
} from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { resourceTitle, selectorOf } from '../drift/resourceText';
import type { ProposalIntent } from '../proposals/ProposalsContext';
import { placeOf } from '../target/placeOf';
import { gitopsTranslationRef } from '../translation';
import { AcceptForm } from './AcceptForm';
import { ComposeProposal } from './ComposeProposal';

type Accept = Extract<ProposalIntent, { kind: 'acceptDrift' }>;

export interface AcceptDialogProps {
  readonly intent: Accept;
  readonly onOpened: (proposal: Proposal) => void;
  readonly onClose: () => void;
}

/** Writes into Git what is live. */
export function AcceptDialog({ intent, onOpened, onClose }: AcceptDialogProps) {
  const { target, resource } = intent;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [fields, setFields] = useState(intent.fields);
  const [file, setFile] = useState<string>();
  const form = (plan: ProposalPlan | undefined, busy: boolean) => (
    <AcceptForm
      resource={resource}
      fields={fields}
      places={plan?.places ?? []}
      file={file}
      disabled={busy}
      onFields={setFields}
      onFile={setFile}
    />
  );
  return (
    <ComposeProposal
      title={t('proposal.dialog.acceptDrift', {
        resource: resourceTitle(resource),
      })}
      subtitle={[target.environment, placeOf(target), target.repository]
        .filter(Boolean)
        .join(' · ')}
      subject={target.id}
      request={{
        kind: 'acceptDrift',
        target: target.id,
        resource: selectorOf(resource),
        fields: [...fields],
        file,
      }}
      repository={target.repository}
      form={form}
      onOpened={onOpened}
      onClose={onClose}
    />
  );
}
