import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { visuallyHidden } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { Bone } from './Bone';

const ROWS = [92, 84, 96, 78, 88];

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'relative',
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
    },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsRowsSkeleton' },
);

/** The shape of a headline and its rows while they are fetched. */
export function RowsSkeleton() {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <div className={classes.root} aria-busy="true">
      <span role="status" className={classes.hidden}>
        {t('loading')}
      </span>
      <Bone width="45%" height={26} />
      {ROWS.map(width => (
        <Bone key={width} width={`${width}%`} height={18} />
      ))}
    </div>
  );
}
