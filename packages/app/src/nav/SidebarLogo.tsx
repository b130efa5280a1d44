import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { LogoMark } from './LogoMark';

const useStyles = makeStyles({
  root: {
    height: 3 * sidebarConfig.logoHeight,
    display: 'flex',
    alignItems: 'center',
    marginBottom: -14,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 10,
    marginLeft: 22,
    whiteSpace: 'nowrap',
    '&:hover': { textDecoration: 'none' },
  },
  name: {
    color: '#FFFFFF',
    fontSize: 15.5,
    fontWeight: 600,
    letterSpacing: '-0.01em',
  },
});

export function SidebarLogo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();

  return (
    <div className={classes.root}>
      <Link
        to="/"
        underline="none"
        className={classes.link}
        aria-label="Backstage GitOps, home"
      >
        <LogoMark />
        {isOpen && <span className={classes.name}>Backstage GitOps</span>}
      </Link>
    </div>
  );
}
