import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import type { FleetRow } from '@backstage-gitops/plugin-gitops-common';
import { hairline, subtleText, surface, visuallyHidden } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import type { EnginesShown } from './fleetEngines';
import { FleetTableRow } from './FleetTableRow';
import type { FleetView } from './fleetView';

type Column =
  | 'service'
  | 'environment'
  | 'place'
  | 'version'
  | 'state'
  | 'behind'
  | 'changed'
  | 'owner'
  | 'repository';

const COLUMNS: readonly Column[] = [
  'service',
  'environment',
  'place',
  'version',
  'state',
  'behind',
  'changed',
  'owner',
  'repository',
];

const SORTS = {
  service: 'asc',
  environment: 'asc',
  // The worst, the farthest behind and the newest are what one looks for first.
  state: 'desc',
  behind: 'desc',
  changed: 'desc',
  owner: 'asc',
  repository: 'asc',
} as const;

const useStyles = makeStyles(
  theme => ({
    frame: {
      ...surface(theme),
      overflowX: 'auto',
      // Holds what is hidden but for a screen reader, or that widens the page.
      position: 'relative',
      transition: 'opacity 150ms',
      [theme.breakpoints.down('sm')]: {
        border: 0,
        backgroundColor: 'transparent',
      },
    },
    busy: { opacity: 0.55 },
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      fontSize: '0.88rem',
      [theme.breakpoints.down('sm')]: {
        display: 'block',
        '& tbody': { display: 'block' },
        '& thead': visuallyHidden,
      },
    },
    head: {
      textAlign: 'left',
      padding: theme.spacing(1.25),
      '&:last-child': { padding: 0 },
      borderBottom: hairline(theme),
      fontSize: '0.82rem',
      fontWeight: 600,
      color: subtleText(theme),
      '&:first-child': { paddingLeft: theme.spacing(2.5) },
    },
    number: {
      textAlign: 'right',
      '& .MuiTableSortLabel-root': { flexDirection: 'row-reverse' },
    },
    sort: {
      '&.MuiTableSortLabel-root:focus-visible': {
        textDecoration: 'underline',
      },
    },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsFleetTable' },
);

export interface FleetTableProps {
  readonly rows: readonly FleetRow[];
  /** By repository id, when its rows were last seen, where too long ago. */
  readonly staleSince: ReadonlyMap<string, string>;
  /** Whether rows come from more than one repository. */
  readonly showRepository: boolean;
  /** Whether anything is told of what runs. */
  readonly showState: boolean;
  /** Whether it is said which engine brings a row. */
  readonly engines: EnginesShown;
  readonly view: FleetView;
  /** Whether newer rows are on their way. */
  readonly busy: boolean;
  readonly onChange: (change: Partial<FleetView>) => void;
  readonly onOpen: (id: string) => void;
}

/** Targets, one a row, in the order that the server sorted them. */
export function FleetTable(props: FleetTableProps) {
  const { rows, staleSince, showRepository, showState, engines } = props;
  const { view, busy, onChange, onOpen } = props;
  const columns = COLUMNS.filter(
    column =>
      (column !== 'repository' || showRepository) &&
      (column !== 'state' || showState),
  );
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <div
      className={busy ? `${classes.frame} ${classes.busy}` : classes.frame}
      aria-busy={busy}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map(column => (
              <Head
                key={column}
                column={column}
                view={view}
                onChange={onChange}
              />
            ))}
            <th scope="col" className={classes.head}>
              <span className={classes.hidden}>
                {t('fleet.column.details')}
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <FleetTableRow
              key={row.id}
              row={row}
              showRepository={showRepository}
              showState={showState}
              engines={engines}
              staleSince={staleSince.get(row.repository)}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head(props: {
  readonly column: Column;
  readonly view: FleetView;
  readonly onChange: FleetTableProps['onChange'];
}) {
  const { column, view, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const label = t(`fleet.column.${column}`);
  const className =
    column === 'behind' ? `${classes.head} ${classes.number}` : classes.head;
  if (!isSort(column)) {
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    );
  }
  const active = view.sort === column;
  const order = view.order ?? 'asc';
  const ascending = order === 'asc';
  const opposite = ascending ? 'desc' : 'asc';
  const next = active ? opposite : SORTS[column];
  const sorted = ascending ? 'ascending' : 'descending';
  return (
    <th
      scope="col"
      className={className}
      aria-sort={active ? sorted : undefined}
    >
      <TableSortLabel
        className={classes.sort}
        active={active}
        direction={active ? order : SORTS[column]}
        onClick={() => onChange({ sort: column, order: next })}
      >
        {label}
      </TableSortLabel>
    </th>
  );
}

function isSort(column: Column): column is keyof typeof SORTS {
  return column in SORTS;
}
