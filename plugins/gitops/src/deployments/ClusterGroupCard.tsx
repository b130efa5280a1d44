import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { VersionText } from '../artifacts/VersionText';
import { StateMark } from '../live/StateMark';
import { focusRing, hairline, subtleText, surface } from '../look/surface';
import { ProposalMarks } from '../proposals/ProposalMarks';
import { StaleMark } from '../repositories/StaleMark';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import type { ClusterGroup, ClusterGroupRow } from './clusterGroups';
import { LagMark } from './LagMark';

const NAMED_CLUSTERS = 3;

const useStyles = makeStyles(
  theme => ({
    root: { ...surface(theme), overflow: 'hidden' },
    clusters: {
      display: 'flex',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
      padding: theme.spacing(1.25, 2),
      borderBottom: hairline(theme),
      fontSize: '0.82rem',
      fontWeight: 600,
      color: subtleText(theme),
    },
    names: { overflowWrap: 'anywhere' },
    count: { whiteSpace: 'nowrap', fontWeight: 400 },
    stale: { padding: theme.spacing(1, 2), borderBottom: hairline(theme) },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    row: {
      position: 'relative',
      padding: theme.spacing(1, 2),
      '& + &': { borderTop: hairline(theme) },
      '&:hover': { backgroundColor: theme.palette.action.hover },
    },
    open: {
      display: 'block',
      border: 0,
      padding: 0,
      background: 'none',
      font: 'inherit',
      textAlign: 'left',
      color: 'inherit',
      fontSize: '0.82rem',
      cursor: 'pointer',
      overflowWrap: 'anywhere',
      '&::after': { content: '""', position: 'absolute', inset: 0 },
      '&:focus-visible': { outline: 'none' },
      '&:focus-visible::after': { ...focusRing(theme), outlineOffset: -2 },
    },
    facts: {
      display: 'flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
    },
    version: { position: 'relative', zIndex: 1, minWidth: 0, flex: '1 1 auto' },
    above: { position: 'relative', zIndex: 1 },
    age: {
      position: 'relative',
      zIndex: 1,
      fontSize: '0.78rem',
      color: subtleText(theme),
      whiteSpace: 'nowrap',
    },
  }),
  { name: 'GitopsClusterGroupCard' },
);

export interface ClusterGroupCardProps {
  readonly group: ClusterGroup;
  /** When its targets were last seen, where that was too long ago. */
  readonly staleSince?: string;
  readonly onOpen: (target: TargetState) => void;
}

/** Clusters that declare the same, each of their targets on a line. */
export function ClusterGroupCard(props: ClusterGroupCardProps) {
  const { group, staleSince, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { clusters, rows } = group;
  const hidden = clusters.length - NAMED_CLUSTERS;
  const named = clusters.slice(0, NAMED_CLUSTERS).join(', ');
  return (
    <div className={classes.root}>
      <div className={classes.clusters} title={clusters.join('\n')}>
        <span className={classes.names}>
          {clusters.length === 0 && t('board.noCluster')}
          {hidden > 0
            ? t('board.clusterNames', { first: named, count: hidden })
            : named}
        </span>
        {clusters.length > 1 && (
          <span className={classes.count}>
            {t('summary.clusters', { count: clusters.length })}
          </span>
        )}
      </div>
      {staleSince && (
        <div className={classes.stale}>
          <StaleMark since={staleSince} />
        </div>
      )}
      <ul className={classes.list}>
        {rows.map(row => (
          <GroupRow key={row.targets[0].id} row={row} onOpen={onOpen} />
        ))}
      </ul>
    </div>
  );
}

function GroupRow(props: {
  readonly row: ClusterGroupRow;
  readonly onOpen: ClusterGroupCardProps['onOpen'];
}) {
  const { row, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [target] = row.targets;
  const { main } = artifactsOf(target);
  return (
    <li className={classes.row}>
      <button
        type="button"
        className={classes.open}
        aria-label={t('board.details', {
          target: row.label,
          environment: target.environment,
        })}
        onClick={() => onOpen(target)}
      >
        {row.label}
      </button>
      <div className={classes.facts}>
        <span className={classes.version}>
          {main && <VersionText artifact={main} look="row" />}
        </span>
        {target.live && (
          <span className={classes.above}>
            <StateMark live={target.live} />
          </span>
        )}
        {target.behind.state === 'behind' && (
          <span className={classes.above}>
            <LagMark
              behind={target.behind}
              environment={target.environment}
              look="short"
            />
          </span>
        )}
        <span className={classes.above}>
          <ProposalMarks targets={row.targets} />
        </span>
        {target.lastChange && (
          <RelativeTime
            time={target.lastChange.effectiveAt}
            className={classes.age}
          />
        )}
      </div>
    </li>
  );
}
