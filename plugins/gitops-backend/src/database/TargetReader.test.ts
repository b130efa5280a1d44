import { Entity } from '@backstage/catalog-model';
import { Knex } from 'knex';
import { knownEntity } from '../entities/EntitySelector';
import { Visibility } from '../permissions/TargetAccess';
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
import { EntityStore } from './EntityStore';
import { factRows } from './factRows';
import { FactsStore } from './FactsStore';
import { FleetReader } from './FleetReader';
import { RepositoryStore } from './RepositoryStore';
import { TargetReader } from './TargetReader';

const all: Visibility = { scope: 'all' };

const component = (
  name: string,
  owner: string,
  annotations: Record<string, string> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations },
  spec: { owner },
});

describe.each(createTestDatabases().eachSupportedId())('targets on %s', id => {
  const databases = createTestDatabases();

  async function declare(knex: Knex, count: number) {
    const targets = Array.from({ length: count }, (_, index) => {
      const environment = threeStages[index % 3].name;
      return declaredTarget(`t${index}`, {
        service: `service-${Math.floor(index / 3)}`,
        environment,
      });
    });
    await new RepositoryStore(knex).startAttempt('platform', new Date(0));
    await new FactsStore(knex).write(
      'platform',
      factRows('platform', {
        units: targets.map(({ unit }) => declaredUnit(unit)),
        targets,
        environments: threeStages,
        diagnostics: [],
      }),
      { revisions: {}, factsKey: '' },
    );
  }

  async function register(knex: Knex, ...entities: Entity[]) {
    const store = new EntityStore(knex);
    await store.save(entities.flatMap(entity => knownEntity(entity) ?? []));
    return store.tie();
  }

  const serviceOfEntity = async (knex: Knex, ref: string) =>
    (await new TargetReader(knex).ofEntity(ref, all)).map(row => row.service);

  it('are an entity’s, in promotion order', async () => {
    const knex = await migratedDatabase(databases, id);
    await declare(knex, 9);
    await register(knex, component('service-1', 'shop'));
    const rows = await new TargetReader(knex).ofEntity(
      'component:default/service-1',
      all,
    );
    expect(rows.map(row => row.environment)).toEqual([
      'development',
      'staging',
      'production',
    ]);
    expect(rows[0]).toMatchObject({
      owner: 'group:default/shop',
      entity_ref: 'component:default/service-1',
      unit_kind: 'Overlay',
      unit_files: 1,
    });
  });

  it('follow an entity that changes its mind, and one that goes', async () => {
    const knex = await migratedDatabase(databases, id);
    await declare(knex, 6);
    const ref = 'component:default/basket';
    await register(
      knex,
      component('basket', 'shop', { 'gitops/service': 'service-0' }),
    );
    expect(await serviceOfEntity(knex, ref)).toContain('service-0');
    expect(
      await register(
        knex,
        component('basket', 'shop', { 'gitops/service': 'service-1' }),
      ),
    ).toEqual(expect.arrayContaining(['service-0', 'service-1']));
    expect(await serviceOfEntity(knex, ref)).toEqual(
      Array(3).fill('service-1'),
    );
    const store = new EntityStore(knex);
    expect(await store.retain(new Set())).toBe(true);
    await store.tie();
    expect(await serviceOfEntity(knex, ref)).toEqual([]);
  });

  it('write nothing where every tie is known', async () => {
    const knex = await migratedDatabase(databases, id);
    await declare(knex, 30);
    await register(knex, component('service-1', 'shop'));
    expect(
      await writesDuring(knex, () =>
        register(knex, component('service-1', 'shop')),
      ),
    ).toEqual([]);
  });

  it('are written by several at once, none waiting for ever', async () => {
    const knex = await migratedDatabase(databases, id);
    await declare(knex, 300);
    const owners = ['shop', 'others', 'shop', 'others'];
    await Promise.all([
      ...owners.map(owner =>
        register(
          knex,
          ...Array.from({ length: 100 }, (_, index) =>
            component(`service-${index}`, owner),
          ),
        ),
      ),
      declare(knex, 299),
      declare(knex, 300),
    ]);
    expect(await serviceOfEntity(knex, 'component:default/service-7')).toEqual(
      Array(3).fill('service-7'),
    );
  });

  it('are found for an entity’s page by indexes alone', async () => {
    const knex = await migratedDatabase(databases, id);
    await declare(knex, 6_000);
    await register(
      knex,
      ...Array.from({ length: 2_000 }, (_, index) =>
        component(`service-${index}`, `team-${index % 50}`),
      ),
    );
    await knex.raw('analyze');
    const owned: Visibility = {
      scope: 'some',
      criteria: {
        anyOf: [
          { property: 'owner', values: ['group:default/team-7'] },
          { property: 'environment', values: ['staging'] },
        ],
      },
    };
    for (const visibility of [all, owned]) {
      const plan = await explain(
        knex,
        new TargetReader(knex).ofEntityQuery(
          'component:default/service-7',
          visibility,
        ),
      );
      expect(plan).toMatch(
        /target_entities_pkey|sqlite_autoindex_target_entities_1/,
      );
      expect(plan).not.toMatch(/Seq Scan|SCAN/);
    }
    for (const sort of ['service', 'changed', 'behind', 'owner'] as const) {
      const plan = await explain(
        knex,
        new FleetReader(knex).pageQuery(
          { filter: {}, sort, order: 'desc', limit: 51 },
          all,
        ),
      );
      expect(plan).toMatch(new RegExp(`targets_${sort}_idx`));
      expect(plan).not.toMatch(/Sort|TEMP B-TREE/);
    }
  });
});
