import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles, Theme } from '@material-ui/core/styles';
import PullRequestIcon from '@material-ui/icons/CallMerge';
import type {
  Proposal,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { abbreviateVersion } from '../artifacts/versionText';
import { monospace, subtleText } from '../look/surface';
import { Tone, toneColors } from '../look/tones';
import { gitopsTranslationRef } from '../translation';
import { ProposalButton } from './ProposalButton';
import { authorOf, movesOf } from './proposalFacts';
import { useProposals } from './ProposalsContext';
import { stageOf, stageTones } from './proposalStage';
import { StageMark } from './StageMark';

/** More pull requests on one target are told by their number. */
const SHOWN = 2;

const useStyles = makeStyles<Theme, { tone: Tone }>(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: 6,
      padding: theme.spacing(0.5, 1),
      borderRadius: 8,
      border: '1px dashed',
      borderColor: ({ tone }) => toneColors(theme, tone).border,
      fontSize: '0.8rem',
      lineHeight: 1.45,
    },
    icon: {
      marginTop: 2,
      fontSize: '1rem',
      flexShrink: 0,
      color: ({ tone }) => toneColors(theme, tone).text,
    },
    body: { minWidth: 0, overflowWrap: 'anywhere' },
    version: { fontFamily: monospace, fontWeight: 700 },
    quiet: { color: subtleText(theme) },
  }),
  { name: 'GitopsProposalChip' },
);

const useListStyles = makeStyles(
  {
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: 6,
      width: '100%',
      minWidth: 0,
      '&:empty': { display: 'none' },
    },
  },
  { name: 'GitopsProposalChips' },
);

export interface ProposalChipsProps {
  readonly target: TargetState;
  /** Leads to all of them. */
  readonly onMore: () => void;
}

/** The open pull requests that would move a target, or touch its files. */
export function ProposalChips({ target, onMore }: ProposalChipsProps) {
  const classes = useListStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { on, follow } = useProposals();
  const open = on(target.id);
  const rest = open.length - SHOWN;
  const more = t('proposal.more', { count: rest });
  return (
    <div className={classes.root}>
      {open.slice(0, SHOWN).map(proposal => (
        <ProposalButton
          key={proposal.id}
          full
          label={t('proposal.showOf', { title: proposal.title })}
          onPress={() => follow(proposal.id)}
        >
          <Chip proposal={proposal} target={target} />
        </ProposalButton>
      ))}
      {rest > 0 && (
        <ProposalButton label={more} onPress={onMore}>
          {more}
        </ProposalButton>
      )}
    </div>
  );
}

function Chip(props: {
  readonly proposal: Proposal;
  readonly target: TargetState;
}) {
  const { proposal, target } = props;
  const classes = useStyles({ tone: stageTones[stageOf(proposal)] });
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [move] = movesOf(proposal, target.id, artifactsOf(target).main?.name);
  const { kind, pullRequest } = proposal;
  const author = authorOf(proposal) ?? t('proposal.by.someone');
  const number = pullRequest && `#${pullRequest.number}`;
  return (
    <span className={classes.root} title={proposal.title}>
      <PullRequestIcon className={classes.icon} aria-hidden />
      <span className={classes.body}>
        {move && (
          <>
            <span className={classes.version}>
              {abbreviateVersion(move.to)}
            </span>{' '}
          </>
        )}
        {!move && number && `${number} ${t('proposal.touches')}, `}
        <span className={classes.quiet}>
          {t(kind ? 'proposal.by.proposed' : 'proposal.by.opened', { author })}
          {move && number && ` · ${number}`}
        </span>
        <br />
        <StageMark proposal={proposal} look="plain" />
      </span>
    </span>
  );
}
