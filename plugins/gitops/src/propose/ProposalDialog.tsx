import Dialog from '@material-ui/core/Dialog';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { Proposal } from '@backstage-gitops/plugin-gitops-common';
import { ProposalTracker } from '../follow/ProposalTracker';
import { textGround } from '../look/surface';
import type { ProposalIntent } from '../proposals/ProposalsContext';
import { AcceptDialog } from './AcceptDialog';
import { TITLE_ID } from './DialogFrame';
import { PromotionDialog } from './PromotionDialog';
import { RollbackDialog } from './RollbackDialog';

const useStyles = makeStyles(
  theme => ({
    paper: {
      ...textGround(theme),
      backgroundColor: theme.palette.background.paper,
    },
    // A plan that arrives fills its place; nothing moves for it.
    tall: {
      height: 1040,
      [theme.breakpoints.down('xs')]: { height: '100%' },
    },
  }),
  { name: 'GitopsProposalDialog' },
);

export interface ProposalDialogProps {
  /** What is to be proposed; comes before what is followed. */
  readonly intent?: ProposalIntent;
  /** Id of the proposal that is followed. */
  readonly followed?: string;
  /** The followed one as it was last heard of. */
  readonly heard?: Proposal;
  readonly onOpened: (proposal: Proposal) => void;
  readonly onClose: () => void;
}

/** From the choice to the pull request, and on until it runs. */
export function ProposalDialog(props: ProposalDialogProps) {
  const { intent, followed, heard, onOpened, onClose } = props;
  const classes = useStyles();
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  return (
    <Dialog
      open
      fullWidth
      fullScreen={narrow}
      maxWidth={intent ? 'md' : 'sm'}
      onClose={onClose}
      aria-labelledby={TITLE_ID}
      PaperProps={{
        className: intent ? `${classes.paper} ${classes.tall}` : classes.paper,
      }}
    >
      {intent && (
        <Compose intent={intent} onOpened={onOpened} onClose={onClose} />
      )}
      {!intent && followed && (
        <ProposalTracker id={followed} heard={heard} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Compose(props: {
  readonly intent: ProposalIntent;
  readonly onOpened: (proposal: Proposal) => void;
  readonly onClose: () => void;
}) {
  const { intent, ...rest } = props;
  switch (intent.kind) {
    case 'promotion':
      return <PromotionDialog {...rest} intent={intent} />;
    case 'rollback':
      return <RollbackDialog {...rest} intent={intent} />;
    default:
      return <AcceptDialog {...rest} intent={intent} />;
  }
}
