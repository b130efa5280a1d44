import { engineActionResponseSchema } from '@backstage-gitops/plugin-gitops-common';
import { cartDelivery, cartObject } from '../__testUtils__/cartDelivery';
import { createTestDatabases } from '../__testUtils__/databases';
import { MemoryCluster, observed } from '../__testUtils__/MemoryCluster';
import { answer, testPortals } from '../__testUtils__/portals';
import { ObservationStore } from '../database/ObservationStore';
import { ObservedCluster } from '../live/ObservedCluster';

const production = 'cart-production';

describe.each(createTestDatabases().eachSupportedId())(
  'what an engine is asked on %s',
  id => {
    const { databases, startAndRead } = testPortals(id);

    it('is asked by a replica that watches nothing as by any other', async () => {
      const knex = await databases.init(id);
      const known: boolean[] = [];
      const url = 'https://github.com/acme/platform.git';
      const source = { url, branch: 'main' };
      const portal = await startAndRead({
        knex,
        openClusters: ({ sources }) => {
          const flux: ObservedCluster['flux'] = {
            events: async () => [],
            reconcile: async ({ unit }) => {
              known.push(
                sources.isSourceOf(unit, source),
                sources.isSourceOf(unit, { ...source, branch: 'other' }),
              );
              return cartObject;
            },
            resume: async () => cartObject,
            suspend: async () => cartObject,
          };
          return [Object.assign(new MemoryCluster('eu-1'), { flux })];
        },
      });
      // As the replica that watches has written it.
      await new ObservationStore(knex).write(
        observed(production, { engine: 'flux', delivery: cartDelivery }),
      );

      const { action } = await answer(
        engineActionResponseSchema,
        portal.post(`/targets/${production}/engine`, { action: 'refresh' }),
      );

      expect(action).toBe('refresh');
      expect(known).toEqual([true, false]);
    });
  },
);
