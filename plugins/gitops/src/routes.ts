import { createRouteRef } from '@backstage/core-plugin-api';

export const fleetRouteRef = createRouteRef({ id: 'gitops' });

export const entityContentRouteRef = createRouteRef({
  id: 'gitops.entity-content',
});
