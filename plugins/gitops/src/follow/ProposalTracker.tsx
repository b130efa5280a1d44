import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import ForgeIcon from '@material-ui/icons/OpenInNew';
import ForeignIcon from '@material-ui/icons/InfoOutlined';
import MissingIcon from '@material-ui/icons/HelpOutline';
import StaleIcon from '@material-ui/icons/CloudOff';
import type { Proposal } from '@backstage-gitops/plugin-gitops-common';
import { safeHref } from '../artifacts/safeHref';
import { ActionButton } from '../look/ActionButton';
import { Notice } from '../look/Notice';
import { visuallyHidden } from '../look/surface';
import { DialogFrame } from '../propose/DialogFrame';
import { Section } from '../propose/Section';
import { MovesList } from '../proposals/MovesList';
import { StageMark } from '../proposals/StageMark';
import { stageOf } from '../proposals/proposalStage';
import { failureMessage, failureOf } from '../requests/failure';
import { RequestFailure } from '../requests/RequestFailure';
import { RowsSkeleton } from '../requests/RowsSkeleton';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import type { Arrival } from './arrivals';
import { PlaceList } from './PlaceList';
import { TrackList } from './TrackList';
import { useFollowed } from './useFollowed';

const useStyles = makeStyles(
  {
    button: { textTransform: 'none' },
    hidden: visuallyHidden,
    reason: {
      margin: '0 0 12px',
      fontSize: '0.9rem',
      overflowWrap: 'anywhere',
    },
    subtitle: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
    },
  },
  { name: 'GitopsProposalTracker' },
);

export interface ProposalTrackerProps {
  readonly id: string;
  /** As it was last heard of, shown until it is asked for. */
  readonly heard?: Proposal;
  readonly onClose: () => void;
}

/** A proposal on its way, step by step, until it runs. */
export function ProposalTracker(props: ProposalTrackerProps) {
  const { id, heard, onClose } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { query, arrivals } = useFollowed(id);
  const last = heard?.id === id ? heard : undefined;
  const proposal = query.state === 'ready' ? query.data : last;
  const failed = query.state === 'failed' ? query.error : undefined;
  const late = query.state === 'ready' ? query.refreshError : failed;
  return (
    <DialogFrame
      title={proposal?.title ?? t('proposal.track.title')}
      subtitle={proposal && <Subtitle proposal={proposal} />}
      onClose={onClose}
      foot={<Foot proposal={proposal} onClose={onClose} />}
    >
      {proposal && late && (
        <RefreshNotice
          error={late}
          loadedAt={query.state === 'ready' ? query.loadedAt : undefined}
          onRetry={query.reload}
        />
      )}
      {proposal && <Way proposal={proposal} arrivals={arrivals} />}
      {!proposal && query.state === 'loading' && <RowsSkeleton />}
      {!proposal && failed && <Unknown error={failed} onRetry={query.reload} />}
    </DialogFrame>
  );
}

function Way(props: {
  readonly proposal: Proposal;
  readonly arrivals: readonly Arrival[];
}) {
  const { proposal, arrivals } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { state, reason, moves, rollouts = [] } = proposal;
  const over = state === 'closed' || state === 'failed' ? state : undefined;
  return (
    <>
      <span className={classes.hidden} role="status">
        {t(`proposal.stage.${stageOf(proposal)}`)}
      </span>
      {!proposal.kind && (
        <Notice
          tone="neutral"
          icon={<ForeignIcon />}
          title={t('proposal.kind.foreign')}
        >
          {t(
            moves.length > 0
              ? 'proposal.track.foreign'
              : 'proposal.track.foreignMovesNone',
          )}
        </Notice>
      )}
      {over && (
        <Notice
          tone={over === 'failed' ? 'alert' : 'unknown'}
          icon={<FailedIcon />}
          title={t(`proposal.track.${over}.title`)}
        >
          {reason && (
            <>
              {reason}
              <br />
            </>
          )}
          {t(`proposal.track.${over}.text`)}
        </Notice>
      )}
      {moves.length > 0 && (
        <Section title={t('proposal.track.moves')}>
          <MovesList moves={moves} />
        </Section>
      )}
      <Section
        title={t('proposal.track.title')}
        note={!over && state !== 'running' && t('proposal.track.live')}
      >
        {reason && !over && !isOfPlace(proposal) && (
          <p className={classes.reason}>{reason}</p>
        )}
        <TrackList proposal={proposal} arrivals={arrivals} />
      </Section>
      {rollouts.length > 0 && (
        <Section title={t('proposal.arrival.title')}>
          <PlaceList rollouts={rollouts} />
        </Section>
      )}
    </>
  );
}

/** Whether what it waits for is told with the place where it waits. */
function isOfPlace({ reason, rollouts = [] }: Proposal): boolean {
  const told = reason?.toLowerCase();
  return rollouts.some(each => each.reason?.toLowerCase() === told);
}

function Subtitle({ proposal }: { readonly proposal: Proposal }) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { kind, repository, pullRequest } = proposal;
  return (
    <span className={classes.subtitle}>
      {t(`proposal.kind.${kind ?? 'foreign'}`)}
      {` · ${repository} · `}
      {pullRequest
        ? t('proposal.number', { number: String(pullRequest.number) })
        : t('proposal.unnumbered')}
      <StageMark proposal={proposal} />
    </span>
  );
}

function Foot(props: {
  readonly proposal: Proposal | undefined;
  readonly onClose: () => void;
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const href = safeHref(props.proposal?.pullRequest?.url);
  return (
    <>
      <Button className={classes.button} onClick={props.onClose}>
        {t('proposal.dialog.close')}
      </Button>
      {href && (
        <Button
          className={classes.button}
          variant="contained"
          color="primary"
          href={href}
          target="_blank"
          rel="noopener noreferrer"
          endIcon={<ForgeIcon />}
        >
          {t('proposal.open')}
        </Button>
      )}
    </>
  );
}

function RefreshNotice(props: {
  readonly error: Error;
  readonly loadedAt?: Date;
  readonly onRetry: () => void;
}) {
  const { error, loadedAt, onRetry } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  return (
    <Notice
      tone="waiting"
      icon={<StaleIcon />}
      title={t('health.refreshFailed.title', {
        time: loadedAt ? time.ago(loadedAt.toISOString()) : t('time.now'),
      })}
      action={
        <ActionButton onClick={onRetry}>{t('failure.retry')}</ActionButton>
      }
    >
      {t('health.refreshFailed.text', { reason: failureMessage(error) })}
    </Notice>
  );
}

function Unknown(props: {
  readonly error: Error;
  readonly onRetry: () => void;
}) {
  const { error, onRetry } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (failureOf(error) === 'broken') {
    return <RequestFailure error={error} onRetry={onRetry} />;
  }
  return (
    <Notice
      tone="unknown"
      icon={<MissingIcon />}
      title={t('proposal.track.gone')}
    >
      {t('proposal.track.goneText')}
    </Notice>
  );
}
