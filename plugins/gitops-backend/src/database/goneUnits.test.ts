import { Knex } from 'knex';
import {
  createTestDatabases,
  migratedDatabase,
} from '../__testUtils__/databases';
import { declareUnits } from '../__testUtils__/declareUnits';
import { observed, observedResource } from '../__testUtils__/MemoryCluster';
import { FactsStore } from './FactsStore';
import { unitTables } from './moveLive';
import { ObservationStore } from './ObservationStore';

const drifting = (unit: string) =>
  observed(unit, {
    appliedRevision: 'a'.repeat(40),
    resources: [observedResource(unit, { status: 'missing' })],
  });

describe.each(createTestDatabases().eachSupportedId())(
  'a unit that is declared no more on %s',
  id => {
    const databases = createTestDatabases();

    const unitsIn = async (knex: Knex) => {
      const found: Record<string, readonly string[]> = {};
      for (const table of unitTables) {
        found[table] = await knex(table)
          .distinct()
          .orderBy('unit_id')
          .pluck('unit_id');
      }
      return found;
    };

    const ofEach = (units: readonly string[]) =>
      Object.fromEntries(unitTables.map(table => [table, units]));

    it('leaves nothing behind, whether its declaration or its repository went', async () => {
      const knex = await migratedDatabase(databases, id);
      await declareUnits(knex, ['cart', 'pay']);
      const store = new ObservationStore(knex);
      await store.writeAll([drifting('cart'), drifting('pay')]);
      expect(await unitsIn(knex)).toEqual(ofEach(['cart', 'pay']));

      await declareUnits(knex, ['pay']);
      expect(await unitsIn(knex)).toEqual(ofEach(['pay']));

      await new FactsStore(knex).retain([]);
      expect(await unitsIn(knex)).toEqual(ofEach([]));
    });

    it('is not written of by a look that was under way as it went', async () => {
      const knex = await migratedDatabase(databases, id);
      await declareUnits(knex, ['cart', 'pay']);
      const store = new ObservationStore(knex);

      await declareUnits(knex, ['pay']);
      expect(await store.write(drifting('cart'))).toEqual([]);
      await store.writeAll([drifting('cart'), drifting('pay')]);

      expect(await unitsIn(knex)).toEqual(ofEach(['pay']));
    });
  },
);
