import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { Change } from '@backstage-gitops/plugin-gitops-common';
import { hairline, subtleText } from '../look/surface';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { ArtifactChanges } from './ArtifactChanges';
import { PullRequestLink } from './PullRequestLink';
import { Subject } from './Subject';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      padding: theme.spacing(1.25, 0),
      '& + &': { borderTop: hairline(theme) },
    },
    subject: { fontSize: '0.9rem', lineHeight: 1.4 },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(1.25),
      marginTop: 3,
      fontSize: '0.82rem',
      color: subtleText(theme),
    },
    more: {
      margin: theme.spacing(1, 0, 0),
      fontSize: '0.82rem',
      color: subtleText(theme),
    },
  }),
  { name: 'GitopsWaitingChanges' },
);

export interface WaitingChangesProps {
  readonly changes: readonly Change[];
  /** How many wait, of which `changes` are the newest. */
  readonly count: number;
  readonly from: string;
}

/** Which changes of the environment before have not arrived. */
export function WaitingChanges({ changes, count, from }: WaitingChangesProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <>
      <ul className={classes.list}>
        {changes.map(change => (
          <li key={change.landedBy + change.commit} className={classes.item}>
            <Subject text={change.subject} className={classes.subject} />
            <div className={classes.facts}>
              <ArtifactChanges artifacts={change.artifacts} mainNames={[]} />
              {change.pullRequest && (
                <PullRequestLink pullRequest={change.pullRequest} />
              )}
              <span>{change.author}</span>
              <RelativeTime time={change.effectiveAt} />
            </div>
          </li>
        ))}
      </ul>
      {count > changes.length && (
        <p className={classes.more}>
          {t('gap.more', { count: count - changes.length, from })}
        </p>
      )}
    </>
  );
}
