import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import NoneIcon from '@material-ui/icons/CallMerge';
import type {
  Proposal,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { PullRequestLink } from '../changes/PullRequestLink';
import { Subject } from '../changes/Subject';
import { ActionButton } from '../look/ActionButton';
import { Notice } from '../look/Notice';
import { subtleText, surface } from '../look/surface';
import { failureMessage } from '../requests/failure';
import { RowsSkeleton } from '../requests/RowsSkeleton';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import { FirstOf } from '../propose/FirstOf';
import { MovesList } from './MovesList';
import { authorOf } from './proposalFacts';
import { useProposals } from './ProposalsContext';
import { ReviewFacts } from './ReviewFacts';
import { StageMark } from './StageMark';
import { TargetActions } from './TargetActions';
import { useMayPropose } from './useMayPropose';

const SHOWN = 10;

const useStyles = makeStyles(
  theme => ({
    list: { display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) },
    item: {
      ...surface(theme),
      padding: theme.spacing(1.5, 2),
      display: 'flex',
      flexDirection: 'column',
      gap: 6,
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5, 1.5),
    },
    title: { flex: '1 1 240px', minWidth: 0, margin: 0, fontSize: '0.95rem' },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1.25),
      fontSize: '0.84rem',
      color: subtleText(theme),
    },
    quiet: { margin: 0, fontSize: '0.86rem', color: subtleText(theme) },
  }),
  { name: 'GitopsTargetProposals' },
);

export interface TargetProposalsProps {
  readonly target: TargetState;
}

/** Every open pull request on one target, and the ways to open another. */
export function TargetProposals({ target }: TargetProposalsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { known, on } = useProposals();
  const may = useMayPropose(target.id);
  const open = on(target.id);
  return (
    <>
      {may === 'no' ? (
        <p className={classes.quiet}>{t('proposal.denied')}</p>
      ) : (
        <TargetActions target={target} label={target.service} look="action" />
      )}
      {known.state === 'loading' && <RowsSkeleton />}
      {known.state === 'failed' && (
        <Notice tone="alert" icon={<FailedIcon />} title={t('proposal.failed')}>
          {t('proposal.failedText', { reason: failureMessage(known.error) })}
        </Notice>
      )}
      {known.state === 'ready' && open.length === 0 && (
        <Notice
          tone="unknown"
          icon={<NoneIcon />}
          title={t('proposal.none.title')}
        >
          {t('proposal.none.text')}
        </Notice>
      )}
      <div className={classes.list}>
        <FirstOf items={open} count={SHOWN} keyOf={({ id }) => id}>
          {proposal => <Item proposal={proposal} target={target.id} />}
        </FirstOf>
      </div>
    </>
  );
}

function Item(props: { readonly proposal: Proposal; readonly target: string }) {
  const { proposal, target } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { follow } = useProposals();
  const time = useTimeText();
  const { id, kind, title, pullRequest, updatedAt, moves } = proposal;
  const author = authorOf(proposal) ?? t('proposal.by.someone');
  return (
    <article className={classes.item} aria-label={title}>
      <div className={classes.head}>
        <h4 className={classes.title}>
          <Subject text={title} />
        </h4>
        <StageMark proposal={proposal} />
        <ActionButton
          aria-label={t('proposal.showOf', { title })}
          onClick={() => follow(id)}
        >
          {t('proposal.follow')}
        </ActionButton>
      </div>
      <MovesList moves={moves.filter(move => move.target === target)} />
      <div className={classes.facts}>
        {pullRequest && <PullRequestLink pullRequest={pullRequest} />}
        <span>{t(`proposal.kind.${kind ?? 'foreign'}`)}</span>
        <span>
          {t(kind ? 'proposal.by.proposed' : 'proposal.by.opened', { author })}
        </span>
        <span title={time.exact(updatedAt)}>
          {t('proposal.updated', { time: time.ago(updatedAt) })}
        </span>
      </div>
      {pullRequest && <ReviewFacts pullRequest={pullRequest} />}
    </article>
  );
}
