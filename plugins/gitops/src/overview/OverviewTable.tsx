import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { VersionText } from '../artifacts/VersionText';
import { GapMark } from '../deployments/GapMark';
import { hairline, subtleText, visuallyHidden } from '../look/surface';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import type { OverviewRow } from './overviewRows';

const useStyles = makeStyles(
  theme => ({
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      fontSize: '0.88rem',
      '& th, & td': {
        textAlign: 'left',
        padding: theme.spacing(1, 1.5, 1, 0),
        verticalAlign: 'middle',
      },
      '& td:last-child': { paddingRight: 0, textAlign: 'right' },
      '& tr + tr > *': { borderTop: hairline(theme) },
    },
    hidden: visuallyHidden,
    name: { fontWeight: 600, overflowWrap: 'anywhere' },
    version: { maxWidth: 220 },
    quiet: { color: subtleText(theme), whiteSpace: 'nowrap' },
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
    <table className={classes.table}>
      <thead className={classes.hidden}>
        <tr>
          <th scope="col">{t('overview.environment')}</th>
          <th scope="col">{t('overview.declares')}</th>
          <th scope="col">{t('overview.state')}</th>
          <th scope="col">{t('overview.changed')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.environment}>
            <th scope="row" className={classes.name}>
              {row.environment}
            </th>
            <td className={classes.version}>
              {row.versions > 1 &&
                t('overview.several', { count: row.versions })}
              {row.versions === 1 && row.artifact && (
                <VersionText artifact={row.artifact} look="row" />
              )}
              {row.versions === 0 && t('version.none')}
            </td>
            <td>
              {row.arrival && (
                <GapMark gap={row.arrival} beside={row.arrival.from} />
              )}
            </td>
            <td className={classes.quiet}>
              {row.changedAt && <RelativeTime time={row.changedAt} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
