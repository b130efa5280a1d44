import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { declareUnits } from '../__testUtils__/declareUnits';
import { observed, observedTarget } from '../__testUtils__/MemoryCluster';
import { FleetReader } from './FleetReader';
import { applyMigrations, migrationsDirectory } from './migrations';
import { ObservationStore } from './ObservationStore';

const all = { scope: 'all' } as const;
const nothingStale = { clusters: [], instances: [] };

describe.each(createTestDatabases().eachSupportedId())(
  'migrations on %s',
  id => {
    const databases = createTestDatabases();

    /** As a version has it that knows none from `file` on. */
    async function databaseBefore(file: string): Promise<Knex> {
      const knex = await databases.init(id);
      const next = async () => {
        const [, pending] = await knex.migrate.list({
          directory: migrationsDirectory,
        });
        return pending[0]?.file;
      };
      while ((await next()) !== file) {
        await knex.migrate.up({ directory: migrationsDirectory });
      }
      return knex;
    }

    /** What that version has seen of a unit and its target. */
    async function sawBefore(
      knex: Knex,
      unit: string,
      look: { engine: string; instance?: string; rank: number; health: string },
    ) {
      await knex('observations').insert({
        ...{ unit_id: unit, cluster: 'eu-1', digest: 'd', observed_at: 1_000 },
        ...{ engine: look.engine, instance: look.instance ?? null },
        comparison: 'readOnly',
      });
      const drift = { fields: 0, resources: 0, missing: 0, orphaned: 0 };
      await knex('targets')
        .where({ unit_id: unit })
        .update({
          live: JSON.stringify({
            ...{ sync: { state: 'synced' }, health: { state: look.health } },
            ...{ artifacts: [], drift: { ...drift, indeterminate: 0 } },
          }),
          ...{ live_cluster: 'eu-1', live_sync: 'synced' },
          state_rank: look.rank,
        });
    }

    async function fleetOf(knex: Knex) {
      const fleet = new FleetReader(knex);
      const rows = await fleet.page(
        { filter: {}, sort: 'state', order: 'desc', limit: 9 },
        all,
      );
      const { unhealthy, stuck } = await fleet.counts({}, nothingStale, all);
      const { engines } = await fleet.facets(all);
      return {
        ...{ unhealthy, stuck, engines },
        ranks: rows.map(row => [row.id, row.state_rank, row.live_stuck]),
      };
    }

    async function databaseWithLooks(): Promise<Knex> {
      const knex = await databaseBefore('20261130_stuck.js');
      await declareUnits(knex, ['away', 'bad', 'fine', 'new']);
      const argoCd = { engine: 'argocd', instance: 'eu' };
      await sawBefore(knex, 'bad', { ...argoCd, rank: 6, health: 'degraded' });
      await sawBefore(knex, 'fine', { ...argoCd, rank: 1, health: 'healthy' });
      await sawBefore(knex, 'away', {
        ...{ engine: 'builtin', rank: 6, health: 'missing' },
      });
      return knex;
    }

    it('tell which engine brings what was seen before, and keep what is unhealthy so', async () => {
      const knex = await databaseWithLooks();

      await applyMigrations(knex);

      expect(await fleetOf(knex)).toEqual({
        ...{ unhealthy: 2, stuck: 2 },
        engines: [
          { kind: 'argocd', instance: 'eu' },
          { kind: 'builtin', instance: undefined },
        ],
        ranks: expect.arrayContaining([
          ['bad', 7, ''],
          ['away', 7, ''],
          ['new', 3, ''],
          ['fine', 1, ''],
        ]),
      });
      await knex.migrate.down({ directory: migrationsDirectory });
      expect(await knex('targets').max('state_rank as rank')).toEqual([
        { rank: 6 },
      ]);
    });

    it('are made good for by the next look, where a replica of before still wrote', async () => {
      const knex = await databaseWithLooks();
      await applyMigrations(knex);
      const store = new ObservationStore(knex);
      const look = observed('away', {
        health: { state: 'missing' },
        targets: [observedTarget('away', { health: { state: 'missing' } })],
      });
      await store.write(look);
      await knex('targets').where({ id: 'away' }).update({ state_rank: 6 });

      expect(await store.write(look)).toEqual(['away']);

      expect((await fleetOf(knex)).unhealthy).toBe(2);
    });
  },
);

const servers = createTestDatabases()
  .eachSupportedId()
  .filter(([id]) => id !== 'SQLITE_3');
const onServers = servers.length > 0 ? describe.each(servers) : undefined;

onServers?.('replicas that start together on %s', id => {
  const databases = createTestDatabases();

  it('wait for one another with the schema', async () => {
    const knex = await databases.init(id);

    await Promise.all([knex, knex, knex].map(applyMigrations));

    expect(await knex.schema.hasTable('rollouts')).toBe(true);
    expect(await knex('knex_migrations_lock').pluck('is_locked')).toEqual([0]);
  });
});
