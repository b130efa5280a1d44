import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { ArtifactChanges } from '../changes/ArtifactChanges';
import { AskedBy } from '../changes/AskedBy';
import { CommitLink } from '../changes/CommitLink';
import { PullRequestLink } from '../changes/PullRequestLink';
import { RollbackMark } from '../changes/RollbackMark';
import { Subject } from '../changes/Subject';
import { hairline, subtleText } from '../look/surface';
import { RollbackToChange } from '../proposals/RollbackToChange';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import type { HistoryRow } from './historyRows';
import { RolloutFacts } from './RolloutFacts';

const NAMED_CLUSTERS = 3;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns:
        '128px minmax(88px, 132px) minmax(150px, 250px) minmax(0, 1fr) auto',
      columnGap: theme.spacing(2),
      alignItems: 'baseline',
      padding: theme.spacing(1.1, 0),
      '& + &': { borderTop: hairline(theme) },
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'auto minmax(0, 1fr) auto',
        rowGap: 4,
        columnGap: theme.spacing(1.5),
      },
      // A pointer finds it on the row, a keyboard by its focus; a finger, which
      // can do neither, sees it always.
      '@media (hover: hover)': {
        '& $action': { opacity: 0 },
        '&:hover $action, &:focus-within $action': { opacity: 1 },
      },
    },
    narrow: {
      gridTemplateColumns: '128px minmax(0, 1fr) auto',
      rowGap: 3,
      '& $what': { gridColumn: 2 },
      '& $why': { gridColumn: '2 / -1' },
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'minmax(0, 1fr) auto',
        '& $what, & $why': { gridColumn: '1 / -1' },
      },
    },
    time: {
      fontSize: '0.82rem',
      fontVariantNumeric: 'tabular-nums',
      color: subtleText(theme),
      whiteSpace: 'nowrap',
    },
    environment: {
      fontSize: '0.88rem',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
    what: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
      rowGap: 4,
      minWidth: 0,
      [theme.breakpoints.down('sm')]: { gridColumn: '1 / -1' },
    },
    why: {
      minWidth: 0,
      fontSize: '0.88rem',
      [theme.breakpoints.down('sm')]: { gridColumn: '1 / -1' },
    },
    action: {
      gridRow: 1,
      gridColumn: '-2 / -1',
      transition: 'opacity 100ms',
      '&:empty': { display: 'none' },
    },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(1.25),
      marginTop: 2,
      fontSize: '0.82rem',
      color: subtleText(theme),
    },
  }),
  { name: 'GitopsHistoryEntry' },
);

export interface HistoryEntryProps {
  readonly row: HistoryRow;
  /** Of the main artifacts: what they do goes without saying their name. */
  readonly mainNames: readonly string[];
  /** `target` leaves out the environment, which is the same for all. */
  readonly look: 'entity' | 'target';
  /** What is known of what it moved, to be rolled back. */
  readonly targets: readonly TargetState[];
}

/** What changed, when, where, by whom and through which pull request. */
export function HistoryEntry(props: HistoryEntryProps) {
  const { row, mainNames, look, targets } = props;
  const { entry } = row;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const seen = entry.observedAt
    ? t('change.firstSeen', { time: time.exact(entry.observedAt) })
    : undefined;
  return (
    <li
      className={
        look === 'target' ? `${classes.root} ${classes.narrow}` : classes.root
      }
    >
      <Tooltip
        title={
          <>
            {time.exact(entry.effectiveAt)}
            <br />
            {time.ago(entry.effectiveAt)}
            {seen && <br />}
            {seen}
          </>
        }
      >
        <time className={classes.time} dateTime={entry.effectiveAt}>
          {time.minute(entry.effectiveAt)}
        </time>
      </Tooltip>
      {look === 'entity' && (
        <span className={classes.environment}>
          {row.environments.join(', ')}
        </span>
      )}
      <span className={classes.what}>
        <ArtifactChanges artifacts={entry.artifacts} mainNames={mainNames} />
        {entry.rollback && <RollbackMark />}
      </span>
      <div className={classes.why}>
        <Subject text={entry.subject} />
        <div className={classes.facts}>
          {entry.pullRequest && (
            <PullRequestLink pullRequest={entry.pullRequest} />
          )}
          <CommitLink commit={entry.commit} url={entry.commitUrl} />
          <span>{t('change.by', { author: entry.author })}</span>
          {entry.askedBy && <AskedBy user={entry.askedBy} />}
          {entry.approvers && entry.approvers.length > 0 && (
            <span>
              {t('change.approvedBy', { names: entry.approvers.join(', ') })}
            </span>
          )}
          {look === 'entity' && <Clusters clusters={untold(row)} />}
          <RolloutFacts
            rollouts={row.rollouts}
            effectiveAt={entry.effectiveAt}
          />
        </div>
      </div>
      <span className={classes.action}>
        <RollbackToChange
          entry={entry}
          targets={targets.filter(({ id }) => row.targets.includes(id))}
        />
      </span>
    </li>
  );
}

/** Clusters of which no rollout is told. */
function untold({ clusters, rollouts }: HistoryRow): string[] {
  const told = new Set(rollouts.map(({ cluster }) => cluster));
  return clusters.filter(cluster => !told.has(cluster));
}

function Clusters({ clusters }: { readonly clusters: readonly string[] }) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (clusters.length === 0) return null;
  return (
    <span title={clusters.join('\n')}>
      {t('history.clusters', {
        clusters:
          clusters.length > NAMED_CLUSTERS
            ? t('summary.clusters', { count: clusters.length })
            : clusters.join(', '),
      })}
    </span>
  );
}
