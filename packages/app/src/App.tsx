import { createApp } from '@backstage/frontend-defaults';
import gitopsPlugin from '@backstage-gitops/plugin-gitops';
import userSettingsModule from '@backstage/plugin-app-module-user-settings';
import authPlugin from '@backstage/plugin-auth';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import signalsPlugin from '@backstage/plugin-signals/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import { navModule } from './nav';
import { signInModule } from './signIn';

export default createApp({
  features: [
    authPlugin,
    catalogPlugin,
    catalogGraphPlugin,
    gitopsPlugin,
    notificationsPlugin,
    orgPlugin,
    scaffolderPlugin,
    searchPlugin,
    signalsPlugin,
    userSettingsPlugin,
    userSettingsModule,
    navModule,
    signInModule,
  ],
});
