import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { environmentColumns } from '../deployments/environmentColumns';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { subtleText, textGround } from '../look/surface';
import { repositoryHealth } from '../repositories/repositoryHealth';
import { RepositoryNotices } from '../repositories/RepositoryNotices';
import { Bone } from '../requests/Bone';
import { RefreshFailure } from '../requests/RefreshFailure';
import { RequestFailure } from '../requests/RequestFailure';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { useNow } from '../time/now';
import { gitopsTranslationRef } from '../translation';
import { OverviewTable } from './OverviewTable';
import { overviewRows } from './overviewRows';

const SKELETON_ROWS = ['first', 'second', 'third'];

const useStyles = makeStyles(
  theme => ({
    stack: {
      ...textGround(theme),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
    },
    quiet: { color: subtleText(theme), margin: 0 },
  }),
  { name: 'GitopsOverview' },
);

/** Where the Deployments tab of the entity in context is. */
export function useDeploymentsPath(contentPath: string): string {
  const { entity } = useEntity();
  const entityRoute = useRouteRef(entityRouteRef);
  const page = entityRoute(entityRouteParams(entity));
  return `${page}/${contentPath.replace(/^\/+/, '')}`;
}

/** What the entity in context declares, an environment a line. */
export function Overview() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const classes = useStyles();
  const api = useApi(gitopsApiRef);
  const now = useNow();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const query = useGitopsQuery(entityRef, signal =>
    api.entityTargets(entityRef, { signal }),
  );
  useLiveRefresh(
    query.state === 'ready'
      ? query.data.targets.map(({ id }) => id)
      : undefined,
    query.refresh,
  );
  if (query.state === 'loading') {
    return (
      <div className={classes.stack} aria-busy="true">
        {SKELETON_ROWS.map(row => (
          <Bone key={row} width="100%" height={36} />
        ))}
      </div>
    );
  }
  if (query.state === 'failed') {
    return <RequestFailure error={query.error} onRetry={query.reload} />;
  }
  const { data, refreshError, loadedAt, reload } = query;
  const rows = overviewRows(
    environmentColumns(data.environments, data.targets),
  );
  return (
    <div className={classes.stack}>
      {refreshError && (
        <RefreshFailure
          error={refreshError}
          loadedAt={loadedAt}
          onRetry={reload}
        />
      )}
      <RepositoryNotices health={repositoryHealth(data.repositories, now)} />
      {rows.length > 0 ? (
        <OverviewTable rows={rows} />
      ) : (
        <p className={classes.quiet}>
          {t('overview.empty', {
            service: data.services[0] ?? entity.metadata.name,
          })}
        </p>
      )}
    </div>
  );
}
