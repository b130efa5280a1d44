import { gitopsPermissions } from '@backstage-gitops/plugin-gitops-common';
import {
  configuredForges,
  Forges,
  GitConfigRepository,
} from '@backstage-gitops/plugin-gitops-node';
import {
  BackendFeature,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { createApi } from './api/createApi';
import { openDatabase } from './database/migrations';
import { TargetReader } from './database/TargetReader';
import { registerExtensions } from './extensions/registerExtensions';
import { createIndexing } from './indexing/createIndexing';
import { indexedTopic } from './indexing/indexedTopic';
import { prepareMirrorRoot } from './indexing/mirrorDirectory';
import { OpenRepository } from './indexing/openRepositories';
import { openConfiguredArgoCd } from './live/argocd/openArgoCd';
import { createLive, LiveRooms } from './live/createLive';
import { openConfiguredClusters } from './live/openConfiguredClusters';
import { openConfiguredRenderer } from './live/openRenderer';
import { sessionTimes } from './live/SessionTimes';
import { TargetSignals } from './live/TargetSignals';
import {
  gitopsTargetResourceRef,
  gitopsTargetRules,
} from './permissions/rules';
import { TargetAccess } from './permissions/TargetAccess';
import { createProposals } from './proposals/createProposals';
import { openPolicies } from './proposals/openPolicies';
import { readProposalSettings } from './proposals/readProposalSettings';
import { withHosted } from './proposals/withHosted';
import { EndingScheduler } from './scheduling/EndingScheduler';

/** The rooms of the core that the plugin joins. */
export interface GitopsPluginParts extends LiveRooms {
  readonly openRepository: OpenRepository;
  readonly openForges: (config: Config) => Forges;
}

/** News are gathered so long before pages are told. */
const signalDelay = 300;

/** The backend plugin, over the parts it is given. */
export function createGitopsPlugin(parts: GitopsPluginParts): BackendFeature {
  return createBackendPlugin({
    pluginId: 'gitops',
    register(registration) {
      const extensions = registerExtensions(registration);
      registration.registerInit({
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
          const { config, events, lifecycle } = services;
          const scheduler = new EndingScheduler(services);
          const knex = await openDatabase(services.database);
          const targets = new TargetReader(knex);
          services.permissionsRegistry.addResourceType({
            resourceRef: gitopsTargetResourceRef,
            permissions: gitopsPermissions,
            rules: Object.values(gitopsTargetRules),
            getResources: ids => targets.resources(ids),
          });

          const mirrors = await prepareMirrorRoot(config);
          const common = { ...services, ...parts, knex, mirrors, scheduler };
          const own = parts.openForges(config);
          const hosted = extensions.forges(own);
          const indexing = await createIndexing({
            ...{ ...common, forges: hosted },
            fileRules: extensions.fileRules(),
          });
          const live = await createLive({
            ...{ ...common, indexing, workingDirectory: mirrors },
          });
          const signals = new TargetSignals({
            ...services,
            delay: signalDelay,
          });
          lifecycle.addShutdownHook(() => signals.close());
          const access = new TargetAccess(services);
          const policies = await openPolicies(config);
          const proposals = createProposals({
            ...{ ...common, ...indexing, ...live, access },
            settings: readProposalSettings(config),
            forges: withHosted(own, hosted),
            policies: [...policies, ...extensions.policies(policies)],
            onNews: ids => signals.add(ids),
          });
          lifecycle.addShutdownHook(() => proposals.rollouts.settled());
          services.httpRouter.use(
            createApi({
              ...{ ...common, ...proposals, ...live, access },
              directory: indexing.directory,
              orders: indexing.orders,
              repositories: indexing.shown,
            }),
          );
          await indexing.schedule();
          await proposals.schedule();
          await live.follow(ids => {
            signals.add(ids);
            proposals.rollouts.notice();
          });
          await events.subscribe({
            id: 'rollouts',
            topics: [indexedTopic],
            onEvent: async () => proposals.rollouts.notice(),
          });
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
