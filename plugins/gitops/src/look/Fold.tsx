import { makeStyles } from '@material-ui/core/styles';
import FoldIcon from '@material-ui/icons/ChevronRight';
import { ReactNode, useState } from 'react';
import { focusRing, hairline, subtleText } from './surface';

const useStyles = makeStyles(
  theme => ({
    root: { borderTop: hairline(theme) },
    button: {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      width: '100%',
      padding: theme.spacing(1.25, 0),
      border: 0,
      background: 'none',
      font: 'inherit',
      fontSize: '0.88rem',
      fontWeight: 600,
      textAlign: 'left',
      color: subtleText(theme),
      cursor: 'pointer',
      overflowWrap: 'anywhere',
      '&:hover': { color: theme.palette.text.primary },
      '&:focus-visible': focusRing(theme),
    },
    icon: {
      fontSize: '1.15rem',
      flexShrink: 0,
      transition: 'transform 120ms',
      '@media (prefers-reduced-motion: reduce)': { transition: 'none' },
    },
    unfolded: { transform: 'rotate(90deg)' },
    body: { padding: theme.spacing(0, 0, 1.5, 2.75) },
  }),
  { name: 'GitopsFold' },
);

export interface FoldProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** What is there for whoever asks for it. */
export function Fold({ title, children }: FoldProps) {
  const classes = useStyles();
  const [unfolded, setUnfolded] = useState(false);
  return (
    <div className={classes.root}>
      <button
        type="button"
        className={classes.button}
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
      >
        <FoldIcon
          aria-hidden
          className={
            unfolded ? `${classes.icon} ${classes.unfolded}` : classes.icon
          }
        />
        {title}
      </button>
      {unfolded && <div className={classes.body}>{children}</div>}
    </div>
  );
}
