import { mockServices } from '@backstage/backend-test-utils';
import {
  createTestDatabases,
  migratedDatabase,
} from '../../__testUtils__/databases';
import { declareUnits } from '../../__testUtils__/declareUnits';
import { observed } from '../../__testUtils__/MemoryCluster';
import { ArgoCdObservations } from '../../database/ArgoCdObservations';
import { EngineStore } from '../../database/EngineStore';
import { ObservationStore } from '../../database/ObservationStore';
import { ArgoCdNotes } from './ArgoCdNotes';

describe.each(createTestDatabases().eachSupportedId())(
  'ArgoCdNotes on %s',
  id => {
    const databases = createTestDatabases();

    it('forget an instance that a replica of another configuration wrote of meanwhile', async () => {
      const knex = await migratedDatabase(databases, id);
      await declareUnits(knex, ['cart', 'pay']);
      const engines = new EngineStore(knex);
      const stored = new ArgoCdObservations(knex);
      const notes = new ArgoCdNotes({
        ...{ engines, stored, logger: mockServices.logger.mock() },
        now: () => new Date(0),
      });
      await engines.succeed({ kind: 'argocd', name: 'before' }, new Date(0));
      await new ObservationStore(knex).writeAll(
        ['before', 'eu'].map((instance, at) =>
          observed(['cart', 'pay'][at], {
            engine: 'argocd',
            delivery: {
              ...{ state: 'synced', instance, waitsFor: [], conditions: [] },
              ...{ history: [], steps: [] },
            },
          }),
        ),
      );

      await notes.begin(['eu']);

      expect([...(await engines.states('argocd')).keys()]).toEqual(['eu']);
      expect(await stored.units()).toEqual(['pay']);
    });
  },
);
