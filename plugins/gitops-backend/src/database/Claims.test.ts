import { ConflictError } from '@backstage/errors';
import {
  createTestDatabases,
  migratedDatabase,
} from '../__testUtils__/databases';
import { declareUnits } from '../__testUtils__/declareUnits';
import { observed } from '../__testUtils__/MemoryCluster';
import { ClusterStore } from './ClusterStore';
import { ObservationStore } from './ObservationStore';

const minute = (number: number) => new Date(Date.UTC(2026, 0, 2, 3, number));

describe.each(createTestDatabases().eachSupportedId())('Claims on %s', id => {
  const databases = createTestDatabases();

  it('keep a replica that was held up from writing over what is newer', async () => {
    const knex = await migratedDatabase(databases, id);
    await declareUnits(knex, ['cart']);
    const { claims } = new ClusterStore(knex);
    const store = new ObservationStore(knex);
    const [first, second] = ['a', 'b'].map(holder => ({ name: 'eu', holder }));
    const look = (at: number, message: string) =>
      observed('cart', { message, observedAt: minute(at).toISOString() });

    await claims.claim(first, { at: minute(0), until: minute(1) });
    await store.write(look(0, 'older'), undefined, claims.fence(first));
    await claims.claim(second, { at: minute(2), until: minute(3) });
    await store.write(look(2, 'newer'), undefined, claims.fence(second));

    for (const late of [
      store.write(look(0, 'late'), undefined, claims.fence(first)),
      store.writeAll([look(0, 'late')], undefined, claims.fence(first)),
    ]) {
      await expect(late).rejects.toThrow(ConflictError);
    }
    expect(await knex('observations').pluck('message')).toEqual(['newer']);
  });

  it('are won again at once by who could not give them up', async () => {
    const { claims } = new ClusterStore(await migratedDatabase(databases, id));
    const [own, others] = ['a', 'b'].map(holder => ({ name: 'eu', holder }));
    await claims.claim(own, { at: minute(0), until: minute(2) });
    const next = { at: minute(1), until: minute(3) };

    expect(await claims.claim(others, next)).toBe(false);
    expect(await claims.claim(own, next)).toBe(true);
    expect(await claims.claim(others, { ...next, at: minute(2) })).toBe(false);
  });
});
