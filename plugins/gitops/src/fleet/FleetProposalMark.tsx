import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import PullRequestIcon from '@material-ui/icons/CallMerge';
import { Mark } from '../look/Mark';
import { ProposalButton } from '../proposals/ProposalButton';
import { useProposals } from '../proposals/ProposalsContext';
import { stageOf, stageTones } from '../proposals/proposalStage';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  { root: { flexShrink: 0 } },
  { name: 'GitopsFleetProposalMark' },
);

export interface FleetProposalMarkProps {
  /** Id of the row. */
  readonly target: string;
}

/** "#218" on a row that a pull request would move; the rest on hover. */
export function FleetProposalMark({ target }: FleetProposalMarkProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { on, follow } = useProposals();
  const open = on(target);
  const [first] = open;
  if (!first) return null;
  const stage = stageOf(first);
  const hint = open.map(
    one => `${one.title}: ${t(`proposal.stage.${stageOf(one)}`)}`,
  );
  return (
    <span className={classes.root}>
      <ProposalButton
        label={t('proposal.showOf', { title: first.title })}
        onPress={() => follow(first.id)}
      >
        <Mark
          tone={stageTones[stage]}
          icon={<PullRequestIcon aria-hidden />}
          title={hint.join('\n')}
        >
          {first.pullRequest
            ? `#${first.pullRequest.number}`
            : t(`proposal.stage.${stage}`)}
          {open.length > 1 && ` +${open.length - 1}`}
        </Mark>
      </ProposalButton>
    </span>
  );
}
