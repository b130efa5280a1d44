import '@backstage/cli/asset-types';
// This is an app, though it stands in a plugin.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import { useEffect } from 'react';
import ReactDOM from 'react-dom/client';
import gitopsPlugin, { gitopsApiRef } from '../src';
import { entities } from './entities';
import { FakeGitopsApi } from './FakeGitopsApi';

const fakeGitops = createFrontendModule({
  pluginId: 'gitops',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: gitopsApiRef,
          deps: {},
          factory: () => new FakeGitopsApi(),
        }),
    }),
  ],
});

const fakeCatalog = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => new InMemoryCatalogClient({ entities }),
        }),
    }),
  ],
});

const signIn = createFrontendModule({
  pluginId: 'app',
  extensions: [
    SignInPageBlueprint.make({
      params: {
        loader: async () =>
          function SignIn({ onSignInSuccess }) {
            useEffect(() => {
              onSignInSuccess({
                getBackstageIdentity: async () => ({
                  type: 'user',
                  userEntityRef: 'user:default/guest',
                  ownershipEntityRefs: ['user:default/guest'],
                }),
                getCredentials: async () => ({}),
                getProfileInfo: async () => ({ displayName: 'Guest' }),
                signOut: async () => {},
              });
            }, [onSignInSuccess]);
            return null;
          },
      },
    }),
  ],
});

const app = createApp({
  features: [
    catalogPlugin,
    userSettingsPlugin,
    gitopsPlugin,
    fakeCatalog,
    fakeGitops,
    signIn,
  ],
});

const container = document.getElementById('root');
if (!container) throw new Error('The page has no element with the id "root"');
ReactDOM.createRoot(container).render(app.createRoot());
