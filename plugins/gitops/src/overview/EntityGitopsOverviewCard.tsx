import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import type { EntityTargetsResponse } from '@backstage-gitops/plugin-gitops-common';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { environmentColumns } from '../deployments/environmentColumns';
import { subtleText } from '../look/surface';
import { repositoryHealth } from '../repositories/repositoryHealth';
import { RepositoryNotices } from '../repositories/RepositoryNotices';
import { Bone } from '../requests/Bone';
import { RefreshFailure } from '../requests/RefreshFailure';
import { RequestFailure } from '../requests/RequestFailure';
import { Query, useGitopsQuery } from '../requests/useGitopsQuery';
import { NowProvider, useNow } from '../time/now';
import { gitopsTranslationRef } from '../translation';
import { OverviewTable } from './OverviewTable';
import { overviewRows } from './overviewRows';

const SKELETON_ROWS = ['first', 'second', 'third'];

const useStyles = makeStyles(
  theme => ({
    stack: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
    },
    quiet: { color: subtleText(theme), margin: 0 },
  }),
  { name: 'GitopsEntityOverviewCard' },
);

/** @public */
export interface EntityGitopsOverviewCardProps {
  /** Where the Deployments tab is, below the entity's page. */
  readonly contentPath?: string;
  /** Stops the clock that relative times are told by, for a still picture. */
  readonly now?: Date;
}

/**
 * What the entity in context declares in each environment and how far each is
 * behind the one before, with the way to the Deployments tab.
 *
 * @public
 */
export function EntityGitopsOverviewCard(props: EntityGitopsOverviewCardProps) {
  const { contentPath = 'deployments', now } = props;
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const entityRoute = useRouteRef(entityRouteRef);
  const api = useApi(gitopsApiRef);
  const { t } = useTranslationRef(gitopsTranslationRef);
  const query = useGitopsQuery(entityRef, signal =>
    api.entityTargets(entityRef, { signal }),
  );
  const page = entityRoute(entityRouteParams(entity));
  return (
    <NowProvider now={now}>
      <InfoCard
        title={t('overview.title')}
        deepLink={{
          title: t('overview.more'),
          link: `${page}/${contentPath.replace(/^\/+/, '')}`,
        }}
      >
        <Overview name={entity.metadata.name} query={query} />
      </InfoCard>
    </NowProvider>
  );
}

function Overview(props: {
  readonly name: string;
  readonly query: Query<EntityTargetsResponse>;
}) {
  const { name, query } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const now = useNow();
  if (query.state === 'loading') {
    return (
      <div className={classes.stack} aria-busy="true">
        {SKELETON_ROWS.map(row => (
          <Bone key={row} width="100%" height={24} />
        ))}
      </div>
    );
  }
  if (query.state === 'failed') {
    return <RequestFailure error={query.error} onRetry={query.reload} />;
  }
  const { data, refreshError, loadedAt } = query;
  const rows = overviewRows(
    environmentColumns(data.environments, data.targets),
  );
  return (
    <div className={classes.stack}>
      {refreshError && (
        <RefreshFailure
          error={refreshError}
          loadedAt={loadedAt}
          onRetry={query.reload}
        />
      )}
      <RepositoryNotices health={repositoryHealth(data.repositories, now)} />
      {rows.length > 0 ? (
        <OverviewTable rows={rows} />
      ) : (
        <p className={classes.quiet}>
          {t('overview.empty', { service: data.services[0] ?? name })}
        </p>
      )}
    </div>
  );
}
