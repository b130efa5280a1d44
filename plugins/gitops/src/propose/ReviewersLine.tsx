import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import ReviewersIcon from '@material-ui/icons/PeopleOutline';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
      margin: theme.spacing(1.5, 0, 0),
      fontSize: '0.88rem',
      overflowWrap: 'anywhere',
    },
    icon: { fontSize: '1.15rem', marginTop: 1, color: subtleText(theme) },
    quiet: { color: subtleText(theme) },
  }),
  { name: 'GitopsReviewersLine' },
);

export interface ReviewersLineProps {
  readonly reviewers: readonly string[];
}

/** Who will be asked for a review. */
export function ReviewersLine({ reviewers }: ReviewersLineProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <p className={classes.root}>
      <ReviewersIcon className={classes.icon} aria-hidden />
      {reviewers.length === 0 ? (
        <span className={classes.quiet}>
          {t('proposal.plan.reviewersNone')}
        </span>
      ) : (
        <span>
          <span className={classes.quiet}>{t('proposal.plan.reviewers')} </span>
          {reviewers.join(', ')}{' '}
          <span className={classes.quiet}>
            {t('proposal.plan.reviewersFrom')}
          </span>
        </span>
      )}
    </p>
  );
}
