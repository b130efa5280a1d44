import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { surface, visuallyHidden } from '../look/surface';
import { Bone } from '../requests/Bone';
import { gitopsTranslationRef } from '../translation';

const COLUMNS = ['first', 'second', 'third'];

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(3),
    },
    line: {
      ...surface(theme),
      padding: theme.spacing(2.5),
    },
    columns: {
      display: 'flex',
      gap: theme.spacing(3),
      [theme.breakpoints.down('sm')]: { flexDirection: 'column' },
    },
    column: {
      flex: '1 0 0',
      maxWidth: 420,
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      [theme.breakpoints.down('sm')]: { flex: 'none', maxWidth: 'none' },
    },
    card: {
      ...surface(theme),
      padding: theme.spacing(2),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.25),
    },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsDeploymentsSkeleton' },
);

/** The shape of the page while its facts are fetched. */
export function DeploymentsSkeleton() {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <div className={classes.root} aria-busy="true">
      <span role="status" className={classes.hidden}>
        {t('loading')}
      </span>
      <div className={classes.line}>
        <Bone width="55%" height={24} />
      </div>
      <div className={classes.columns}>
        {COLUMNS.map(column => (
          <div key={column} className={classes.column}>
            <Bone width="100%" height={4} />
            <Bone width={110} height={20} />
            <div className={classes.card}>
              <Bone width={70} height={14} />
              <Bone width={120} height={30} />
              <Bone width="80%" height={14} />
              <Bone width="60%" height={14} />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
