import { gitopsPermissions } from '@backstage-gitops/plugin-gitops-common';
import {
  configuredForges,
  Forges,
  GitConfigRepository,
  integrationCredentials,
  readGitopsConfig,
} from '@backstage-gitops/plugin-gitops-node';
import {
  BackendFeature,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { ConfiguredRepositories } from './api/ConfiguredRepositories';
import { createApi } from './api/createApi';
import { LivePages } from './api/LivePages';
import { LiveStates } from './api/LiveStates';
import { ArgoCdObservations } from './database/ArgoCdObservations';
import { ClusterStore } from './database/ClusterStore';
import { DeliveredUnits } from './database/DeliveredUnits';
import { EngineStore } from './database/EngineStore';
import { EntityStore } from './database/EntityStore';
import { FactsStore } from './database/FactsStore';
import { LiveReader } from './database/LiveReader';
import { openDatabase } from './database/migrations';
import { RegisteredRepositories } from './database/RegisteredRepositories';
import { RepositoryStore } from './database/RepositoryStore';
import { TargetReader } from './database/TargetReader';
import { UnitReader } from './database/UnitReader';
import { ArgoCdUnitEngine } from './engines/ArgoCdUnitEngine';
import { FluxUnitEngine } from './engines/FluxUnitEngine';
import { EntityDirectory } from './entities/EntityDirectory';
import { CommitOrders } from './indexing/CommitOrders';
import { ForgeListener } from './indexing/ForgeListener';
import { HistoryIndexer } from './indexing/HistoryIndexer';
import { indexedTopic } from './indexing/indexedTopic';
import { LagUpdater } from './indexing/LagUpdater';
import { prepareMirrorRoot } from './indexing/mirrorDirectory';
import { openRepositories, OpenRepository } from './indexing/openRepositories';
import { readSchedules } from './indexing/readSchedule';
import { scheduleTasks } from './indexing/scheduleTasks';
import { ArgoCdUnits } from './live/argocd/ArgoCdUnits';
import { followArgoCd } from './live/argocd/followArgoCd';
import { openConfiguredArgoCd, OpenArgoCd } from './live/argocd/openArgoCd';
import { DesiredState } from './live/DesiredState';
import { FluxSurveys } from './live/FluxSurveys';
import { OpenClusters } from './live/ObservedCluster';
import { openConfiguredClusters } from './live/openConfiguredClusters';
import { openConfiguredRenderer, OpenRenderer } from './live/openRenderer';
import { SessionTimes, sessionTimes } from './live/SessionTimes';
import { TargetSignals } from './live/TargetSignals';
import { UnitSources } from './live/UnitSources';
import { watchClusters } from './live/watchClusters';
import {
  gitopsTargetResourceRef,
  gitopsTargetRules,
} from './permissions/rules';
import { TargetAccess } from './permissions/TargetAccess';
import { createProposals } from './proposals/createProposals';
import { openPolicies } from './proposals/openPolicies';
import { readProposalSettings } from './proposals/readProposalSettings';
import { configOf } from './proposals/RepositoryCreator';

/** The rooms of the core that the plugin joins. */
export interface GitopsPluginParts {
  readonly openRepository: OpenRepository;
  readonly openClusters: OpenClusters;
  readonly openArgoCd: OpenArgoCd;
  readonly openForges: (config: Config) => Forges;
  readonly openRenderer: OpenRenderer;
  readonly times: SessionTimes;
}

/** News are gathered so long before pages are told. */
const signalDelay = 300;

/** The backend plugin, over the parts it is given. */
export function createGitopsPlugin(parts: GitopsPluginParts): BackendFeature {
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
          const { config, events, lifecycle, logger } = services;
          const gitops = readGitopsConfig(config);
          const settings = readProposalSettings(config);
          const integrations = ScmIntegrations.fromConfig(config);
          const knex = await openDatabase(services.database);
          const targets = new TargetReader(knex);
          services.permissionsRegistry.addResourceType({
            resourceRef: gitopsTargetResourceRef,
            permissions: gitopsPermissions,
            rules: Object.values(gitopsTargetRules),
            getResources: ids => targets.resources(ids),
          });

          const entities = new EntityStore(knex);
          const facts = new FactsStore(knex);
          const lag = new LagUpdater(knex);
          const status = new RepositoryStore(knex);
          const directory = new EntityDirectory({ ...services, entities, lag });
          const access = new TargetAccess(services);
          const mirrors = await prepareMirrorRoot(config);
          const shown = new ConfiguredRepositories([], integrations);
          const registered = new RegisteredRepositories(knex);
          const repositories = openRepositories({
            ...{ ...parts, ...services, mirrors, shown, facts, entities, lag },
            environments: gitops.environments,
            credentials: integrationCredentials(config),
            repositories: status,
            history: new HistoryIndexer(knex),
            now: () => new Date(),
          });
          const made = (await registered.ready()).map(configOf);
          for (const entry of [...gitops.repositories, ...made]) {
            if (entry) await repositories.add(entry);
          }

          const sources = new UnitSources(repositories.entries);
          const engineStore = new EngineStore(knex);
          const surveys = new FluxSurveys({ store: engineStore, logger });
          lifecycle.addShutdownHook(() => surveys.settled());
          const clusters = parts.openClusters({
            ...{ ...services, sources, surveys },
          });
          const argoCd = parts.openArgoCd(config);
          const render = await parts.openRenderer({
            config,
            logger,
            workingDirectory: mirrors,
          });
          const desired = new DesiredState({
            ...{ clusters, sources, status, render, logger },
            repositories: repositories.entries,
            units: new UnitReader(knex),
            delivered: new ArgoCdObservations(knex),
          });
          const reader = new LiveReader(knex);
          const live = new LiveStates({
            clusters,
            instances: argoCd.instances.map(({ name }) => name),
            store: new ClusterStore(knex),
            engines: engineStore,
            live: reader,
            now: () => new Date(),
          });
          const orders = new CommitOrders({
            ...{ repositories: repositories.entries, logger },
          });
          const pages = new LivePages({
            ...{ states: live, live: reader, repositories: shown },
          });
          const signals = new TargetSignals({
            ...services,
            delay: signalDelay,
          });
          lifecycle.addShutdownHook(() => signals.close());
          const proposals = createProposals({
            ...{ ...services, knex, access, directory, live, pages, render },
            ...{ orders, registered, repositories, settings, shown },
            forges: parts.openForges(config),
            policies: await openPolicies(config),
            onNews: ids => signals.add(ids),
          });
          const engines = [
            new FluxUnitEngine({ clusters }),
            new ArgoCdUnitEngine({ engine: argoCd, engines: engineStore }),
          ];
          services.httpRouter.use(
            createApi({
              ...{ ...services, ...proposals, knex, access, clusters, desired },
              ...{ directory, live, orders, pages, repositories: shown },
              engines: new Map(engines.map(each => [each.kind, each])),
              engineStore,
              engineLink: ({ kind, name }) =>
                kind === 'argocd'
                  ? argoCd.instances.find(each => each.name === name)?.link
                  : undefined,
            }),
          );
          await scheduleTasks({
            ...{ ...services, repositories, facts, directory },
            schedules: readSchedules(config),
            otherRepositories: async () =>
              (await registered.ready()).map(({ id }) => id),
          });
          await proposals.schedule();
          const onNews = (ids: readonly string[]) => {
            signals.add(ids);
            proposals.rollouts.notice();
          };
          await watchClusters({
            ...{ ...services, knex, clusters, desired, times: parts.times },
            onNews,
          });
          await followArgoCd({
            ...{ ...services, knex, engine: argoCd, times: parts.times },
            units: new ArgoCdUnits({
              ...{ status, orders, repositories: repositories.entries },
              units: new UnitReader(knex),
              contexts: new DeliveredUnits(knex),
            }),
            onNews,
          });
          await events.subscribe({
            id: 'rollouts',
            topics: [indexedTopic],
            onEvent: async () => proposals.rollouts.notice(),
          });
          lifecycle.addShutdownHook(() => proposals.rollouts.settled());
          await new ForgeListener({ ...services, repositories }).subscribe(
            events,
          );
        },
      });
    },
  });
}

/**
 * Reads config repositories on a schedule, keeps their facts, watches clusters,
 * proposes changes as pull requests and serves the GitOps API.
 *
 * @public
 */
export const gitopsPlugin = createGitopsPlugin({
  openRepository: options => new GitConfigRepository(options),
  openClusters: openConfiguredClusters,
  openArgoCd: openConfiguredArgoCd,
  openForges: configuredForges,
  openRenderer: openConfiguredRenderer,
  times: sessionTimes,
});
