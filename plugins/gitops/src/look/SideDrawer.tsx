import Drawer from '@material-ui/core/Drawer';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import CloseIcon from '@material-ui/icons/Close';
import type { ReactNode } from 'react';
import { hairline, subtleText, textGround } from './surface';

const useStyles = makeStyles(
  theme => ({
    paper: {
      ...textGround(theme),
      width: 600,
      maxWidth: '100vw',
      backgroundColor: theme.palette.background.paper,
    },
    wide: { width: 1060 },
    head: {
      position: 'sticky',
      top: 0,
      zIndex: 2,
      backgroundColor: 'inherit',
      borderBottom: hairline(theme),
    },
    headline: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
      padding: theme.spacing(2.5, 2, 2, 3),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(2, 1, 1.5, 2) },
    },
    titles: { flex: 1, minWidth: 0 },
    title: {
      fontSize: '1.2rem',
      fontWeight: 700,
      margin: 0,
      overflowWrap: 'anywhere',
    },
    subtitle: {
      fontSize: '0.88rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    body: {
      padding: theme.spacing(2.5, 3, 5),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(3.5),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(2, 2, 4) },
    },
  }),
  { name: 'GitopsSideDrawer' },
);

export interface SideDrawerProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly closeLabel: string;
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly before?: ReactNode;
  /** Stays below the title while the rest scrolls. */
  readonly below?: ReactNode;
  /** Has room for tables. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** More about one thing, beside the page it belongs to. */
export function SideDrawer(props: SideDrawerProps) {
  const { open, onClose, closeLabel, title, subtitle, before, below } = props;
  const classes = useStyles();
  return (
    <Drawer
      anchor="right"
      open={open}
      onClose={onClose}
      PaperProps={{
        className: props.wide
          ? `${classes.paper} ${classes.wide}`
          : classes.paper,
        role: 'dialog',
        'aria-modal': true,
        'aria-label': title,
      }}
    >
      <div className={classes.head}>
        <div className={classes.headline}>
          {before}
          <div className={classes.titles}>
            <h2 className={classes.title}>{title}</h2>
            {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
          </div>
          <IconButton size="small" aria-label={closeLabel} onClick={onClose}>
            <CloseIcon />
          </IconButton>
        </div>
        {below}
      </div>
      <div className={classes.body}>{props.children}</div>
    </Drawer>
  );
}
