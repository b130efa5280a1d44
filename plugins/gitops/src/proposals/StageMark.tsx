import { useTranslationRef } from '@backstage/frontend-plugin-api';
import AlertIcon from '@material-ui/icons/ErrorOutline';
import AutoIcon from '@material-ui/icons/PlaylistAddCheck';
import ClosedIcon from '@material-ui/icons/Block';
import DraftIcon from '@material-ui/icons/EditOutlined';
import MergeIcon from '@material-ui/icons/CallMerge';
import SuspendedIcon from '@material-ui/icons/PauseCircleOutline';
import ReviewIcon from '@material-ui/icons/RateReview';
import RunningIcon from '@material-ui/icons/CheckCircle';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import WaitingIcon from '@material-ui/icons/Schedule';
import type { Proposal } from '@backstage-gitops/plugin-gitops-common';
import { Mark, MarkProps } from '../look/Mark';
import { gitopsTranslationRef } from '../translation';
import { ProposalStage, stageOf, stageTones } from './proposalStage';

const icons: Record<ProposalStage, typeof WaitingIcon> = {
  opening: WaitingIcon,
  failed: AlertIcon,
  draft: DraftIcon,
  conflict: AlertIcon,
  checksFailed: AlertIcon,
  changesRequested: AlertIcon,
  checks: WaitingIcon,
  reviews: ReviewIcon,
  blocked: ClosedIcon,
  merge: MergeIcon,
  autoMerge: AutoIcon,
  merged: MergeIcon,
  suspended: SuspendedIcon,
  stuck: AlertIcon,
  running: RunningIcon,
  closed: ClosedIcon,
  unknown: UnknownIcon,
};

export interface StageMarkProps extends Pick<MarkProps, 'look'> {
  readonly proposal: Proposal;
  /** Said before the stage. */
  readonly lead?: string;
}

/** Where a proposal is, or what it waits for. */
export function StageMark({ proposal, lead, look }: StageMarkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const stage = stageOf(proposal);
  const Icon = icons[stage];
  const words = t(`proposal.stage.${stage}`);
  const text = lead === undefined ? words : `${lead} · ${words}`;
  return (
    <Mark
      tone={stageTones[stage]}
      look={look}
      icon={<Icon aria-hidden />}
      title={proposal.reason ? `${text}\n${proposal.reason}` : text}
    >
      {text}
    </Mark>
  );
}
