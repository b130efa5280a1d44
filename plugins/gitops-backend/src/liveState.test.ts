import {
  clustersResponseSchema,
  entityTargetsResponseSchema,
  fleetResponseSchema,
  targetDriftResponseSchema,
  targetResourcesResponseSchema,
  targetStateSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { ServiceUnavailableError } from '@backstage/errors';
import { createTestDatabases } from './__testUtils__/databases';
import {
  declaredArtifact,
  declaredTarget,
} from './__testUtils__/DeclaredRepository';
import {
  MemoryCluster,
  observed,
  observedResource,
  observedTarget,
} from './__testUtils__/MemoryCluster';
import {
  answer,
  cartRepository,
  cartTargets,
  testPortals,
  until,
} from './__testUtils__/portals';
import { TestPortal, TestPortalOptions } from './__testUtils__/startGitops';

const scaled = observedResource('cart', {
  status: 'drifted',
  targets: ['cart-production'],
  differences: [
    {
      field: 'spec.replicas',
      class: 'changed',
      declared: 2,
      live: 5,
      origin: { file: 'apps/kustomization.yaml', line: 3 },
      lastWrite: {
        manager: 'kubectl-edit',
        operation: 'Update',
        time: '2026-01-02T02:50:00Z',
      },
    },
  ],
});

const drifted = observed('cart-production', {
  sync: { state: 'outOfSync' },
  resources: [scaled],
  targets: [
    observedTarget('cart-production', {
      sync: { state: 'outOfSync' },
      artifacts: [
        {
          kind: 'image',
          name: 'registry.acme.example/cart',
          version: 'v0',
          pods: 5,
          ready: 5,
        },
      ],
    }),
  ],
});

describe.each(createTestDatabases().eachSupportedId())(
  'live state on %s',
  id => {
    const { databases, startAndRead } = testPortals(id);

    /** Watches `eu-1` of production, and `dev` of development. */
    async function startWatching(
      more: Partial<TestPortalOptions> & { production?: MemoryCluster } = {},
    ) {
      const production = more.production ?? new MemoryCluster('eu-1');
      const development = new MemoryCluster('dev', {
        environments: ['development'],
        mode: 'auto',
      });
      const portal = await startAndRead({
        clusters: [production, development],
        ...more,
      });
      const sessions = ['eu-1', 'dev'].map(name => portal.watch(name));
      return { portal, production, development, sessions };
    }

    const production = async (portal: TestPortal) =>
      (await answer(targetStateSchema, portal.get('/targets/cart-production')))
        .live;

    const seen = (portal: TestPortal) =>
      until(
        async () => (await production(portal))?.state === 'observed',
        () => production(portal),
      );

    it('is not known of what was declared only since the last look', async () => {
      const knex = await databases.init(id);
      const { portal, production: cluster } = await startWatching({ knex });
      await until(async () => cluster.asked.length > 0);
      const unit = cluster.asked[0].find(each =>
        each.targets.some(target => target.id === 'cart-production'),
      );
      const targets = [observedTarget('cart-production')];
      const { revision } = unit ?? {};
      cluster.tell(observed('cart-production', { revision, targets }));
      await seen(portal);
      const sync = async () => {
        const live = await production(portal);
        return live?.state === 'observed' ? live.sync : undefined;
      };
      expect(await sync()).toEqual({ state: 'synced' });

      // As another replica writes it when it reads the repository.
      const moved = { id: 'cart-production' };
      const row = await knex('targets').where(moved).first();
      await knex('targets')
        .where(moved)
        .update({ artifacts: row.artifacts.replaceAll('v1', 'v9') });

      expect(await sync()).toEqual({
        state: 'unknown',
        reason: expect.stringContaining('not looked at since'),
      });
    });

    it('is told with each target, field by field and since when', async () => {
      const { portal, production: cluster } = await startWatching();
      cluster.tell(drifted);
      await seen(portal);

      expect(await production(portal)).toMatchObject({
        state: 'observed',
        cluster: 'eu-1',
        engine: 'builtin',
        mode: 'manual',
        sync: { state: 'outOfSync' },
        health: { state: 'healthy' },
        artifacts: [{ version: 'v0', pods: 5 }],
        behind: { running: ['v0'], since: drifted.observedAt },
        drift: {
          fields: 1,
          resources: 1,
          missing: 0,
          orphaned: 0,
          indeterminate: 0,
          since: drifted.observedAt,
          by: 'kubectl-edit',
        },
      });
      expect(
        await answer(
          targetResourcesResponseSchema,
          portal.get('/targets/cart-production/resources'),
        ),
      ).toMatchObject({
        live: { state: 'observed' },
        resources: [
          {
            kind: 'Deployment',
            name: 'cart',
            status: 'drifted',
            differences: 1,
            since: drifted.observedAt,
          },
        ],
      });
      const drift = await answer(
        targetDriftResponseSchema,
        portal.get('/targets/cart-production/drift'),
      );
      expect(drift).toMatchObject({
        comparison: 'readOnly',
        total: 1,
        resources: [
          {
            differences: [
              {
                field: 'spec.replicas',
                declared: 2,
                live: 5,
                lastWrite: { manager: 'kubectl-edit' },
                since: drifted.observedAt,
              },
            ],
          },
        ],
        links: {
          'apps/kustomization.yaml': expect.stringContaining(
            '/apps/kustomization.yaml',
          ),
        },
      });
      await until(async () => portal.signalled().includes('cart-production'));
    });

    it('says why nothing was seen of a target', async () => {
      const { portal } = await startWatching();
      const { targets, clusters } = await cartTargets(portal);
      expect(targets.map(({ live }) => live)).toEqual([
        {
          state: 'unobserved',
          cluster: 'dev',
          reason: expect.stringContaining('yet'),
        },
        {
          state: 'unobserved',
          reason: expect.stringContaining("environment 'staging'"),
        },
        {
          state: 'unobserved',
          cluster: 'eu-1',
          reason: expect.stringContaining('yet'),
        },
      ]);
      expect(clusters?.map(({ name }) => name)).toEqual(['eu-1', 'dev']);
    });

    it('is absent where the portal knows no cluster', async () => {
      const portal = await startAndRead();
      expect(await production(portal)).toBeUndefined();
      const { clusters } = await answer(
        entityTargetsResponseSchema,
        portal.get('/entities/component/default/cart/targets'),
      );
      expect(clusters).toBeUndefined();
      const { counts } = await answer(
        fleetResponseSchema,
        portal.get('/targets'),
      );
      expect(counts).not.toHaveProperty('drifted');
    });

    it('stands as it was last seen when the cluster is away, and says so', async () => {
      const { portal, production: cluster, sessions } = await startWatching();
      cluster.tell(drifted);
      await seen(portal);
      cluster.failure = new ServiceUnavailableError(
        'https://robot:hunter2@eu-1.acme.example is away',
      );
      cluster.wake();
      await sessions[0];
      const live = await production(portal);
      expect(live).toMatchObject({
        state: 'observed',
        drift: { fields: 1, since: drifted.observedAt },
        stale: {
          reason: 'https://eu-1.acme.example is away',
          since: expect.any(String),
        },
      });
      const { items } = await answer(
        clustersResponseSchema,
        portal.get('/clusters'),
      );
      expect(items).toMatchObject([
        { name: 'eu-1', state: 'failed', units: 1, version: 'v1.34.1' },
        { name: 'dev', state: expect.any(String), mode: 'auto' },
      ]);
      expect(portal.logged()).not.toContain('hunter2');
      const unknown = await answer(
        fleetResponseSchema,
        portal.get('/targets?state=unknown'),
      );
      expect(unknown.items.map(target => target.id)).toContain(
        'cart-production',
      );

      cluster.failure = undefined;
      portal.watch('eu-1');
      await until(async () => {
        const now = await production(portal);
        return now?.state === 'observed' && !now.stale;
      });
      expect(await production(portal)).toMatchObject({
        drift: { since: drifted.observedAt },
      });
    });

    it('was last seen when its cluster was, though nothing has changed', async () => {
      const { portal, production: cluster, sessions } = await startWatching();
      const told = new Date();
      cluster.tell({ ...drifted, observedAt: told.toISOString() });
      await seen(portal);
      const seenAt = async () => {
        const live = await production(portal);
        return live?.state === 'observed' ? Date.parse(live.observedAt) : 0;
      };
      await until(async () => (await seenAt()) > told.getTime() + 20);
      cluster.failure = new ServiceUnavailableError('away');
      cluster.wake();
      await sessions[0];
      const last = await seenAt();
      await portal.watch('eu-1');
      expect(await seenAt()).toBe(last);
      expect(last).toBeGreaterThan(told.getTime() + 20);
    });

    it('of one cluster goes on while another hangs', async () => {
      const {
        portal,
        production: cluster,
        development,
        sessions,
      } = await startWatching({ times: { probe: 20 } });
      development.isHanging = true;
      cluster.tell(drifted);
      await seen(portal);
      await sessions[1];
      const clusters = async () =>
        (await answer(clustersResponseSchema, portal.get('/clusters'))).items;
      // That it is well is written after what was seen of it.
      await until(async () => (await clusters())[0].skewSeconds !== undefined);
      expect(await clusters()).toMatchObject([
        { name: 'eu-1', state: 'ready', skewSeconds: 2.5 },
        { name: 'dev', state: 'failed', reason: expect.any(String) },
      ]);
    });

    it('is asked for anew when a repository declares something else', async () => {
      const platform = cartRepository();
      const { portal, production: cluster } = await startWatching({
        repositories: { platform },
      });
      await until(async () => cluster.asked.length > 0);
      expect(cluster.asked[0]).toMatchObject([
        {
          unit: { id: 'cart-production' },
          targets: [{ id: 'cart-production' }],
          revision: platform.revisions.main,
        },
      ]);
      platform.declare([
        declaredTarget('cart-production', {
          cluster: 'eu-1',
          artifacts: [declaredArtifact('v2')],
        }),
      ]);
      await portal.read('platform');
      await until(async () => cluster.asked.length > 1);
      expect(cluster.asked[1]).toMatchObject([
        { targets: [{ artifacts: [{ version: 'v2' }] }] },
      ]);
    });

    it('of a unit that can not be rendered is indeterminate, alone', async () => {
      const { production: cluster, development } = await startWatching({
        openRenderer:
          async () =>
          async ({ unit, ref = '' }) => {
            if (unit === 'cart-production') throw new Error('no such base');
            return {
              unit,
              revision: ref,
              resources: [],
              indeterminate: [],
              diagnostics: [],
            };
          },
      });
      await until(
        async () => cluster.asked.length > 0 && development.asked.length > 0,
      );
      expect(cluster.asked[0]).toMatchObject([
        { indeterminate: [expect.stringContaining('no such base')] },
      ]);
      expect(development.asked[0]).toMatchObject([{ indeterminate: [] }]);
    });

    it('is watched by one replica, and taken over when that is gone', async () => {
      const knex = await databases.init(id);
      const first = await startWatching({ knex });
      first.production.tell(drifted);
      await seen(first.portal);
      const second = await startWatching({ knex });
      await second.portal.watch('eu-1');
      expect(second.production.sessions).toBe(0);
      expect(await production(second.portal)).toMatchObject({
        state: 'observed',
      });

      await first.portal.stop();
      await until(async () => {
        second.portal.watch('eu-1');
        return second.production.sessions > 0;
      });
    });

    it('of a replica that died is taken over when its claim has run out', async () => {
      const knex = await databases.init(id);
      const first = await startWatching({ knex, times: { claim: -1 } });
      await until(async () => first.production.sessions > 0);
      const second = await startWatching({ knex });
      await until(async () => {
        second.portal.watch('eu-1');
        return second.production.sessions > 0;
      });
      await first.sessions[0];
      expect(first.portal.logged()).toContain('Another replica took over');
    });

    it('is not written by one whose claim has run out', async () => {
      const knex = await databases.init(id);
      const cluster = new MemoryCluster('eu-1');
      cluster.tell(drifted);
      const { portal, sessions } = await startWatching({
        ...{ knex, production: cluster, times: { claim: -1 } },
      });
      await sessions[0];

      expect(portal.logged()).toContain('The claim has run out');
      expect(await knex('observations').pluck('unit_id')).toEqual([]);
    });

    it('filters, sorts and counts the fleet', async () => {
      const {
        portal,
        production: cluster,
        development,
      } = await startWatching();
      cluster.tell(drifted);
      development.tell(
        observed('cart-development', {
          targets: [
            observedTarget('cart-development', {
              health: { state: 'degraded', message: 'CrashLoopBackOff' },
            }),
          ],
        }),
      );
      const fleet = async (query: string) =>
        answer(fleetResponseSchema, portal.get(`/targets?${query}`));
      await until(async () => {
        const { counts } = await fleet('');
        return counts?.drifted === 1 && counts.unhealthy === 1;
      });
      const ids = async (query: string) =>
        (await fleet(query)).items.map(target => target.id);
      expect(await ids('state=drifted')).toEqual(['cart-production']);
      expect(await ids('state=outOfSync')).toEqual(['cart-production']);
      expect(await ids('state=unhealthy')).toEqual(['cart-development']);
      expect(await ids('state=unknown')).toEqual(['cart-staging']);
      expect(await ids('state=fine')).toEqual([]);
      expect(await ids('sort=state&order=desc')).toEqual([
        'cart-development',
        'cart-production',
        'cart-staging',
      ]);
      const page = await fleet('sort=drift&order=desc&limit=1');
      expect(page.items).toMatchObject([
        { id: 'cart-production', live: { drift: { fields: 1 } } },
      ]);
      const next = await fleet(
        `sort=drift&order=desc&limit=1&cursor=${page.nextCursor}`,
      );
      expect(next.items[0].id).not.toBe('cart-production');
    });

    it('is forgotten with a cluster that is configured no more', async () => {
      const knex = await databases.init(id);
      const { portal, production: cluster } = await startWatching({ knex });
      cluster.tell(drifted);
      await seen(portal);
      await portal.stop();
      expect(cluster.closed).toBe(true);
      const without = await startAndRead({ knex });
      expect(await production(without)).toBeUndefined();
      for (const table of [
        'clusters',
        'observations',
        'resource_observations',
        'drifts',
      ]) {
        expect([table, await knex(table)]).toEqual([table, []]);
      }
    });
  },
);
