import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { useEntity } from '@backstage/plugin-catalog-react';
import type {
  EntityTargetsResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { useMemo } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { newestChange } from '../history/newestChange';
import { HistorySection } from '../history/HistorySection';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { textGround } from '../look/surface';
import { ProposalsProvider } from '../proposals/ProposalsProvider';
import { repositoryHealth } from '../repositories/repositoryHealth';
import { RepositoryNotices } from '../repositories/RepositoryNotices';
import { RefreshFailure } from '../requests/RefreshFailure';
import { RequestFailure } from '../requests/RequestFailure';
import { Query, useGitopsQuery } from '../requests/useGitopsQuery';
import { TargetDrawer } from '../target/TargetDrawer';
import { useTargetAddress } from '../target/useTargetAddress';
import { NowProvider, useNow } from '../time/now';
import { deploymentsSummary } from './deploymentsSummary';
import { DeploymentsSkeleton } from './DeploymentsSkeleton';
import { alsoOnOf } from './clusterGroups';
import { CARDS_AT_MOST, EnvironmentBoard } from './EnvironmentBoard';
import { EnvironmentColumn, environmentColumns } from './environmentColumns';
import { NoTargets } from './NoTargets';
import { SummarySentence } from './SummarySentence';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...textGround(theme),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(3),
      minWidth: 0,
    },
  }),
  { name: 'GitopsEntityContent' },
);

/** @public */
export interface EntityGitopsContentProps {
  /** Stops the clock that relative times are told by, for a still picture. */
  readonly now?: Date;
}

/**
 * What the entity in context declares to run in each environment, since when,
 * by whom and through which pull request, with its history.
 *
 * @public
 */
export function EntityGitopsContent({ now }: EntityGitopsContentProps) {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const api = useApi(gitopsApiRef);
  const classes = useStyles();
  const query = useGitopsQuery(entityRef, signal =>
    api.entityTargets(entityRef, { signal }),
  );
  useLiveRefresh(idsOf(query), query.refresh);
  return (
    <NowProvider now={now}>
      <div className={classes.root}>
        <Deployments entity={entity} query={query} />
      </div>
    </NowProvider>
  );
}

function Deployments(props: {
  readonly entity: Entity;
  readonly query: Query<EntityTargetsResponse>;
}) {
  const { entity, query } = props;
  const now = useNow();
  if (query.state === 'loading') return <DeploymentsSkeleton />;
  if (query.state === 'failed') {
    return <RequestFailure error={query.error} onRetry={query.reload} />;
  }
  const { data, refreshError, loadedAt } = query;
  const health = repositoryHealth(data.repositories, now);
  return (
    <>
      {refreshError && (
        <RefreshFailure
          error={refreshError}
          loadedAt={loadedAt}
          onRetry={query.reload}
        />
      )}
      <RepositoryNotices health={health} />
      {data.targets.length > 0 ? (
        <Declared entity={entity} query={query} />
      ) : (
        <NoTargets
          entity={entity}
          services={data.services}
          repositories={data.repositories}
        />
      )}
    </>
  );
}

function Declared(props: {
  readonly entity: Entity;
  readonly query: Extract<Query<EntityTargetsResponse>, { state: 'ready' }>;
}) {
  const { entity, query } = props;
  const { data, refreshing, refreshError, reload } = query;
  const now = useNow();
  const address = useTargetAddress();
  const columns = useMemo(
    () => environmentColumns(data.environments, data.targets),
    [data],
  );
  const health = repositoryHealth(data.repositories, now);
  const mainNames = useMemo(
    () => [
      ...new Set(
        data.targets.flatMap(one => artifactsOf(one).main?.name ?? []),
      ),
    ],
    [data],
  );
  const environments = useMemo(
    () => columns.map(({ environment }) => environment.name),
    [columns],
  );
  const target = data.targets.find(({ id }) => id === address.open?.id);
  return (
    <ProposalsProvider
      entityRef={stringifyEntityRef(entity)}
      targets={data.targets}
      repositories={data.repositories}
      onOpened={query.refresh}
    >
      <SummarySentence
        summary={deploymentsSummary(columns, health.complete && !refreshError)}
        asOf={health.asOf}
        refreshing={refreshing}
        onRefresh={reload}
      />
      <EnvironmentBoard
        columns={columns}
        staleSince={health.staleSince}
        onOpen={({ id }, view) => address.show(id, view)}
      />
      <HistorySection
        entityRef={stringifyEntityRef(entity)}
        environments={environments}
        mainNames={mainNames}
        targets={data.targets}
        newest={newestChange(data.targets)}
      />
      <TargetDrawer
        target={target}
        address={address}
        alsoOn={target && sameElsewhere(columns, target)}
        onChoose={({ id }) => address.show(id, address.open?.view)}
      />
    </ProposalsProvider>
  );
}

/** The targets that a group shows as one line with this one. */
function sameElsewhere(
  columns: readonly EnvironmentColumn[],
  target: TargetState,
): readonly TargetState[] {
  const targets =
    columns.find(column => column.targets.includes(target))?.targets ?? [];
  return targets.length > CARDS_AT_MOST ? alsoOnOf(targets, target) : [];
}

function idsOf(
  query: Query<EntityTargetsResponse>,
): readonly string[] | undefined {
  return query.state === 'ready'
    ? query.data.targets.map(({ id }) => id)
    : undefined;
}
