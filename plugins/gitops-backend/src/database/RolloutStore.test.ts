import { DiscoveredTarget } from '@backstage-gitops/plugin-gitops-node';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import {
  createTestDatabases,
  migratedDatabase,
  writesDuring,
} from '../__testUtils__/databases';
import {
  declaredTarget,
  declaredUnit,
  objectId,
  threeStages,
} from '../__testUtils__/DeclaredRepository';
import { observed } from '../__testUtils__/MemoryCluster';
import { factRows } from './factRows';
import { FactsStore } from './FactsStore';
import { ObservationStore } from './ObservationStore';
import { RepositoryStore } from './RepositoryStore';
import { RolloutReader } from './RolloutReader';

const iso = (minute: number) =>
  new Date(Date.UTC(2026, 0, 2, 3, minute)).toISOString();
const minuteOf = (time: string | number | null) =>
  time === null ? undefined : (Number(time) - Date.UTC(2026, 0, 2, 3)) / 60_000;

const look = (
  minute: number,
  applied: number,
  more: Partial<UnitObservation> = {},
) =>
  observed('cart', {
    observedAt: iso(minute),
    appliedRevision: objectId(applied),
    ...more,
  });

const unwell = { health: { state: 'progressing' } } as const;

describe.each(createTestDatabases().eachSupportedId())('rollouts on %s', id => {
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

  /** `[commit, applied, running]` of a unit, in minutes. */
  const rollouts = async (knex: Knex, unit = 'cart') =>
    ((await new RolloutReader(knex).ofUnits([unit])).get(unit) ?? []).map(
      row => [
        parseInt(row.commit, 16),
        minuteOf(row.applied_at),
        minuteOf(row.running_at),
      ],
    );

  it('keeps when a revision was applied first, and when it ran first', async () => {
    const { knex, store } = await open();
    await store.write(look(1, 1));
    await store.write(look(2, 2, unwell));
    await store.write(look(3, 2));
    await store.write(look(4, 3));
    // Back to an older one, and forth again.
    await store.write(look(5, 2));
    await store.write(look(6, 3));
    expect(await rollouts(knex)).toEqual([
      [1, 1, 1],
      [2, 2, 3],
      [3, 4, 4],
    ]);
  });

  it('tells the targets of a revision that came to run', async () => {
    const { store } = await open();
    await store.write(look(1, 1, unwell));
    expect(await store.write(look(2, 1, unwell))).toEqual([]);
    expect(await store.write(look(3, 1))).toEqual(['cart']);
  });

  it('writes nothing where nothing is new', async () => {
    const { knex, store } = await open();
    await store.write(look(1, 1));
    const writes = await writesDuring(knex, () => store.write(look(2, 1)));
    expect(writes.filter(sql => sql.includes('rollouts'))).toEqual([]);
  });

  it('goes along with a declaration that moves to another unit', async () => {
    const { knex, store } = await open();
    await store.write(look(1, 1));
    await store.write(look(2, 2));
    await declare(knex, [
      declaredTarget('basket/cart', { unit: 'basket', path: 'elsewhere' }),
    ]);
    await store.write({ ...look(3, 2), unit: 'basket' });
    expect(await rollouts(knex, 'basket')).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
    expect(await rollouts(knex)).toEqual([]);
  });

  it('forgets a unit that is declared no more', async () => {
    const { knex, store } = await open();
    await store.write(look(1, 1));
    await declare(knex, [declaredTarget('pay', { service: 'pay' })]);
    expect(await rollouts(knex)).toEqual([]);
  });

  it('forgets the cluster that a unit has left, and one that is gone', async () => {
    const { knex, store } = await open();
    await store.write(look(1, 1));
    await store.write(look(2, 2, { cluster: 'us-1' }));
    expect(await rollouts(knex)).toEqual([[2, 2, 2]]);
    await store.retain(['us-1']);
    expect(await rollouts(knex)).toHaveLength(1);
    await store.retain(['eu-1']);
    expect(await rollouts(knex)).toEqual([]);
  });

  it('keeps a bounded number of the newest', async () => {
    const { knex, store } = await open();
    const many = Array.from({ length: 549 }, (_, index) => ({
      ...{ unit_id: 'cart', cluster: 'eu-1', engine: 'builtin' },
      commit: objectId(index + 1),
      applied_at: Date.parse(iso(0)) - (600 - index) * 60_000,
      running_at: null,
      ...{ applied_late: false, running_late: false },
    }));
    await knex.batchInsert('rollouts', many, 100);
    await store.write(look(1, 1_000));
    const kept = await rollouts(knex);
    expect(kept).toHaveLength(500);
    expect(kept[499]).toEqual([1_000, 1, 1]);
  });
});
