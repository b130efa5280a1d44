import { makeStyles } from '@material-ui/core/styles';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { PromoteButton } from './PromoteButton';
import { RollbackButton } from './RollbackButton';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      '&:empty': { display: 'none' },
    },
    quiet: { gap: 0, margin: theme.spacing(0.5, -1, -0.5) },
  }),
  { name: 'GitopsTargetActions' },
);

export interface TargetActionsProps {
  readonly target: TargetState;
  readonly label: string;
  readonly look: 'quiet' | 'action';
}

/** What can be proposed of one target. */
export function TargetActions({ target, label, look }: TargetActionsProps) {
  const classes = useStyles();
  const { behind } = target;
  return (
    <div
      className={
        look === 'quiet' ? `${classes.root} ${classes.quiet}` : classes.root
      }
    >
      {(behind.state === 'behind' || behind.state === 'differs') && (
        <PromoteButton
          from={behind.environment}
          targets={[target]}
          look={look}
        />
      )}
      <RollbackButton target={target} label={label} look={look} />
    </div>
  );
}
