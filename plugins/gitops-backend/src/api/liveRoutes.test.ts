import {
  gitopsManifestReadPermission,
  gitopsTargetReadPermission,
  gitopsTargetSyncPermission,
  syncResponseSchema,
  targetDriftResponseSchema,
  targetManifestResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { ServiceUnavailableError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createGitopsTargetConditionalDecision,
  gitopsTargetConditions,
} from '../permissions/rules';
import { createTestDatabases } from '../__testUtils__/databases';
import {
  declaredTarget,
  DeclaredRepository,
} from '../__testUtils__/DeclaredRepository';
import {
  MemoryCluster,
  observed,
  observedResource,
} from '../__testUtils__/MemoryCluster';
import { answer, testPortals, until } from '../__testUtils__/portals';
import { TestPolicy } from '../__testUtils__/startGitops';

const configMap = (data: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'cart', namespace: 'shop' },
  data,
});

const deny = { result: AuthorizeResult.DENY } as const;

describe.each(createTestDatabases().eachSupportedId())(
  'what runs, over HTTP, on %s',
  id => {
    const { startAndRead } = testPortals(id);

    /** One unit of two targets, with a resource of each and one of both. */
    async function startShop(
      policy: TestPolicy = { decision: { result: AuthorizeResult.ALLOW } },
    ) {
      const platform = new DeclaredRepository();
      platform.declare([
        declaredTarget('cart', { unit: 'shop', environment: 'staging' }),
        declaredTarget('pay', { unit: 'shop', service: 'pay' }),
      ]);
      platform.discovery = {
        ...platform.discovery,
        units: platform.discovery.units.slice(0, 1),
      };
      const cluster = new MemoryCluster('all', {
        environments: ['staging', 'production'],
      });
      const portal = await startAndRead({
        repositories: { platform },
        clusters: [cluster],
        policy,
        openRenderer:
          async () =>
          async ({ unit, ref = '' }) => ({
            unit,
            revision: ref,
            namespace: 'shop',
            resources: [
              {
                resource: configMap({ a: 'declared', password: 'hunter2' }),
                origin: () => undefined,
              },
            ],
            indeterminate: [],
            diagnostics: [],
          }),
      });
      const of = (name: string, targets: string[]) =>
        observedResource(name, {
          group: '',
          kind: 'ConfigMap',
          status: 'drifted',
          targets,
          differences: [
            { field: `data.${name}`, class: 'changed', declared: 1, live: 2 },
          ],
        });
      cluster.objects.set(
        'ConfigMap/cart',
        configMap({ a: 'live', password: 'hunter3' }),
      );
      cluster.tell(
        observed('shop', {
          resources: [
            of('cart', ['cart']),
            of('pay', ['pay']),
            of('all', []),
            of('both', ['cart', 'pay']),
          ],
        }),
      );
      portal.watch('all');
      await until(async () => portal.signalled().includes('cart'));
      return { portal, cluster, platform };
    }

    const only = (permission: 'read' | 'manifest' | 'sync') =>
      createGitopsTargetConditionalDecision(
        {
          read: gitopsTargetReadPermission,
          manifest: gitopsManifestReadPermission,
          sync: gitopsTargetSyncPermission,
        }[permission],
        gitopsTargetConditions.inEnvironment({ environments: ['staging'] }),
      );

    const manifestOf = (name: string) =>
      `/targets/cart/manifest?kind=ConfigMap&namespace=shop&name=${name}`;

    it('shows resources of the target, not of others in its unit', async () => {
      const { portal } = await startShop();
      const { resources, total } = await answer(
        targetDriftResponseSchema,
        portal.get('/targets/cart/drift'),
      );
      expect(resources.map(({ name }) => name)).toEqual([
        'all',
        'both',
        'cart',
      ]);
      expect(total).toBe(3);
      expect((await portal.get(manifestOf('pay'))).status).toBe(404);
      expect((await portal.get(manifestOf('other'))).status).toBe(404);
    });

    it('shows a manifest on both sides with secrets masked', async () => {
      const { portal, cluster } = await startShop();
      const { declared, live, status } = await answer(
        targetManifestResponseSchema,
        portal.get(manifestOf('cart')),
      );
      expect(status).toBe('drifted');
      expect(declared).toContain('a: declared');
      expect(live).toContain('a: live');
      expect(declared).toMatch(/password: "?\*\*\*/);
      expect(`${declared}${live}`).not.toContain('hunter');
      cluster.failure = new ServiceUnavailableError('away');
      expect((await portal.get(manifestOf('cart'))).status).toBe(503);
    });

    it('needs a permission of its own for values', async () => {
      const { portal } = await startShop({
        decision: { result: AuthorizeResult.ALLOW },
        decisions: { [gitopsManifestReadPermission.name]: deny },
      });
      for (const path of ['/targets/cart/drift', manifestOf('cart')]) {
        const { status, body } = await portal.get(path);
        expect([path, status, body.error.name]).toEqual([
          path,
          403,
          'NotAllowedError',
        ]);
      }
      const { status, text } = await portal.get('/targets/cart/resources');
      expect(status).toBe(200);
      expect(text).not.toContain('data.cart');
    });

    it('follows conditions on that permission', async () => {
      const { portal } = await startShop({
        decision: { result: AuthorizeResult.ALLOW },
        decisions: { [gitopsManifestReadPermission.name]: only('manifest') },
      });
      expect((await portal.get('/targets/cart/drift')).status).toBe(200);
      expect((await portal.get('/targets/pay/drift')).status).toBe(403);
    });

    it('syncs a unit, and writes down who asked', async () => {
      const { portal, cluster, platform } = await startShop();
      cluster.syncAnswer = {
        revision: platform.revisions.main,
        dryRun: false,
        steps: [
          {
            group: '',
            kind: 'ConfigMap',
            name: 'cart',
            action: 'update',
            outcome: 'done',
          },
        ],
      };
      const response = await answer(
        syncResponseSchema,
        portal.post('/targets/cart/sync', {
          prune: true,
          confirm: ['Namespace/old'],
        }),
      );
      expect(response.steps).toMatchObject([{ outcome: 'done' }]);
      expect(cluster.synced).toMatchObject([
        {
          unit: { unit: { id: 'shop' }, revision: platform.revisions.main },
          options: { prune: true, dryRun: false, confirm: ['Namespace/old'] },
        },
      ]);
      expect(portal.audits()).toEqual([
        {
          eventId: 'target-sync',
          status: 'succeeded',
          person: { type: 'user', userEntityRef: 'user:default/mock' },
          meta: {
            target: 'cart',
            unit: 'shop',
            environment: 'staging',
            cluster: 'all',
            revision: platform.revisions.main,
            prune: true,
            dryRun: false,
            confirm: ['Namespace/old'],
            steps: 1,
            failed: 0,
          },
        },
      ]);
    });

    it('writes down what failed, in part or as a whole', async () => {
      const { portal, cluster } = await startShop();
      cluster.syncAnswer = {
        revision: 'r',
        dryRun: false,
        steps: [
          {
            group: '',
            kind: 'ConfigMap',
            name: 'cart',
            action: 'update',
            outcome: 'failed',
            message: 'immutable',
          },
        ],
      };
      expect((await portal.post('/targets/cart/sync')).status).toBe(200);
      cluster.syncFailure = new ServiceUnavailableError('away');
      expect((await portal.post('/targets/cart/sync')).status).toBe(503);
      expect(portal.audits()).toMatchObject([
        { status: 'failed', error: expect.stringContaining('1 of 1') },
        { status: 'failed', error: 'away' },
      ]);
    });

    it('refuses politely to apply to a cluster that is only observed', async () => {
      const { portal, cluster } = await startShop();
      cluster.mode = 'observe';
      const { status, body } = await portal.post('/targets/cart/sync');
      expect([status, body.error.message]).toEqual([
        409,
        expect.stringContaining('only observed'),
      ]);
      expect(cluster.synced).toEqual([]);
      const plan = await portal.post('/targets/cart/sync', { dryRun: true });
      expect(plan.status).toBe(200);
    });

    it('refuses who may not sync, and writes that down too', async () => {
      const { portal, cluster } = await startShop({
        decision: { result: AuthorizeResult.ALLOW },
        decisions: { [gitopsTargetSyncPermission.name]: deny },
      });
      expect((await portal.post('/targets/cart/sync')).status).toBe(403);
      expect(cluster.synced).toEqual([]);
      expect(portal.audits()).toMatchObject([
        { status: 'failed', meta: { target: 'cart' } },
      ]);
    });

    it('lets one sync the own resources of a unit shared with others', async () => {
      const { portal, cluster } = await startShop({
        decision: { result: AuthorizeResult.ALLOW },
        decisions: { [gitopsTargetSyncPermission.name]: only('sync') },
      });
      const named = (name: string) => ({
        resources: [{ kind: 'ConfigMap', namespace: 'shop', name }],
      });
      const statusOf = async (body: object) =>
        (await portal.post('/targets/cart/sync', body)).status;
      expect(await statusOf({})).toBe(403);
      expect(await statusOf(named('pay'))).toBe(404);
      expect(await statusOf(named('all'))).toBe(404);
      expect(await statusOf(named('both'))).toBe(404);
      expect(await statusOf(named('cart'))).toBe(200);
      expect(cluster.synced).toMatchObject([
        { options: { resources: [{ group: '', name: 'cart' }] } },
      ]);
      expect((await portal.post('/targets/pay/sync')).status).toBe(403);
    });

    it.each([
      { prune: 'yes' },
      { resources: [], prune: true },
      { resources: [{ name: 'cart' }] },
      { confirm: 'Namespace/x' },
    ])('refuses the body %j', async body => {
      const { portal, cluster } = await startShop();
      const { status } = await portal.post('/targets/cart/sync', body);
      expect(status).toBe(400);
      expect(cluster.synced).toEqual([]);
    });
  },
);
