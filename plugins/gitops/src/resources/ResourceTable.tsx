import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import CompareIcon from '@material-ui/icons/CompareArrows';
import type {
  ResourceSelector,
  ResourceSummary,
} from '@backstage-gitops/plugin-gitops-common';
import { resourceKey, resourceTitle, selectorOf } from '../drift/resourceText';
import { HealthMark } from '../live/HealthMark';
import { hairline, subtleText, visuallyHidden } from '../look/surface';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { StatusMark } from './StatusMark';

const COLUMNS = ['resource', 'health', 'status', 'since'] as const;

const useStyles = makeStyles(
  theme => ({
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      fontSize: '0.88rem',
      position: 'relative',
      [theme.breakpoints.down('xs')]: {
        display: 'block',
        '& thead': visuallyHidden,
        '& tbody': { display: 'block' },
      },
    },
    head: {
      padding: theme.spacing(0.75, 1),
      textAlign: 'left',
      fontSize: '0.8rem',
      fontWeight: 600,
      color: subtleText(theme),
      '&:first-child': { paddingLeft: 0 },
    },
    row: {
      borderTop: hairline(theme),
      [theme.breakpoints.down('xs')]: {
        display: 'grid',
        gridTemplateColumns: 'auto minmax(0, 1fr) auto',
        gridTemplateAreas: '"resource resource action" "status health since"',
        alignItems: 'center',
        gap: theme.spacing(0.5, 1.5),
        padding: theme.spacing(1, 0),
      },
    },
    cell: {
      padding: theme.spacing(1),
      textAlign: 'left',
      verticalAlign: 'middle',
      fontWeight: 400,
      '&:first-child': { paddingLeft: 0 },
      [theme.breakpoints.down('xs')]: { display: 'block', padding: 0 },
    },
    resource: { gridArea: 'resource', overflowWrap: 'anywhere', minWidth: 160 },
    health: { gridArea: 'health' },
    status: { gridArea: 'status' },
    since: {
      gridArea: 'since',
      whiteSpace: 'nowrap',
      color: subtleText(theme),
    },
    action: { gridArea: 'action', width: 34, textAlign: 'right' },
    kind: { color: subtleText(theme) },
    name: { fontWeight: 600 },
    quiet: { fontSize: '0.8rem', color: subtleText(theme) },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsResourceTable' },
);

export interface ResourceTableProps {
  readonly resources: readonly ResourceSummary[];
  readonly stale: boolean;
  readonly onCompare: (resource: ResourceSelector) => void;
}

/** The resources of a unit, one a row, in the order they are given. */
export function ResourceTable(props: ResourceTableProps) {
  const { resources, stale, onCompare } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <table className={classes.table} aria-label={t('resources.title')}>
      <thead>
        <tr>
          {COLUMNS.map(column => (
            <th key={column} scope="col" className={classes.head}>
              {t(`resources.column.${column}`)}
            </th>
          ))}
          <th scope="col" className={classes.head}>
            <span className={classes.hidden}>{t('resources.compare')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {resources.map(resource => (
          <Row
            key={resourceKey(resource)}
            resource={resource}
            stale={stale}
            onCompare={onCompare}
          />
        ))}
      </tbody>
    </table>
  );
}

function Row(
  props: Omit<ResourceTableProps, 'resources'> & {
    readonly resource: ResourceSummary;
  },
) {
  const { resource, stale, onCompare } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { kind, name, namespace, group, health, since } = resource;
  const label = t('resources.compareOf', { resource: resourceTitle(resource) });
  return (
    <tr className={classes.row}>
      <th scope="row" className={`${classes.cell} ${classes.resource}`}>
        <span
          className={classes.kind}
          title={group ? `${kind}.${group}` : undefined}
        >
          {kind}
        </span>{' '}
        <span className={classes.name}>{name}</span>
        <div className={classes.quiet}>
          {namespace ?? t('resources.clusterScoped')}
        </div>
      </th>
      <td className={`${classes.cell} ${classes.health}`}>
        <HealthMark health={health} stale={stale} />
        {health.state !== 'healthy' && health.message && (
          <div className={classes.quiet}>{health.message}</div>
        )}
      </td>
      <td className={`${classes.cell} ${classes.status}`}>
        <StatusMark
          status={resource.status}
          reason={resource.reason}
          fields={resource.differences}
          stale={stale}
        />
        {resource.reason && resource.status === 'indeterminate' && (
          <div className={classes.quiet}>{resource.reason}</div>
        )}
      </td>
      <td className={`${classes.cell} ${classes.since}`}>
        {since && <RelativeTime time={since} look="span" />}
      </td>
      <td className={`${classes.cell} ${classes.action}`}>
        <Tooltip title={t('resources.compare')}>
          <IconButton
            size="small"
            aria-label={label}
            onClick={() => onCompare(selectorOf(resource))}
          >
            <CompareIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      </td>
    </tr>
  );
}
