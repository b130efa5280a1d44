import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import LockIcon from '@material-ui/icons/LockOutlined';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { focusRing, hairline, subtleText } from '../look/surface';
import type { TargetView } from '../target/targetAddress';
import { targetLabels } from '../target/targetLabel';
import { gitopsTranslationRef } from '../translation';
import { ClusterGroupCard } from './ClusterGroupCard';
import { ClusterGroup, clusterGroups } from './clusterGroups';
import type { EnvironmentColumn } from './environmentColumns';
import { GapActions } from './GapActions';
import { GapMark } from './GapMark';
import { TargetCard } from './TargetCard';

/** More targets than this in one environment stand in groups. */
export const CARDS_AT_MOST = 4;
const DOT = 11;
const RAIL = 28;

const useStyles = makeStyles(
  theme => {
    const line =
      theme.palette.type === 'dark'
        ? 'rgba(255, 255, 255, 0.28)'
        : 'rgba(15, 30, 50, 0.22)';
    return {
      root: {
        display: 'flex',
        alignItems: 'stretch',
        gap: theme.spacing(3),
        overflowX: 'auto',
        position: 'relative',
        margin: theme.spacing(0, -0.5),
        padding: theme.spacing(0.5, 0.5, 1),
        '&:focus-visible': focusRing(theme),
        [theme.breakpoints.down('sm')]: {
          flexDirection: 'column',
          gap: 0,
          overflowX: 'visible',
        },
      },
      column: {
        position: 'relative',
        flex: '1 0 264px',
        maxWidth: 420,
        minWidth: 0,
        display: 'flex',
        flexDirection: 'column',
        [theme.breakpoints.down('sm')]: {
          flex: 'none',
          maxWidth: 'none',
          padding: theme.spacing(0, 0, 3, 3),
        },
      },
      // The rail runs from each stage to the next; where three don't fit it runs
      // down, so that the last and most important one isn't out of sight.
      rail: {
        position: 'relative',
        height: RAIL,
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'flex-end',
        [theme.breakpoints.down('sm')]: {
          position: 'static',
          height: 'auto',
          order: 3,
          justifyContent: 'flex-start',
          '&:not(:empty)': { marginTop: theme.spacing(2) },
        },
        '&::before': {
          content: '""',
          position: 'absolute',
          left: DOT / 2,
          right: `calc(-${theme.spacing(3)}px - ${DOT / 2}px)`,
          top: '50%',
          borderTop: `2px solid ${line}`,
          transform: 'translateY(-1px)',
          [theme.breakpoints.down('sm')]: {
            left: DOT / 2 - 1,
            right: 'auto',
            top: 10,
            bottom: -10,
            borderTop: 0,
            borderLeft: `2px solid ${line}`,
            transform: 'none',
          },
        },
        '&::after': {
          content: '""',
          position: 'absolute',
          left: 0,
          top: '50%',
          width: DOT,
          height: DOT,
          boxSizing: 'border-box',
          borderRadius: '50%',
          transform: 'translateY(-50%)',
          backgroundColor: theme.palette.background.paper,
          border: `3px solid ${theme.palette.primary.main}`,
          [theme.breakpoints.down('sm')]: { top: 11 },
        },
      },
      lastRail: { '&::before': { display: 'none' } },
      emptyRail: { '&::after': { borderColor: line } },
      gap: {
        position: 'relative',
        zIndex: 1,
        borderRadius: 999,
        backgroundColor: theme.palette.background.default,
        maxWidth: `calc(100% - ${DOT + 12}px)`,
        display: 'flex',
        alignItems: 'center',
        gap: 6,
        '& > *': { minWidth: 0 },
        [theme.breakpoints.down('sm')]: {
          flexWrap: 'wrap',
          maxWidth: '100%',
          backgroundColor: 'transparent',
        },
      },
      head: {
        display: 'flex',
        alignItems: 'baseline',
        flexWrap: 'wrap',
        columnGap: theme.spacing(1),
        margin: theme.spacing(0.25, 0, 1.25),
        [theme.breakpoints.down('sm')]: { marginTop: 0 },
      },
      name: {
        fontSize: '1.02rem',
        fontWeight: 700,
        margin: 0,
        overflowWrap: 'anywhere',
      },
      lock: {
        alignSelf: 'center',
        fontSize: '0.95rem',
        color: subtleText(theme),
      },
      count: { fontSize: '0.82rem', color: subtleText(theme) },
      cards: {
        display: 'flex',
        flexDirection: 'column',
        gap: theme.spacing(1.5),
      },
      absent: {
        border: hairline(theme),
        borderStyle: 'dashed',
        borderRadius: 10,
        padding: theme.spacing(2),
        fontSize: '0.86rem',
        color: subtleText(theme),
      },
    };
  },
  { name: 'GitopsEnvironmentBoard' },
);

export interface EnvironmentBoardProps {
  readonly columns: readonly EnvironmentColumn[];
  /** By repository id, when its part of the board was last read well. */
  readonly staleSince: ReadonlyMap<string, string>;
  readonly onOpen: (target: TargetState, view?: TargetView) => void;
}

/** The environments in promotion order, each with what it declares. */
export function EnvironmentBoard(props: EnvironmentBoardProps) {
  const { columns } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <section
      className={classes.root}
      // Wider than the page it scrolls, so the keyboard must reach it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={t('board.title')}
    >
      {columns.map((column, index) => (
        <Column
          key={column.environment.name}
          {...props}
          column={column}
          next={columns[index + 1]}
        />
      ))}
    </section>
  );
}

function Column(
  props: EnvironmentBoardProps & {
    readonly column: EnvironmentColumn;
    readonly next?: EnvironmentColumn;
  },
) {
  const { column, next, staleSince, onOpen } = props;
  const { environment, targets } = column;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const clusters = new Set(targets.flatMap(({ cluster }) => cluster ?? []));
  const labels = targetLabels(targets, { withCluster: true });
  const count = t('board.targets', { count: targets.length });
  const rail = [
    classes.rail,
    next ? '' : classes.lastRail,
    targets.length > 0 ? '' : classes.emptyRail,
  ].join(' ');
  return (
    <section className={classes.column} aria-label={environment.name}>
      <div className={rail}>
        {next?.arrival && (
          <span className={classes.gap}>
            <GapMark gap={next.arrival} beside={environment.name} />
            <GapActions gap={next.arrival} targets={next.targets} />
          </span>
        )}
      </div>
      <div className={classes.head}>
        <h3 className={classes.name}>{environment.name}</h3>
        {environment.protected && (
          <Tooltip title={t('board.protected')}>
            <LockIcon
              className={classes.lock}
              titleAccess={t('board.protected')}
            />
          </Tooltip>
        )}
        {targets.length > 1 && (
          <span className={classes.count}>
            {clusters.size > 0
              ? t('board.onClusters', { targets: count, count: clusters.size })
              : count}
          </span>
        )}
      </div>
      <div className={classes.cards}>
        {targets.length === 0 && (
          <div
            className={classes.absent}
            title={t('board.absentHint', { environment: environment.name })}
          >
            {t('board.absent')}
          </div>
        )}
        {targets.length > CARDS_AT_MOST
          ? clusterGroups(targets).map(group => (
              <ClusterGroupCard
                key={group.rows[0]?.targets[0].id}
                group={group}
                staleSince={oldestOf(group, staleSince)}
                onOpen={onOpen}
              />
            ))
          : targets.map(target => (
              <TargetCard
                key={target.id}
                target={target}
                label={labels.get(target) ?? target.unitName}
                staleSince={staleSince.get(target.repository)}
                onOpen={onOpen}
              />
            ))}
      </div>
    </section>
  );
}

function oldestOf(
  { rows }: ClusterGroup,
  staleSince: ReadonlyMap<string, string>,
): string | undefined {
  return rows
    .flatMap(({ targets }) => targets)
    .flatMap(({ repository }) => staleSince.get(repository) ?? [])
    .sort()[0];
}
