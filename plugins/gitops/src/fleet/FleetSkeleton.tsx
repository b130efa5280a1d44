import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { surface, visuallyHidden } from '../look/surface';
import { Bone } from '../requests/Bone';
import { gitopsTranslationRef } from '../translation';

const ROWS = 10;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2.5),
    },
    rows: {
      ...surface(theme),
      padding: theme.spacing(2.5),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2.25),
    },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsFleetSkeleton' },
);

/** The shape of the fleet while it is fetched. */
export function FleetSkeleton() {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <div className={classes.root} aria-busy="true">
      <span role="status" className={classes.hidden}>
        {t('loading')}
      </span>
      <Bone width={280} height={24} />
      <Bone width="70%" height={40} />
      <div className={classes.rows}>
        {Array.from({ length: ROWS }, (_, row) => (
          <Bone key={row} width={`${96 - ((row * 7) % 20)}%`} height={18} />
        ))}
      </div>
    </div>
  );
}
