import { GitopsClient } from '@backstage-gitops/plugin-gitops-common';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createListTargetsAction } from './actions/listTargets';

/**
 * Adds the GitOps actions to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleGitops = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'gitops',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, discovery }) {
        const gitops = new GitopsClient({
          discoveryApi: discovery,
          fetchApi: { fetch },
        });
        actions.addActions(createListTargetsAction({ gitops, auth }));
      },
    });
  },
});
