import {
  gitopsPoliciesExtensionPoint,
  Policy,
} from '@backstage-gitops/plugin-gitops-node';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createTestDatabases } from './__testUtils__/databases';
import incidents from './__testUtils__/examples/policyModule';
import { proposalPortals } from './__testUtils__/proposalPortals';
import { openConfiguredRenderer } from './live/openRenderer';

/** A module that adds a policy; `settings` say how loud it is. */
const adding = (
  policy: Policy,
  settings?: Parameters<typeof gitopsPoliciesExtensionPoint.T.addPolicy>[1],
) =>
  createBackendModule({
    pluginId: 'gitops',
    moduleId: 'acme-policies',
    register({ registerInit }) {
      registerInit({
        deps: { policies: gitopsPoliciesExtensionPoint },
        async init({ policies }) {
          policies.addPolicy(policy, settings);
        },
      });
    },
  });

const freeze = {
  type: 'freeze',
  name: 'always',
  level: 'warn',
  windows: [{ schedule: '* * * * *', duration: '1h' }],
};

describe.each(createTestDatabases().eachSupportedId())(
  'a policy of a module on %s',
  id => {
    const { start } = proposalPortals(id);

    it('refuses a proposal, beside the policies of the configuration', async () => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end(JSON.stringify(['carts are lost']));
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const portal = await start({
        features: [incidents],
        config: {
          gitops: { policies: [freeze] },
          incidents: { url: `http://127.0.0.1:${port}/open` },
        },
      });
      const request = await portal.promote();
      const plan = await portal.preview(request);
      const opened = await portal.post('/proposals', {
        request,
        revisions: plan.revisions,
      });
      server.close();
      server.closeAllConnections();
      const message = 'There is an open incident: carts are lost';
      expect(plan.policies).toMatchObject([
        { policy: 'always', level: 'warn' },
        { policy: 'no-open-incident', level: 'deny', message },
      ]);
      expect(plan.refused).toContain(message);
      expect([opened.status, opened.body.error.message]).toEqual([
        400,
        plan.refused,
      ]);
      expect(new Set(asked)).toEqual(new Set(['/open?services=cart']));
      expect(portal.forge.requests).toEqual([]);
    });

    it('refuses where it can not be asked', async () => {
      const portal = await start({
        features: [incidents],
        config: { incidents: { url: 'http://127.0.0.1:1/open' } },
      });
      const { policies, refused } = await portal.preview(
        await portal.promote(),
      );
      expect(policies).toEqual([
        {
          policy: 'no-open-incident',
          level: 'deny',
          message: "The policy can't be evaluated: fetch failed",
        },
      ]);
      expect(refused).toContain('no-open-incident');
    });

    it('judges what clusters would get, and warns of where it is declared', async () => {
      const pinned: Policy = {
        name: 'pinned',
        evaluate: async ({ resources }) =>
          resources.map(({ kind }) => ({
            policy: 'pinned',
            level: 'deny',
            resource: 'apps/Deployment/_/cart',
            message: `${kind} has no digest`,
          })),
      };
      const portal = await start({
        features: [adding(pinned, { level: 'warn' })],
        openRenderer: openConfiguredRenderer,
      });
      const plan = await portal.preview(await portal.promote());
      expect(plan.refused).toBeUndefined();
      expect(plan.policies).toMatchObject([
        {
          level: 'warn',
          message: 'Deployment has no digest',
          file: 'cart/production/deployment.yaml',
          line: 3,
        },
      ]);
    });

    it('has the module fail whose name for it is taken', async () => {
      const policy = { name: 'always', evaluate: async () => [] };
      await expect(
        start({
          features: [adding(policy)],
          config: { gitops: { policies: [freeze] } },
        }),
      ).rejects.toThrow(
        /Module 'acme-policies' .*There is a policy 'always' already/,
      );
    });
  },
);
