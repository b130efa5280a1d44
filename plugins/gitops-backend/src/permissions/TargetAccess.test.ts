import {
  fleetResponseSchema,
  gitopsTargetReadPermission,
  historyResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { answer, cartTargets, testPortals } from '../__testUtils__/portals';
import { TestPolicy } from '../__testUtils__/startGitops';
import {
  createGitopsTargetConditionalDecision,
  gitopsTargetConditions,
} from './rules';

describe.each(createTestDatabases().eachSupportedId())(
  'permissions on %s',
  id => {
    const { start, startAndRead } = testPortals(id);

    const routes = [
      '/repositories',
      '/repositories/platform/diagnostics',
      '/entities/component/default/cart/targets',
      '/entities/component/default/cart/history',
      '/targets',
      '/targets/cart-staging',
      '/targets/cart-staging/history',
      '/targets/cart-staging/resources',
      '/targets/cart-staging/drift',
      '/targets/cart-staging/manifest?kind=Deployment&name=cart',
      '/clusters',
    ];

    const stagingOnly: PolicyDecision = createGitopsTargetConditionalDecision(
      gitopsTargetReadPermission,
      gitopsTargetConditions.inEnvironment({ environments: ['staging'] }),
    );

    it('answers a denied person 403 on every route', async () => {
      const policy: TestPolicy = {
        decision: { result: AuthorizeResult.DENY },
      };
      const portal = await startAndRead({ policy });
      for (const route of routes) {
        const { status, body } = await portal.get(route);
        expect([route, status, body.error.name]).toEqual([
          route,
          403,
          'NotAllowedError',
        ]);
      }
    });

    it('filters rows, counts and facets by the conditions', async () => {
      const policy: TestPolicy = { decision: stagingOnly };
      const portal = await startAndRead({ policy });
      const fleet = await answer(fleetResponseSchema, portal.get('/targets'));
      expect(fleet).toMatchObject({
        items: [{ environment: 'staging' }],
        total: 1,
        counts: { services: 1, behind: 0, differs: 0 },
        facets: { environments: ['staging'] },
      });
      const { targets } = await cartTargets(portal);
      expect(targets.map(({ environment }) => environment)).toEqual([
        'staging',
      ]);
      const { items } = await answer(
        historyResponseSchema,
        portal.get('/entities/component/default/cart/history'),
      );
      expect(new Set(items.map(({ environment }) => environment))).toEqual(
        new Set(['staging']),
      );
      expect((await portal.get('/targets/cart-staging')).status).toBe(200);
      expect((await portal.get('/targets/cart-production')).status).toBe(404);
      expect(
        (await portal.get('/targets/cart-production/history')).status,
      ).toBe(404);
    });

    it('shows the health of repositories, but none of their files', async () => {
      const policy: TestPolicy = { decision: stagingOnly };
      const portal = await startAndRead({ policy });
      expect((await portal.get('/repositories')).status).toBe(200);
      const { status, body } = await portal.get(
        '/repositories/platform/diagnostics',
      );
      expect([status, body.error.name]).toEqual([403, 'NotAllowedError']);
    });

    it('goes by the owner that the catalog tells', async () => {
      const owned = (claim: string): PolicyDecision =>
        createGitopsTargetConditionalDecision(
          gitopsTargetReadPermission,
          gitopsTargetConditions.isEntityOwner({ claims: [claim] }),
        );
      const policy: TestPolicy = { decision: owned('group:default/shop') };
      const portal = await startAndRead({ policy });
      expect((await cartTargets(portal)).targets).toHaveLength(3);
      policy.decision = owned('group:default/others');
      expect((await cartTargets(portal)).targets).toHaveLength(0);
    });

    it('tells policies what conditions there are', async () => {
      const portal = await start();
      const { body } = await portal.get(
        '/.well-known/backstage/permissions/metadata',
      );
      expect(body.permissions).toEqual(
        expect.arrayContaining(
          ['target.read', 'manifest.read', 'target.sync'].map(name =>
            expect.objectContaining({ name: `gitops.${name}` }),
          ),
        ),
      );
      expect(body.rules.map(({ name }: { name: string }) => name)).toEqual([
        'HAS_ENTITY',
        'IS_ENTITY_OWNER',
        'IN_ENVIRONMENT',
      ]);
    });
  },
);
