import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  EnginesResponse,
  FleetResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { EnginesAway } from '../engines/EnginesAway';
import { useEngines } from '../engines/useEngines';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { textGround } from '../look/surface';
import { ProposalsProvider } from '../proposals/ProposalsProvider';
import { RepositoriesDrawer } from '../repositories/RepositoriesDrawer';
import { repositoryHealth } from '../repositories/repositoryHealth';
import { RepositoryNotices } from '../repositories/RepositoryNotices';
import { RefreshFailure } from '../requests/RefreshFailure';
import { RequestFailure } from '../requests/RequestFailure';
import { Query, useGitopsQuery } from '../requests/useGitopsQuery';
import { TargetAddress, useTargetAddress } from '../target/useTargetAddress';
import { NowProvider, useNow } from '../time/now';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';
import { FleetCounts } from './FleetCounts';
import { FleetEmpty } from './FleetEmpty';
import { enginesShown } from './fleetEngines';
import { FleetFilters } from './FleetFilters';
import { FleetPager, FleetPlace } from './FleetPager';
import { FleetSkeleton } from './FleetSkeleton';
import { FleetTable } from './FleetTable';
import { FleetTargetDrawer } from './FleetTargetDrawer';
import { activeFilters, FLEET_PAGE, noFilters } from './fleetView';
import { FleetAddress, useFleetView } from './useFleetView';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...textGround(theme),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2.5),
      minWidth: 0,
    },
    padded: {
      padding: theme.spacing(0, 3, 3),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(0, 2, 2) },
    },
  }),
  { name: 'GitopsFleet' },
);

export interface FleetContentProps {
  /** It is the page's main part and leaves room around it, where what holds it does neither. */
  readonly alone?: boolean;
  readonly now?: Date;
}

/** An answer, and what it answers: the address may have moved on since. */
interface FleetPage {
  readonly fleet: FleetResponse;
  readonly place: FleetPlace;
}

/** Every target that the person may see: searched, sorted and paged. */
export function FleetContent({ alone, now }: FleetContentProps) {
  const classes = useStyles();
  const api = useApi(gitopsApiRef);
  const address = useFleetView();
  const target = useTargetAddress();
  const { view } = address;
  const query = useGitopsQuery(
    JSON.stringify(view),
    async (signal): Promise<FleetPage> => ({
      fleet: await api.fleet({ ...view, limit: FLEET_PAGE }, { signal }),
      place: { cursor: view.cursor, trail: address.trail },
    }),
    'fleet',
  );
  const engines = useEngines();
  useLiveRefresh(
    query.state === 'ready'
      ? query.data.fleet.items.map(({ id }) => id)
      : undefined,
    () => {
      query.refresh();
      engines.refresh();
    },
  );
  const Root = alone ? 'main' : 'div';
  return (
    <NowProvider now={now}>
      <Root
        className={alone ? `${classes.root} ${classes.padded}` : classes.root}
      >
        <Fleet
          address={address}
          target={target}
          query={query}
          engines={engines}
        />
      </Root>
    </NowProvider>
  );
}

function Fleet(props: {
  readonly address: FleetAddress;
  readonly target: TargetAddress;
  readonly query: Query<FleetPage>;
  readonly engines: Query<EnginesResponse>;
}) {
  const { query } = props;
  if (query.state === 'loading') return <FleetSkeleton />;
  if (query.state === 'failed') {
    return <RequestFailure error={query.error} onRetry={query.reload} />;
  }
  return <LoadedFleet {...props} query={query} />;
}

function LoadedFleet(props: {
  readonly address: FleetAddress;
  readonly target: TargetAddress;
  readonly query: Extract<Query<FleetPage>, { state: 'ready' }>;
  readonly engines: Query<EnginesResponse>;
}) {
  const { address, target, query, engines } = props;
  const { refreshing, refreshError, loadedAt, reload } = query;
  const { fleet: data, place } = query.data;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const health = repositoryHealth(data.repositories, useNow());
  const filtered = activeFilters(address.view).length > 0;
  return (
    <ProposalsProvider repositories={data.repositories}>
      {refreshError && (
        <RefreshFailure
          error={refreshError}
          loadedAt={loadedAt}
          onRetry={reload}
        />
      )}
      <RepositoryNotices
        health={health}
        action={
          <ActionButton onClick={() => address.openRepositories({ of: 'all' })}>
            {t('health.details')}
          </ActionButton>
        }
      />
      <FleetCounts
        fleet={data}
        onRepositories={() => address.openRepositories({ of: 'all' })}
        onEngines={() => address.openRepositories({ of: 'engines' })}
        onBehind={() =>
          address.change({ minBehind: 1, sort: 'behind', order: 'desc' })
        }
        onState={state =>
          address.change({ state, sort: 'drift', order: 'desc' })
        }
        onStuck={() =>
          address.change({ stuck: 'any', sort: 'state', order: 'desc' })
        }
      />
      <EnginesAway
        engines={engines.state === 'ready' ? engines.data.items : []}
        onOpen={() => address.openRepositories({ of: 'engines' })}
      />
      <FleetFilters
        view={address.view}
        facets={data.facets}
        live={data.counts?.drifted !== undefined}
        onChange={address.change}
      />
      {data.items.length > 0 ? (
        <>
          <FleetTable
            rows={data.items}
            staleSince={health.staleSince}
            showRepository={data.facets.repositories.length > 1}
            showState={data.counts?.drifted !== undefined}
            engines={enginesShown(data.facets.engines)}
            view={address.view}
            busy={refreshing}
            onChange={address.change}
            onOpen={target.show}
          />
          <FleetPager
            shown={data.items.length}
            total={data.total}
            nextCursor={data.nextCursor}
            place={place}
            address={address}
          />
        </>
      ) : (
        <FleetEmpty
          filtered={filtered}
          repositories={data.repositories}
          onClear={() => address.change(noFilters())}
        />
      )}
      <FleetTargetDrawer address={target} />
      <RepositoriesDrawer
        view={address.repositories}
        repositories={data.repositories}
        engines={engines}
        onChange={address.openRepositories}
      />
    </ProposalsProvider>
  );
}
