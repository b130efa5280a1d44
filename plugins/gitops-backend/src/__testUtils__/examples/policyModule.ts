import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { gitopsPoliciesExtensionPoint } from '@backstage-gitops/plugin-gitops-node';
import { z } from 'zod';

/** Nothing moves to production while one of its services has an incident. */
export default createBackendModule({
  pluginId: 'gitops',
  moduleId: 'incidents',
  register({ registerInit }) {
    registerInit({
      deps: {
        config: coreServices.rootConfig,
        policies: gitopsPoliciesExtensionPoint,
      },
      async init({ config, policies }) {
        const url = config.getString('incidents.url');
        const policy = 'no-open-incident';
        policies.addPolicy({
          name: policy,
          async evaluate({ unit, services }, options) {
            if (unit.environment !== 'production') return [];
            const query = new URLSearchParams({ services: services.join() });
            const response = await fetch(`${url}?${query}`, {
              signal: options?.signal,
            });
            const titles = z.array(z.string()).parse(await response.json());
            return titles.map(title => ({
              policy,
              level: 'deny',
              message: `There is an open incident: ${title}`,
            }));
          },
        });
      },
    });
  },
});
