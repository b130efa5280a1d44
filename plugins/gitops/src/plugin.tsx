import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { GitopsClient } from '@backstage-gitops/plugin-gitops-common';
import { gitopsApiRef } from './api/gitopsApiRef';
import { gitopsAvailablePredicate } from './availability';
import { GitopsIcon } from './look/GitopsIcon';
import { entityContentRouteRef, fleetRouteRef } from './routes';
import { scaffolderFormFields } from './scaffolder/formFields';

const gitopsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: gitopsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: dependencies => new GitopsClient(dependencies),
    }),
});

const fleetPage = PageBlueprint.make({
  params: {
    path: '/gitops',
    title: 'GitOps',
    icon: <GitopsIcon fontSize="inherit" />,
    routeRef: convertLegacyRouteRef(fleetRouteRef),
    loader: () =>
      import('./fleet/FleetContent').then(m => <m.FleetContent alone />),
  },
});

const entityContent = EntityContentBlueprint.make({
  params: {
    path: '/deployments',
    title: 'Deployments',
    group: 'deployment',
    icon: <GitopsIcon />,
    routeRef: convertLegacyRouteRef(entityContentRouteRef),
    filter: gitopsAvailablePredicate,
    loader: () =>
      import('./deployments/EntityGitopsContent').then(m => (
        <m.EntityGitopsContent />
      )),
  },
});

const entityCard = EntityCardBlueprint.make({
  name: 'overview',
  params: {
    type: 'info',
    filter: gitopsAvailablePredicate,
    loader: () =>
      import('./overview/OverviewInfoCard').then(m => <m.OverviewInfoCard />),
  },
});

/**
 * The GitOps pages: the fleet at `/gitops`, the tab Deployments and an
 * overview card on the pages of entities that are deployed, and the fields that
 * the scaffolder's templates pick from.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'gitops',
  title: 'GitOps',
  icon: <GitopsIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: convertLegacyRouteRef(fleetRouteRef),
    entityContent: convertLegacyRouteRef(entityContentRouteRef),
  },
  extensions: [
    gitopsApi,
    fleetPage,
    entityContent,
    entityCard,
    ...scaffolderFormFields,
  ],
});
