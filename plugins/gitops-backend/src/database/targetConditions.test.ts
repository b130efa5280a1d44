import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import { gitopsTargetRules } from '../permissions/rules';
import { TargetFilter } from '../permissions/TargetFilter';
import {
  createTestDatabases,
  migratedDatabase,
} from '../__testUtils__/databases';
import {
  declaredTarget,
  threeStages,
} from '../__testUtils__/DeclaredRepository';
import { factRows } from './factRows';
import { FactsStore } from './FactsStore';
import { RepositoryStore } from './RepositoryStore';
import { FleetFilter, whereSelected, whereVisible } from './targetConditions';
import { TargetReader } from './TargetReader';

const cart = 'component:default/cart';
const shop = 'group:default/shop';

describe.each(createTestDatabases().eachSupportedId())(
  'conditions on targets on %s',
  id => {
    const databases = createTestDatabases();

    async function open() {
      const knex = await migratedDatabase(databases, id);
      await new RepositoryStore(knex).startAttempt('platform', new Date(0));
      await new FactsStore(knex).write(
        'platform',
        factRows('platform', {
          units: [],
          targets: [
            declaredTarget('cart-staging', { environment: 'staging' }),
            declaredTarget('cart-production', { path: '50%_off/cart' }),
            declaredTarget('pay-production', { service: 'pay' }),
          ],
          environments: threeStages,
          diagnostics: [],
        }),
        { revisions: {}, factsKey: '' },
      );
      const keys = await knex('targets').orderBy('id').select('key', 'id');
      await knex('target_entities').insert(
        keys
          .filter(row => row.id.startsWith('cart'))
          .map(({ key }) => ({
            entity_ref: cart,
            target_key: key,
            owner: shop,
          })),
      );
      return knex;
    }

    async function idsWhere(
      knex: Knex,
      restrict: (query: Knex.QueryBuilder) => void,
    ): Promise<string[]> {
      const query = knex('targets').orderBy('id');
      restrict(query);
      return query.pluck('targets.id');
    }

    const staging = gitopsTargetRules.inEnvironment.toQuery({
      environments: ['staging'],
    });
    const owned = gitopsTargetRules.isEntityOwner.toQuery({ claims: ['shop'] });
    const ofCart = gitopsTargetRules.hasEntity.toQuery({
      entityRefs: ['Cart'],
    });

    const cases: [string, PermissionCriteria<TargetFilter>, string[]][] = [
      ['one environment', staging, ['cart-staging']],
      ['an owner', owned, ['cart-production', 'cart-staging']],
      ['an entity', ofCart, ['cart-production', 'cart-staging']],
      ['not an owner', { not: owned }, ['pay-production']],
      ['both', { allOf: [owned, { not: staging }] }, ['cart-production']],
      [
        'either',
        { anyOf: [staging, { not: ofCart }] },
        ['cart-staging', 'pay-production'],
      ],
      ['no values', { property: 'owner', values: [] }, []],
    ];

    it('select the same rows as the rules themselves', async () => {
      const knex = await open();
      const ids: string[] = await knex('targets').pluck('id');
      const resources = await new TargetReader(knex).resources(ids);
      for (const [name, criteria, expected] of cases) {
        const found = await idsWhere(knex, query =>
          whereVisible(query, { scope: 'some', criteria }),
        );
        expect([name, found]).toEqual([name, expected]);
      }
      const production = resources.flatMap(resource =>
        resource &&
        gitopsTargetRules.isEntityOwner.apply(resource, { claims: [shop] })
          ? [resource.id]
          : [],
      );
      expect(production.sort()).toEqual(['cart-production', 'cart-staging']);
    });

    const filters: [FleetFilter, string[]][] = [
      [{}, ['cart-production', 'cart-staging', 'pay-production']],
      [{ service: 'pay' }, ['pay-production']],
      [{ environment: 'staging' }, ['cart-staging']],
      [{ repository: 'other' }, []],
      [{ text: 'CART' }, ['cart-production', 'cart-staging', 'pay-production']],
      [{ text: 'off/' }, ['cart-production']],
      [{ text: '0%_' }, ['cart-production']],
      [{ text: '%_%' }, []],
      [{ minBehind: 1 }, []],
      [{ minBehind: 0, changedBefore: 5 }, []],
    ];

    it('select what a filter asks for, and take text as it is', async () => {
      const knex = await open();
      for (const [filter, expected] of filters) {
        const found = await idsWhere(knex, query =>
          whereSelected(query, filter),
        );
        expect([filter, found]).toEqual([filter, expected]);
      }
    });
  },
);
