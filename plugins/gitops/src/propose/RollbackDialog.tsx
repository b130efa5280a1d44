import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ChangeEntry,
  Proposal,
} from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { changeKey } from '../history/newestChange';
import type { ProposalIntent } from '../proposals/ProposalsContext';
import { usePages } from '../requests/usePages';
import { gitopsTranslationRef } from '../translation';
import { ComposeProposal } from './ComposeProposal';
import { RollbackForm } from './RollbackForm';
import { firstChange, RollbackMode } from './rollbackChoice';

type Rollback = Extract<ProposalIntent, { kind: 'rollback' }>;

export interface RollbackDialogProps {
  readonly intent: Rollback;
  readonly onOpened: (proposal: Proposal) => void;
  readonly onClose: () => void;
}

/** Brings back what was declared, or undoes a change. */
export function RollbackDialog(props: RollbackDialogProps) {
  const { intent, onOpened, onClose } = props;
  const { targets } = intent;
  const [target] = targets;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const api = useApi(gitopsApiRef);
  const [mode, setMode] = useState<RollbackMode>('restore');
  const [chosen, setChosen] = useState<readonly string[]>(
    intent.chosen ?? targets.map(({ id }) => id),
  );
  const [picked, setPicked] = useState<ChangeEntry | undefined>(intent.change);
  const about = chosen[0] ?? target.id;
  const pages = usePages(
    about,
    (cursor, signal) =>
      api.targetHistory(about, { kind: 'versions', cursor }, { signal }),
    changeKey,
  );
  const entries = pages.state === 'ready' ? pages.items : [];
  const change = picked ?? firstChange(entries, mode);
  const environments = [...new Set(targets.map(one => one.environment))];
  return (
    <ComposeProposal
      title={t('proposal.dialog.rollback', { service: target.service })}
      subtitle={`${environments.join(', ')} · ${target.repository}`}
      subject={target.id}
      request={
        change && {
          kind: 'rollback',
          targets: [...chosen],
          to: change.landedBy,
          mode,
        }
      }
      repository={target.repository}
      form={(plan, busy) => (
        <RollbackForm
          targets={targets}
          chosen={chosen}
          along={plan?.alsoAffects ?? []}
          mode={mode}
          pages={pages}
          change={change}
          disabled={busy}
          onTargets={setChosen}
          onMode={setMode}
          onChange={setPicked}
        />
      )}
      onOpened={onOpened}
      onClose={onClose}
    />
  );
}
