import { gitopsPermissions } from '@backstage-gitops/plugin-gitops-common';
import {
  ConfigRepository,
  ConfigRepositoryOptions,
  GitConfigRepository,
  integrationCredentials,
  readGitopsConfig,
} from '@backstage-gitops/plugin-gitops-node';
import {
  BackendFeature,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { ConfiguredRepositories } from './api/ConfiguredRepositories';
import { createApi } from './api/createApi';
import { EntityStore } from './database/EntityStore';
import { FactsStore } from './database/FactsStore';
import { openDatabase } from './database/migrations';
import { RepositoryStore } from './database/RepositoryStore';
import { TargetReader } from './database/TargetReader';
import { UnitReader } from './database/UnitReader';
import { EntityDirectory } from './entities/EntityDirectory';
import { HistoryIndexer } from './indexing/HistoryIndexer';
import { LagUpdater } from './indexing/LagUpdater';
import { mirrorDirectory, prepareMirrorRoot } from './indexing/mirrorDirectory';
import { PushListener } from './indexing/PushListener';
import { readSchedules } from './indexing/readSchedule';
import { RepositoryIndexer } from './indexing/RepositoryIndexer';
import { scheduleTasks } from './indexing/scheduleTasks';
import { DesiredState, OpenedRepository } from './live/DesiredState';
import { OpenClusters } from './live/ObservedCluster';
import { openConfiguredClusters } from './live/openConfiguredClusters';
import { openConfiguredRenderer, OpenRenderer } from './live/openRenderer';
import { SessionTimes, sessionTimes } from './live/SessionTimes';
import { watchClusters } from './live/watchClusters';
import {
  gitopsTargetResourceRef,
  gitopsTargetRules,
} from './permissions/rules';
import { TargetAccess } from './permissions/TargetAccess';

/** How repositories are read; tests put something else in Git's place. */
export type OpenRepository = (
  options: ConfigRepositoryOptions,
) => ConfigRepository;

/** The rooms of the core that the plugin joins. */
export interface GitopsPluginParts {
  readonly openRepository: OpenRepository;
  readonly openClusters: OpenClusters;
  readonly openRenderer: OpenRenderer;
  readonly times: SessionTimes;
}

/** The backend plugin, over the parts it is given. */
export function createGitopsPlugin({
  openRepository,
  openClusters,
  openRenderer,
  times,
}: GitopsPluginParts): BackendFeature {
  return createBackendPlugin({
    pluginId: 'gitops',
    register({ registerInit }) {
      registerInit({
        deps: {
          auditor: coreServices.auditor,
          auth: coreServices.auth,
          catalog: catalogServiceRef,
          config: coreServices.rootConfig,
          database: coreServices.database,
          discovery: coreServices.discovery,
          events: eventsServiceRef,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          lifecycle: coreServices.lifecycle,
          logger: coreServices.logger,
          permissions: coreServices.permissions,
          permissionsRegistry: coreServices.permissionsRegistry,
          scheduler: coreServices.scheduler,
          signals: signalsServiceRef,
        },
        async init(services) {
          const { config, lifecycle, logger, permissionsRegistry } = services;
          const gitops = readGitopsConfig(config);
          const integrations = ScmIntegrations.fromConfig(config);
          const knex = await openDatabase(services.database);
          const targets = new TargetReader(knex);
          permissionsRegistry.addResourceType({
            resourceRef: gitopsTargetResourceRef,
            permissions: gitopsPermissions,
            rules: Object.values(gitopsTargetRules),
            getResources: ids => targets.resources(ids),
          });

          const entities = new EntityStore(knex);
          const facts = new FactsStore(knex);
          const lag = new LagUpdater(knex);
          const status = new RepositoryStore(knex);
          const history = new HistoryIndexer(knex);
          const directory = new EntityDirectory({ ...services, entities, lag });
          const mirrors = await prepareMirrorRoot(config);
          const credentials = integrationCredentials(config);
          const indexers = new Map<string, RepositoryIndexer>();
          const opened = new Map<string, OpenedRepository>();
          for (const entry of gitops.repositories) {
            const repository = openRepository({
              repository: entry,
              environments: gitops.environments,
              mirrorDirectory: mirrorDirectory(mirrors, entry),
              credentials,
            });
            lifecycle.addShutdownHook(() => repository.close());
            opened.set(entry.id, { url: entry.url, repository });
            indexers.set(
              entry.id,
              new RepositoryIndexer({
                config: entry,
                environments: gitops.environments,
                repository,
                repositories: status,
                facts,
                history,
                entities,
                lag,
                events: services.events,
                logger,
                now: () => new Date(),
              }),
            );
          }

          const clusters = openClusters(services);
          const render = await openRenderer({
            config,
            logger,
            workingDirectory: mirrors,
          });
          const desired = new DesiredState({
            repositories: opened,
            clusters,
            units: new UnitReader(knex),
            status,
            render,
            logger,
          });
          services.httpRouter.use(
            createApi({
              knex,
              auditor: services.auditor,
              clusters,
              desired,
              access: new TargetAccess(services),
              directory,
              httpAuth: services.httpAuth,
              repositories: new ConfiguredRepositories(
                gitops.repositories,
                integrations,
              ),
            }),
          );
          await scheduleTasks({
            logger,
            scheduler: services.scheduler,
            schedules: readSchedules(config),
            indexers,
            facts,
            directory,
          });
          await watchClusters({ ...services, knex, clusters, desired, times });
          await new PushListener({
            repositories: gitops.repositories,
            scheduler: services.scheduler,
            logger,
          }).subscribe(services.events);
        },
      });
    },
  });
}

/**
 * Reads config repositories on a schedule, keeps their facts, watches clusters
 * and serves the GitOps API.
 *
 * @public
 */
export const gitopsPlugin = createGitopsPlugin({
  openRepository: options => new GitConfigRepository(options),
  openClusters: openConfiguredClusters,
  openRenderer: openConfiguredRenderer,
  times: sessionTimes,
});
