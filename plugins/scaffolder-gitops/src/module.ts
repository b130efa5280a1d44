import { GitopsClient } from '@backstage-gitops/plugin-gitops-common';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { scaffolderAutocompleteExtensionPoint } from '@backstage/plugin-scaffolder-node/alpha';
import { createActions } from './actions/createActions';
import { systemClock } from './api/Clock';
import {
  autocompleteProviderId,
  createAutocompleteHandler,
} from './autocomplete/createAutocompleteHandler';

/**
 * Adds the GitOps actions and completions to the scaffolder.
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
        autocomplete: scaffolderAutocompleteExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
      },
      async init({ actions, autocomplete, auth, config, discovery }) {
        const gitops = new GitopsClient({
          discoveryApi: discovery,
          fetchApi: { fetch },
        });
        actions.addActions(
          ...createActions({
            gitops,
            auth,
            clock: systemClock,
            integrations: ScmIntegrations.fromConfig(config),
            requireUserToken:
              config.getOptionalBoolean(
                'scaffolder.requireScmUserCredentials',
              ) ?? false,
          }),
        );
        autocomplete.addAutocompleteProvider({
          id: autocompleteProviderId,
          handler: createAutocompleteHandler({ gitops, auth }),
        });
      },
    });
  },
});
