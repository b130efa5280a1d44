import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { focusRing } from '../look/surface';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'block',
      border: 0,
      padding: 0,
      margin: 0,
      maxWidth: '100%',
      background: 'none',
      font: 'inherit',
      textAlign: 'left',
      color: 'inherit',
      cursor: 'pointer',
      borderRadius: 8,
      '&:focus-visible': focusRing(theme),
      '&:hover': { filter: 'brightness(0.97)' },
    },
    full: { width: '100%' },
  }),
  { name: 'GitopsProposalButton' },
);

export interface ProposalButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  /** As wide as what holds it. */
  readonly full?: true;
  readonly children: ReactNode;
}

/** A mark that leads to the proposal it tells of. */
export function ProposalButton(props: ProposalButtonProps) {
  const { label, onPress, full, children } = props;
  const classes = useStyles();
  return (
    <button
      type="button"
      className={full ? `${classes.root} ${classes.full}` : classes.root}
      aria-label={label}
      onClick={event => {
        event.stopPropagation();
        onPress();
      }}
    >
      {children}
    </button>
  );
}
