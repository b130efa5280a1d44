import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { useApprovalsText, useChecksText } from '../follow/useStepText';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'max-content minmax(0, 1fr)',
      columnGap: theme.spacing(1.5),
      margin: 0,
      fontSize: '0.84rem',
    },
    term: { color: subtleText(theme) },
    fact: { margin: 0, overflowWrap: 'anywhere' },
  }),
  { name: 'GitopsReviewFacts' },
);

export interface ReviewFactsProps {
  readonly pullRequest: PullRequestStatus;
}

/** Its checks and its reviews, in words. */
export function ReviewFacts({ pullRequest }: ReviewFactsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <dl className={classes.root}>
      <dt className={classes.term}>{t('proposal.track.step.checks')}</dt>
      <dd className={classes.fact}>{useChecksText(pullRequest)}</dd>
      <dt className={classes.term}>{t('proposal.track.step.approvals')}</dt>
      <dd className={classes.fact}>{useApprovalsText(pullRequest)}</dd>
    </dl>
  );
}
