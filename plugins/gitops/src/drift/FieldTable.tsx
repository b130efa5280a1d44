import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { Difference } from '@backstage-gitops/plugin-gitops-common';
import type { ReactNode } from 'react';
import {
  hairline,
  monospace,
  subtleText,
  visuallyHidden,
} from '../look/surface';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { FieldPath } from './FieldPath';
import { FieldOrigin, OriginContext } from './FieldOrigin';
import { FieldValue } from './FieldValue';
import { LastWriteText } from './LastWriteText';

const COLUMNS = [
  'field',
  'declared',
  'live',
  'lastWrite',
  'since',
  'origin',
] as const;

type Column = (typeof COLUMNS)[number];

const useStyles = makeStyles(
  theme => ({
    table: {
      width: '100%',
      tableLayout: 'fixed',
      borderCollapse: 'collapse',
      fontSize: '0.86rem',
      [theme.breakpoints.down('sm')]: {
        display: 'block',
        '& thead': visuallyHidden,
        '& tbody': { display: 'block' },
      },
    },
    head: {
      padding: theme.spacing(0.75, 1),
      textAlign: 'left',
      fontSize: '0.78rem',
      fontWeight: 600,
      color: subtleText(theme),
      whiteSpace: 'nowrap',
      '&:first-child': { paddingLeft: 0 },
    },
    field: { width: '23%' },
    declared: { width: '18%' },
    live: { width: '18%' },
    lastWrite: { width: '17%' },
    since: { width: '7%' },
    origin: { width: '17%' },
    row: {
      borderTop: hairline(theme),
      [theme.breakpoints.down('sm')]: {
        display: 'grid',
        gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
        columnGap: theme.spacing(1.5),
        rowGap: theme.spacing(1),
        padding: theme.spacing(1.25, 0),
      },
    },
    cell: {
      padding: theme.spacing(1),
      verticalAlign: 'top',
      textAlign: 'left',
      fontWeight: 400,
      overflowWrap: 'anywhere',
      '&:first-child': { paddingLeft: 0 },
      '&:last-child': { paddingRight: 0 },
      [theme.breakpoints.down('sm')]: {
        display: 'block',
        width: 'auto',
        padding: 0,
        '&:first-child': { gridColumn: '1 / -1' },
      },
    },
    path: { fontFamily: monospace, fontSize: '0.82rem', fontWeight: 600 },
    // Beside each value where the heads of the columns are not to be seen.
    label: {
      display: 'none',
      fontSize: '0.75rem',
      color: subtleText(theme),
      [theme.breakpoints.down('sm')]: { display: 'block' },
    },
    time: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
  }),
  { name: 'GitopsFieldTable' },
);

export interface FieldTableProps {
  readonly caption: string;
  readonly differences: readonly Difference[];
  readonly origins: OriginContext;
  /** What can be done with a field. */
  readonly actionOf?: (field: string) => ReactNode;
}

/** Field by field: declared and live, who wrote it last, since when, and where Git says so. */
export function FieldTable(props: FieldTableProps) {
  const { caption, differences, origins, actionOf } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <table className={classes.table} aria-label={caption}>
      <thead>
        <tr>
          {COLUMNS.map(column => (
            <th
              key={column}
              scope="col"
              className={`${classes.head} ${classes[column]}`}
            >
              {t(`drift.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...differences].sort(byField).map(difference => (
          <tr key={difference.field} className={classes.row}>
            <th scope="row" className={classes.cell}>
              <FieldPath path={difference.field} className={classes.path} />
            </th>
            <Cell column="declared">
              <FieldValue difference={difference} side="declared" />
            </Cell>
            <Cell column="live">
              <FieldValue difference={difference} side="live" />
            </Cell>
            <Cell column="lastWrite">
              <LastWriteText write={difference.lastWrite} />
            </Cell>
            <Cell column="since">
              {difference.since ? (
                <RelativeTime
                  time={difference.since}
                  look="span"
                  className={classes.time}
                />
              ) : (
                '–'
              )}
            </Cell>
            <Cell column="origin">
              <FieldOrigin difference={difference} context={origins} />
              {actionOf?.(difference.field)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell(props: {
  readonly column: Column;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <td className={classes.cell}>
      <span className={classes.label} aria-hidden>
        {t(`drift.column.${props.column}`)}
      </span>
      {props.children}
    </td>
  );
}

const compare = new Intl.Collator('en', { numeric: true }).compare;

function byField(a: Difference, b: Difference): number {
  return compare(a.field, b.field);
}
