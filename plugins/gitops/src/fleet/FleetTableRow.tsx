import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import OpenIcon from '@material-ui/icons/ChevronRight';
import {
  entityRouteParams,
  entityRouteRef,
  EntityRefLink,
} from '@backstage/plugin-catalog-react';
import type { FleetRow } from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { VersionText } from '../artifacts/VersionText';
import { EngineLabel } from '../delivery/EngineLabel';
import type { ObservedLive } from '../live/liveState';
import { StateMark } from '../live/StateMark';
import { hairline, subtleText } from '../look/surface';
import { StaleMark } from '../repositories/StaleMark';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { BehindCell } from './BehindCell';
import type { EnginesShown } from './fleetEngines';
import { FleetProposalMark } from './FleetProposalMark';

const useStyles = makeStyles(
  theme => ({
    row: {
      cursor: 'pointer',
      '& + &': { borderTop: hairline(theme) },
      '&:hover': { backgroundColor: theme.palette.action.hover },
      [theme.breakpoints.down('sm')]: {
        display: 'grid',
        gridTemplateColumns: 'minmax(0, 1fr) auto',
        gridTemplateAreas:
          '"service environment" "version behind" "state state" "place changed"',
        alignItems: 'center',
        columnGap: theme.spacing(1.5),
        position: 'relative',
        gap: 4,
        padding: theme.spacing(1.5, 2),
        marginBottom: theme.spacing(1.5),
        border: hairline(theme),
        borderRadius: 10,
        backgroundColor: theme.palette.background.paper,
      },
    },
    cell: {
      padding: theme.spacing(1, 1.25),
      verticalAlign: 'middle',
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('sm')]: { display: 'block', padding: 0 },
    },
    service: {
      fontWeight: 600,
      textAlign: 'left',
      paddingLeft: theme.spacing(2.5),
      minWidth: 140,
      [theme.breakpoints.down('sm')]: {
        gridArea: 'service',
        paddingLeft: 0,
        minWidth: 0,
      },
    },
    environment: {
      [theme.breakpoints.down('sm')]: {
        gridArea: 'environment',
        textAlign: 'right',
      },
    },
    version: {
      minWidth: 110,
      maxWidth: 220,
      [theme.breakpoints.down('sm')]: {
        gridArea: 'version',
        maxWidth: 'none',
        minWidth: 0,
      },
    },
    versionLine: { display: 'flex', alignItems: 'center', gap: 6 },
    more: {
      fontSize: '0.78rem',
      whiteSpace: 'nowrap',
      color: subtleText(theme),
    },
    state: {
      minWidth: 110,
      [theme.breakpoints.down('sm')]: { gridArea: 'state' },
    },
    number: {
      textAlign: 'right',
      whiteSpace: 'nowrap',
      [theme.breakpoints.down('sm')]: { gridArea: 'behind' },
    },
    cluster: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(1),
      lineHeight: 1.35,
    },
    engine: { fontSize: '0.8rem', color: subtleText(theme) },
    namespace: {
      fontSize: '0.8rem',
      lineHeight: 1.35,
      color: subtleText(theme),
    },
    place: {
      // As wide as most names, which would wrap at their hyphens.
      minWidth: 148,
      [theme.breakpoints.down('sm')]: { gridArea: 'place', minWidth: 0 },
    },
    quiet: { color: subtleText(theme) },
    time: {
      whiteSpace: 'nowrap',
      color: subtleText(theme),
      [theme.breakpoints.down('sm')]: {
        gridArea: 'changed',
        textAlign: 'right',
      },
    },
    wide: { [theme.breakpoints.down('sm')]: { display: 'none' } },
    last: {
      paddingLeft: 0,
      paddingRight: theme.spacing(0.5),
      // A press on the row does the same; the button stays for the keyboard.
      [theme.breakpoints.down('sm')]: {
        position: 'absolute',
        right: 0,
        bottom: 0,
        opacity: 0,
        '&:focus-within': { opacity: 1 },
      },
    },
  }),
  { name: 'GitopsFleetTableRow' },
);

export interface FleetTableRowProps {
  readonly row: FleetRow;
  /** Whether rows come from more than one repository. */
  readonly showRepository: boolean;
  /** Whether anything is told of what runs. */
  readonly showState: boolean;
  /** Whether it is said which engine brings a row. */
  readonly engines: EnginesShown;
  /** When it was last seen, where that was too long ago. */
  readonly staleSince?: string;
  readonly onOpen: (id: string) => void;
}

/** One target: pressed anywhere it opens; its service leads to the entity. */
export function FleetTableRow(props: FleetTableRowProps) {
  const { row, showRepository, showState, engines, staleSince, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { main, others } = artifactsOf(row);
  const { service, environment } = row;
  return (
    // The button at the end does the same by keyboard.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <tr className={classes.row} onClick={() => onOpen(row.id)}>
      <th scope="row" className={`${classes.cell} ${classes.service}`}>
        <Service row={row} />
      </th>
      <td className={`${classes.cell} ${classes.environment}`}>
        {environment}
      </td>
      <td className={`${classes.cell} ${classes.place}`}>
        <div className={classes.cluster}>
          {row.cluster && <span>{row.cluster}</span>}
          {engines.engine && row.live?.state === 'observed' && (
            <span className={classes.engine}>
              <RowEngine live={row.live} engines={engines} />
            </span>
          )}
        </div>
        {row.namespace && row.namespace !== service && (
          <div className={classes.namespace}>{row.namespace}</div>
        )}
      </td>
      <td className={`${classes.cell} ${classes.version}`}>
        <span className={classes.versionLine}>
          {main && <VersionText artifact={main} look="row" />}
          {others.length > 0 && (
            <span
              className={classes.more}
              title={others
                .map(({ name, version }) => `${name} ${version}`)
                .join('\n')}
            >
              {t('fleet.more', { count: others.length })}
            </span>
          )}
          <FleetProposalMark target={row.id} />
        </span>
      </td>
      {showState && (
        <td className={`${classes.cell} ${classes.state}`}>
          <StateMark live={row.live} />
        </td>
      )}
      <td className={`${classes.cell} ${classes.number}`}>
        <BehindCell row={row} />
      </td>
      <td className={`${classes.cell} ${classes.time}`}>
        {row.changedAt ? (
          <RelativeTime time={row.changedAt} />
        ) : (
          t('fleet.unknown')
        )}
        {staleSince && (
          <div>
            <StaleMark since={staleSince} />
          </div>
        )}
      </td>
      <td className={`${classes.cell} ${classes.wide}`}>
        {row.owner ? (
          // A press on the link is not a press on the row.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
          <span onClick={event => event.stopPropagation()}>
            <EntityRefLink entityRef={row.owner} defaultKind="group" hideIcon />
          </span>
        ) : (
          <span className={classes.quiet}>{t('fleet.unowned')}</span>
        )}
      </td>
      {showRepository && (
        <td className={`${classes.cell} ${classes.quiet} ${classes.wide}`}>
          {row.repository}
        </td>
      )}
      <td className={`${classes.cell} ${classes.last}`}>
        <IconButton
          size="small"
          aria-label={t('fleet.details', { service, environment })}
          onClick={event => {
            event.stopPropagation();
            onOpen(row.id);
          }}
        >
          <OpenIcon fontSize="small" />
        </IconButton>
      </td>
    </tr>
  );
}

function RowEngine(props: {
  readonly live: ObservedLive;
  readonly engines: EnginesShown;
}) {
  const { live, engines } = props;
  const instance = engines.instanceOf.has(live.engine)
    ? live.delivery?.instance
    : undefined;
  return <EngineLabel engine={live.engine} instance={instance} />;
}

function Service({ row }: { readonly row: FleetRow }) {
  const entityRoute = useRouteRef(entityRouteRef);
  if (!row.entityRef) return <>{row.service}</>;
  const page = entityRoute(entityRouteParams(parseEntityRef(row.entityRef)));
  return (
    <Link to={`${page}/deployments`} onClick={event => event.stopPropagation()}>
      {row.service}
    </Link>
  );
}
