import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { VersionText } from '../artifacts/VersionText';
import { LiveStateMark } from './LiveStateMark';
import { GapMark } from '../deployments/GapMark';
import { hairline, subtleText } from '../look/surface';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import type { OverviewRow } from './overviewRows';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    row: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      alignItems: 'center',
      columnGap: theme.spacing(2),
      rowGap: 2,
      padding: theme.spacing(1.25, 0),
      '& + &': { borderTop: hairline(theme) },
      '&:first-child': { paddingTop: 0 },
      '&:last-child': { paddingBottom: 0 },
    },
    name: { fontWeight: 600, overflowWrap: 'anywhere' },
    clusters: {
      marginLeft: theme.spacing(1),
      fontWeight: 400,
      fontSize: '0.82rem',
      color: subtleText(theme),
    },
    version: {
      textAlign: 'right',
      maxWidth: 240,
      minWidth: 0,
      // Versions end where the times below them do.
      '& button': { order: -1 },
    },
    marks: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) },
    quiet: {
      fontSize: '0.82rem',
      color: subtleText(theme),
      whiteSpace: 'nowrap',
      textAlign: 'right',
    },
  }),
  { name: 'GitopsOverviewTable' },
);

export interface OverviewTableProps {
  readonly rows: readonly OverviewRow[];
}

/** Environments, what they declare, and how far apart they are. */
export function OverviewTable({ rows }: OverviewTableProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <ul className={classes.list}>
      {rows.map(row => (
        <li key={row.environment} className={classes.row}>
          <span className={classes.name}>
            {row.environment}
            {row.clusters > 1 && (
              <span className={classes.clusters}>
                {t('summary.clusters', { count: row.clusters })}
              </span>
            )}
          </span>
          <span className={classes.version}>
            {row.versions > 1 && t('overview.several', { count: row.versions })}
            {row.versions === 1 && row.artifact && (
              <VersionText artifact={row.artifact} look="row" />
            )}
            {row.versions === 0 && t('version.none')}
          </span>
          <span className={classes.marks}>
            {row.live && <LiveStateMark live={row.live} />}
            {row.arrival && (
              <GapMark gap={row.arrival} beside={row.arrival.from} />
            )}
          </span>
          <span className={classes.quiet}>
            {row.changedAt && <RelativeTime time={row.changedAt} />}
          </span>
        </li>
      ))}
    </ul>
  );
}
