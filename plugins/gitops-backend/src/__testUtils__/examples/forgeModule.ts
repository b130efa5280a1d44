import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  Forge,
  gitopsForgesExtensionPoint,
} from '@backstage-gitops/plugin-gitops-node';

/** Azure DevOps, asked through `forge`. */
export const azureDevOps = (forge: Forge) =>
  createBackendModule({
    pluginId: 'gitops',
    moduleId: 'azure-devops',
    register({ registerInit }) {
      registerInit({
        deps: { forges: gitopsForgesExtensionPoint },
        async init({ forges }) {
          forges.addForge({
            host: 'dev.azure.com',
            forge,
            pages: {
              file: (revision, path) => `?path=/${path}&version=GC${revision}`,
              commit: sha => `/commit/${sha}`,
              pullRequest: number => `/pullrequest/${number}`,
            },
          });
        },
      });
    },
  });
