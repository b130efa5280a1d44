import { GitopsClient } from '@backstage-gitops/plugin-gitops-common';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { indexedTopic } from '../indexing/indexedTopic';
import { ServiceEntityProvider } from './ServiceEntityProvider';

const taskId = 'gitops:services';

/**
 * Gives the catalog a Component for each service that Git declares and nobody
 * has registered. It does nothing unless `gitops.catalog.provideServices` is
 * true.
 *
 * @public
 */
export const catalogModuleGitopsServices = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'gitops-services',
  register({ registerInit }) {
    registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init(services) {
        const { catalog, config, events, logger, scheduler } = services;
        if (!config.getOptionalBoolean('gitops.catalog.provideServices')) {
          return;
        }
        const provider = new ServiceEntityProvider({
          gitops: new GitopsClient({
            discoveryApi: services.discovery,
            fetchApi: { fetch },
          }),
          auth: services.auth,
          logger,
          owner: config.getOptionalString('gitops.catalog.owner') ?? 'unknown',
        });
        catalog.addEntityProvider(provider);
        services.lifecycle.addStartupHook(async () => {
          await scheduler.scheduleTask({
            id: taskId,
            frequency: { minutes: 1 },
            timeout: { minutes: 5 },
            scope: 'global',
            fn: signal => provider.refresh(signal),
          });
        });
        await events.subscribe({
          id: 'services',
          topics: [indexedTopic],
          onEvent: async () => {
            await scheduler.triggerTask(taskId).catch(error =>
              logger.debug('Entities of services are being made already', {
                reason: String(error),
              }),
            );
          },
        });
      },
    });
  },
});
