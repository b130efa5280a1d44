import { Entity } from '@backstage/catalog-model';
import {
  createTestDatabases,
  migratedDatabase,
} from '../__testUtils__/databases';
import {
  declaredTarget,
  declaredUnit,
  threeStages,
} from '../__testUtils__/DeclaredRepository';
import { component } from '../__testUtils__/portals';
import { knownEntity } from '../entities/EntitySelector';
import { DeliveredUnits } from './DeliveredUnits';
import { EntityStore } from './EntityStore';
import { factRows } from './factRows';
import { FactsStore } from './FactsStore';
import { RepositoryStore } from './RepositoryStore';

/** An entity of a service, which names the Application that deploys it. */
const naming = (service: string, application?: string): Entity =>
  component(service, 'team', {
    annotations: {
      'gitops/service': service,
      ...(application !== undefined && { 'argocd/app-name': application }),
    },
  });

describe.each(createTestDatabases().eachSupportedId())(
  'DeliveredUnits on %s',
  id => {
    const databases = createTestDatabases();

    /** A unit that two services share. */
    async function open(...entities: Entity[]) {
      const knex = await migratedDatabase(databases, id);
      await new RepositoryStore(knex).startAttempt('platform', new Date(0));
      await new FactsStore(knex).write(
        'platform',
        factRows('platform', {
          units: [declaredUnit('shop')],
          ...{ environments: threeStages, diagnostics: [] },
          targets: ['cart', 'pay'].map(service =>
            declaredTarget(service, { service, unit: 'shop' }),
          ),
        }),
        { revisions: { main: 'a1' }, factsKey: '' },
      );
      const catalog = async (...known: Entity[]) => {
        const store = new EntityStore(knex);
        await store.save(known.flatMap(each => knownEntity(each) ?? []));
        await store.tie();
      };
      await catalog(...entities);
      return { units: new DeliveredUnits(knex), catalog };
    }

    async function applicationsOf(...entities: Entity[]) {
      const { units } = await open(...entities);
      return (await units.all()).get('shop')?.selector?.applications;
    }

    it('tells the Application that an entity of the unit names', async () => {
      expect(
        await applicationsOf(naming('cart', 'shop-prod'), naming('pay')),
      ).toEqual(['shop-prod']);
      expect(
        await applicationsOf(naming('cart'), naming('pay', 'shop-prod')),
      ).toEqual(['shop-prod']);
    });

    it('tells none where its entities name several', async () => {
      expect(
        await applicationsOf(
          naming('cart', 'shop-prod'),
          naming('pay', 'other'),
        ),
      ).toBeUndefined();
    });

    it('are others once an entity names another Application', async () => {
      const { units, catalog } = await open(naming('cart', 'shop'));
      const before = await units.fingerprint();
      await catalog(naming('pay'));
      expect(await units.fingerprint()).toBe(before);

      await catalog(naming('cart', 'shop-prod'));

      expect(await units.fingerprint()).not.toBe(before);
    });
  },
);
