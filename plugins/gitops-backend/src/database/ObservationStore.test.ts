import { DiscoveredTarget } from '@backstage-gitops/plugin-gitops-node';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import {
  createTestDatabases,
  explain,
  migratedDatabase,
  writesDuring,
} from '../__testUtils__/databases';
import {
  declaredTarget,
  declaredUnit,
  threeStages,
} from '../__testUtils__/DeclaredRepository';
import {
  observed,
  observedResource,
  observedTarget,
} from '../__testUtils__/MemoryCluster';
import { ClusterStore } from './ClusterStore';
import { factRows } from './factRows';
import { FactsStore } from './FactsStore';
import { FleetReader } from './FleetReader';
import { ObservationStore } from './ObservationStore';
import { RepositoryStore } from './RepositoryStore';
import { FleetFilter } from './targetConditions';

const minute = (number: number) =>
  new Date(Date.UTC(2026, 0, 2, 3, number)).toISOString();

const isoOf = (time: string | number) => new Date(Number(time)).toISOString();

/** A Deployment whose replicas were scaled by hand. */
const scaled = (by = 'kubectl-edit', live: unknown = 5) =>
  observedResource('cart', {
    status: 'drifted',
    differences: [
      {
        field: 'spec.replicas',
        class: 'changed',
        declared: 2,
        live,
        lastWrite: { manager: by, operation: 'Update' },
      },
    ],
  });

const seen = (
  at: number,
  resources: UnitObservation['resources'],
  more: Partial<UnitObservation> = {},
) => observed('cart', { observedAt: minute(at), resources, ...more });

describe.each(createTestDatabases().eachSupportedId())(
  'ObservationStore on %s',
  id => {
    const databases = createTestDatabases();

    async function open(targets = [declaredTarget('cart')]) {
      const knex = await migratedDatabase(databases, id);
      await declare(knex, targets);
      return { knex, store: new ObservationStore(knex) };
    }

    async function declare(knex: Knex, targets: DiscoveredTarget[]) {
      await new RepositoryStore(knex).startAttempt('platform', new Date(0));
      const units = new Set(targets.map(({ unit }) => unit));
      await new FactsStore(knex).write(
        'platform',
        factRows('platform', {
          units: [...units].map(unit => declaredUnit(unit)),
          environments: threeStages,
          diagnostics: [],
          targets,
        }),
        { revisions: { main: 'a1' }, factsKey: '' },
      );
    }

    const drifts = async (knex: Knex) =>
      (await knex('drifts').orderBy('key').select('*')).map(row => ({
        unit: row.unit_id,
        field: row.field,
        class: row.class,
        by: row.last_write && JSON.parse(row.last_write).manager,
        first: isoOf(row.first_seen),
        resolved: row.resolved_at === null ? undefined : isoOf(row.resolved_at),
      }));

    const target = async (knex: Knex, name = 'cart') => {
      const row = await knex('targets').where({ id: name }).first();
      return {
        live: row.live && JSON.parse(row.live),
        drift: row.drift_count,
        since: row.drift_since && isoOf(row.drift_since),
        rank: row.state_rank,
        cluster: row.live_cluster,
      };
    };

    it('dates a drift when it is first seen, and keeps the date', async () => {
      const { knex, store } = await open();
      await store.write(seen(0, [observedResource('cart')]));
      expect(await drifts(knex)).toEqual([]);
      await store.write(seen(1, [scaled()]));
      await store.write(seen(2, [scaled('someone-else', 6)]));
      expect(await drifts(knex)).toEqual([
        {
          unit: 'cart',
          field: 'spec.replicas',
          class: 'changed',
          by: 'someone-else',
          first: minute(1),
          resolved: undefined,
        },
      ]);
      expect(await target(knex)).toMatchObject({ drift: 1, since: minute(1) });

      await store.write(seen(3, [observedResource('cart')]));
      await store.write(seen(4, [scaled()]));
      expect(await drifts(knex)).toMatchObject([
        { first: minute(1), resolved: minute(3) },
        { first: minute(4), resolved: undefined },
      ]);
      expect(await target(knex)).toMatchObject({ drift: 1, since: minute(4) });
    });

    it('resolves nothing by a look that could not tell', async () => {
      const { knex, store } = await open();
      await store.write(seen(1, [scaled()]));
      const unknown = { state: 'unknown', reason: 'no render' } as const;
      await store.write(seen(2, [], { sync: unknown }));
      await store.write(
        seen(3, [observedResource('cart', { status: 'indeterminate' })]),
      );
      expect(await drifts(knex)).toMatchObject([{ resolved: undefined }]);
      await store.write(seen(4, [scaled()]));
      expect(await target(knex)).toMatchObject({ since: minute(1) });
      await store.write(seen(5, []));
      expect(await drifts(knex)).toMatchObject([{ resolved: minute(5) }]);
    });

    it('keeps onsets while it is told that something differs, and not what', async () => {
      const { knex, store } = await open();
      await store.write(seen(1, [scaled()]));
      // As Argo CD tells it until its resources were asked for.
      const untold = observedResource('cart', { status: 'drifted' });
      await store.write(
        seen(2, [untold], {
          sync: { state: 'outOfSync', reason: '1 drifted' },
        }),
      );
      expect(await target(knex)).toMatchObject({ since: minute(1) });
      await store.write(seen(3, [scaled()]));
      expect(await drifts(knex)).toMatchObject([
        { first: minute(1), resolved: undefined },
      ]);
    });

    it('dates resources that are missing or orphaned', async () => {
      const { knex, store } = await open();
      await store.write(
        seen(1, [
          observedResource('cart', { status: 'missing' }),
          observedResource('old', { status: 'orphaned' }),
        ]),
      );
      expect(await drifts(knex)).toMatchObject([
        { field: '', class: 'missing', first: minute(1) },
        { field: '', class: 'orphaned', first: minute(1) },
      ]);
      expect(await target(knex)).toMatchObject({
        drift: 2,
        live: { drift: { missing: 1, orphaned: 1, fields: 0 } },
      });
    });

    it('writes only what changed', async () => {
      const { knex, store } = await open();
      const resources = [scaled(), observedResource('pay')];
      await store.write(seen(1, resources));
      const again = await writesDuring(knex, () =>
        store.write(seen(2, resources)),
      );
      expect(again).toHaveLength(1);
      expect(again[0]).toMatch(/update .observations. set .observed_at./);
      const other = await writesDuring(knex, () =>
        store.write(
          seen(3, [
            resources[0],
            observedResource('pay', { health: { state: 'degraded' } }),
          ]),
        ),
      );
      expect(other).toHaveLength(2);
      expect(other[0]).toMatch(/insert into .resource_observations./);
    });

    it('tells the targets that have news, and no others', async () => {
      const { store } = await open([
        declaredTarget('cart'),
        declaredTarget('pay', { unit: 'cart', service: 'pay' }),
      ]);
      const own = (name: string, state: 'healthy' | 'degraded') =>
        observedResource(name, { targets: [name], health: { state } });
      const resources = [own('cart', 'healthy'), own('pay', 'healthy')];
      const first = await store.write(seen(1, resources));
      expect([...first].sort()).toEqual(['cart', 'pay']);
      expect(await store.write(seen(2, resources))).toEqual([]);
      expect(
        await store.write(seen(3, [resources[0], own('pay', 'degraded')])),
      ).toEqual(['pay']);
    });

    it('keeps onsets when the declaration moves to another unit', async () => {
      const { knex, store } = await open();
      const own = { ...scaled(), targets: ['cart'] };
      const orphan = observedResource('old', { status: 'orphaned' });
      await store.write(seen(1, [own, orphan]));
      await declare(knex, [
        declaredTarget('basket/cart', { unit: 'basket', path: 'elsewhere' }),
      ]);
      expect(await target(knex, 'basket/cart')).toMatchObject({
        drift: 2,
        since: minute(1),
      });
      await store.write({
        ...seen(2, [{ ...own, targets: ['basket/cart'] }, orphan]),
        unit: 'basket',
      });
      expect(await drifts(knex)).toMatchObject([
        { unit: 'basket', field: 'spec.replicas', first: minute(1) },
        { unit: 'basket', class: 'orphaned', first: minute(1) },
      ]);
      expect(await knex('observations').pluck('unit_id')).toEqual(['basket']);
    });

    it('takes only a target along that leaves a unit of others', async () => {
      const { knex, store } = await open([
        declaredTarget('cart'),
        declaredTarget('pay', { unit: 'cart', service: 'pay' }),
      ]);
      const of = (name: string) => ({
        ...scaled(),
        name,
        targets: [name],
      });
      await store.write(seen(1, [of('cart'), of('pay')]));
      await declare(knex, [
        declaredTarget('cart'),
        declaredTarget('own/pay', { unit: 'own', service: 'pay' }),
      ]);
      const rows = await knex('drifts').orderBy('name').select('*');
      expect(rows.map(row => [row.name, row.unit_id])).toEqual([
        ['cart', 'cart'],
        ['pay', 'own'],
      ]);
    });

    it('forgets a unit that is declared no more', async () => {
      const { knex, store } = await open();
      await store.write(seen(1, [scaled()]));
      await declare(knex, [declaredTarget('pay', { service: 'pay' })]);
      for (const table of ['observations', 'resource_observations', 'drifts']) {
        expect([table, await knex(table)]).toEqual([table, []]);
      }
    });

    it('forgets what it saw of a unit on the cluster it has left', async () => {
      const { knex, store } = await open();
      await store.write(seen(1, [scaled()]));
      await store.write(seen(2, [scaled()], { cluster: 'us-1' }));
      expect(await drifts(knex)).toMatchObject([{ first: minute(2) }]);
      expect(await target(knex)).toMatchObject({ cluster: 'us-1' });
    });

    it('neither resolves nor dates anew while a cluster is away', async () => {
      const { knex, store } = await open();
      const clusters = new ClusterStore(knex);
      const claim = { name: 'eu-1', holder: 'a' };
      const at = new Date(minute(0));
      await clusters.claims.claim(claim, { at, until: at });
      await store.write(seen(1, [scaled()]));
      expect(await clusters.fail('eu-1', 'away', new Date(minute(2)))).toBe(
        true,
      );
      expect(await clusters.fail('eu-1', 'gone', new Date(minute(9)))).toBe(
        false,
      );
      const row = (await clusters.rows(['eu-1'])).get('eu-1');
      expect(row).toMatchObject({ state: 'failed', reason: 'gone' });
      expect(isoOf(row?.failed_at ?? 0)).toBe(minute(2));
      await store.write(seen(30, [scaled()]));
      expect(await drifts(knex)).toMatchObject([
        { first: minute(1), resolved: undefined },
      ]);
    });

    it('never stores the data of a Secret, whoever forgot to mask it', async () => {
      const { knex, store } = await open();
      await store.write(
        seen(1, [
          observedResource('cart', {
            kind: 'Secret',
            status: 'drifted',
            differences: [
              {
                field: 'data.password',
                class: 'changed',
                declared: '***12ab34cd',
                live: 'aHVudGVyMg==',
              },
              { field: 'data', class: 'missing', declared: { a: 'hunter2' } },
            ],
          }),
        ]),
      );
      const [row] = await knex('resource_observations');
      expect(row.differences).not.toMatch(/hunter2|aHVudGVyMg/);
      expect(row.differences).toContain('***12ab34cd');
    });

    it('prunes what was resolved long ago', async () => {
      const { knex, store } = await open();
      await store.write(seen(1, [scaled()]));
      await store.write(seen(2, []));
      await store.write(seen(3, [scaled()]));
      await store.prune(new Date(minute(2)));
      expect(await drifts(knex)).toHaveLength(2);
      await store.prune(new Date(minute(3)));
      expect(await drifts(knex)).toMatchObject([{ first: minute(3) }]);
    });

    it('gives each state its place in the fleet, by one indexed statement', async () => {
      const names = ['away', 'bad', 'drifting', 'fine', 'none', 'rolling'];
      const { knex, store } = await open(
        names.map(name => declaredTarget(name, { service: name })),
      );
      const tell = (
        name: string,
        more: Partial<UnitObservation>,
        own: Parameters<typeof observedTarget>[1] = {},
      ) =>
        store.write(
          observed(name, { targets: [observedTarget(name, own)], ...more }),
        );
      await tell('away', { cluster: 'us-1' });
      await tell('bad', {}, { health: { state: 'degraded' } });
      await tell('drifting', { resources: [scaled()] });
      await tell('fine', {});
      await tell('rolling', {}, { sync: { state: 'outOfSync' } });

      const fleet = new FleetReader(knex);
      const all = { scope: 'all' } as const;
      const read = (filter: FleetFilter, sort: 'state' | 'drift') =>
        fleet.pageQuery({ filter, sort, order: 'desc', limit: 50 }, all);
      const services = async (filter: FleetFilter) =>
        (await read(filter, 'state')).map(({ service }) => service);
      expect(await services({})).toEqual([
        'bad',
        'drifting',
        'rolling',
        'none',
        'fine',
        'away',
      ]);
      const stale = { clusters: ['us-1'], instances: [] };
      const expected = {
        drifted: ['drifting'],
        unhealthy: ['bad'],
        outOfSync: ['rolling'],
        unknown: ['none', 'away'],
        fine: ['fine'],
      } as const;
      for (const state of [
        'drifted',
        'unhealthy',
        'outOfSync',
        'unknown',
        'fine',
      ] as const) {
        expect([state, await services({ live: { state, stale } })]).toEqual([
          state,
          expected[state],
        ]);
      }
      expect(await fleet.counts({}, stale, all)).toMatchObject({
        drifted: 1,
        unhealthy: 1,
      });
      if (id !== 'SQLITE_3') return;
      expect(await explain(knex, read({}, 'drift'))).toContain(
        'targets_drift_idx',
      );
      expect(await explain(knex, read({}, 'state'))).toContain(
        'targets_state_idx',
      );
      expect(
        await explain(
          knex,
          read({ live: { state: 'unhealthy', stale } }, 'drift').clearOrder(),
        ),
      ).toContain('targets_state_idx');
    });
  },
);
