import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { GitopsClient } from '@backstage-gitops/plugin-gitops-common';
import { gitopsApiRef } from './api/gitopsApiRef';
import type { EntityGitopsContentProps } from './deployments/EntityGitopsContent';
import type { FleetPageProps } from './fleet/FleetPage';
import type { EntityGitopsOverviewCardProps } from './overview/EntityGitopsOverviewCard';
import { entityContentRouteRef, fleetRouteRef } from './routes';

/** @public */
export const gitopsPlugin = createPlugin({
  id: 'gitops',
  routes: { root: fleetRouteRef, entityContent: entityContentRouteRef },
  apis: [
    createApiFactory({
      api: gitopsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: dependencies => new GitopsClient(dependencies),
    }),
  ],
});

/**
 * Every target that the person may see, to be mounted at a route.
 *
 * @public
 */
export const FleetPage: (props: FleetPageProps) => JSX.Element =
  gitopsPlugin.provide(
    createRoutableExtension({
      name: 'FleetPage',
      component: () => import('./fleet/FleetPage').then(m => m.FleetPage),
      mountPoint: fleetRouteRef,
    }),
  );

/**
 * What the entity in context declares to run in each environment, with its
 * history, to be mounted at the route `/deployments` of an entity page.
 *
 * @public
 */
export const EntityGitopsContent: (
  props: EntityGitopsContentProps,
) => JSX.Element = gitopsPlugin.provide(
  createRoutableExtension({
    name: 'EntityGitopsContent',
    component: () =>
      import('./deployments/EntityGitopsContent').then(
        m => m.EntityGitopsContent,
      ),
    mountPoint: entityContentRouteRef,
  }),
);

/**
 * What the entity in context declares in each environment, for its overview.
 *
 * @public
 */
export const EntityGitopsOverviewCard: (
  props: EntityGitopsOverviewCardProps,
) => JSX.Element = gitopsPlugin.provide(
  createComponentExtension({
    name: 'EntityGitopsOverviewCard',
    component: {
      lazy: () =>
        import('./overview/EntityGitopsOverviewCard').then(
          m => m.EntityGitopsOverviewCard,
        ),
    },
  }),
);
