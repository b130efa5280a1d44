import { Discovery } from '@backstage-gitops/plugin-gitops-node';
import { Knex } from 'knex';
import {
  createTestDatabases,
  migratedDatabase,
  writesDuring,
} from '../__testUtils__/databases';
import {
  declaredArtifact,
  declaredTarget,
  declaredUnit,
  landedChange,
  threeStages,
} from '../__testUtils__/DeclaredRepository';
import { factRows } from './factRows';
import { FactsStore } from './FactsStore';
import { HistoryWriter } from './HistoryWriter';
import { revertMigrations } from './migrations';
import { RepositoryStore } from './RepositoryStore';
import { TargetReader } from './TargetReader';

const all = { scope: 'all' } as const;

describe.each(createTestDatabases().eachSupportedId())(
  'FactsStore on %s',
  id => {
    const databases = createTestDatabases();

    async function open() {
      const knex = await migratedDatabase(databases, id);
      return { knex, facts: new FactsStore(knex) };
    }

    async function write(
      knex: Knex,
      discovery: Partial<Discovery>,
      repositoryId = 'platform',
    ) {
      const targets = discovery.targets ?? [];
      await new RepositoryStore(knex).startAttempt(repositoryId, new Date(0));
      return new FactsStore(knex).write(
        repositoryId,
        factRows(repositoryId, {
          units: targets.map(({ unit }) => declaredUnit(unit)),
          environments: threeStages,
          diagnostics: [],
          targets,
          ...discovery,
        }),
        { revisions: { main: 'a1' }, factsKey: 'key' },
      );
    }

    it('goes up, down and up again', async () => {
      const { knex } = await open();
      await write(knex, { targets: [declaredTarget('a')] });
      await revertMigrations(knex);
      expect(await knex.schema.hasTable('targets')).toBe(false);
      const again = await migratedDatabase(databases, id);
      expect(await again.schema.hasTable('targets')).toBe(true);
    });

    it('writes nothing of what is stored already', async () => {
      const { knex, facts } = await open();
      const discovery = {
        units: [declaredUnit('a'), declaredUnit('b')],
        targets: [declaredTarget('a'), declaredTarget('b', { service: 'pay' })],
        environments: threeStages,
        diagnostics: [
          { level: 'warning' as const, code: 'odd', message: 'Odd', line: 3 },
        ],
      };
      await write(knex, discovery);
      const writes = await writesDuring(knex, () =>
        facts.write('platform', factRows('platform', discovery), {
          revisions: { main: 'a1' },
          factsKey: 'key',
        }),
      );
      expect(writes).toHaveLength(1);
      expect(writes[0]).toMatch(/^update .repositories/);
    });

    it('tells the services that moved, and only those', async () => {
      const { knex } = await open();
      const pay = declaredTarget('b', { service: 'pay' });
      await write(knex, { targets: [declaredTarget('a'), pay] });
      const { services, written } = await write(knex, {
        targets: [
          declaredTarget('a', { artifacts: [declaredArtifact('v2')] }),
          pay,
        ],
      });
      expect(services).toEqual(['cart']);
      expect(written).toHaveLength(1);
      const removal = await write(knex, { targets: [declaredTarget('a')] });
      expect(removal.services).toEqual(expect.arrayContaining(['pay']));
    });

    it('keeps the history of a target whose declaration moved', async () => {
      const { knex } = await open();
      await write(knex, { targets: [declaredTarget('old')] });
      const targets = new TargetReader(knex);
      const before = await targets.byId('old', all);
      await new HistoryWriter(knex).write('platform', [
        {
          targetKey: before?.key ?? -1,
          definition: 'd',
          changes: [landedChange(1)],
          extent: 'whole',
        },
      ]);
      await write(knex, {
        targets: [declaredTarget('new', { path: 'elsewhere' })],
      });
      const after = await targets.byId('new', all);
      expect(after?.key).toBe(before?.key);
      expect(after?.path).toBe('elsewhere');
      expect(after?.last_change).not.toBeNull();
      expect((await targets.byId('old', all))?.id).toBe('new');

      await new HistoryWriter(knex).write('platform', [
        {
          targetKey: after?.key ?? -1,
          definition: 'e',
          changes: [landedChange(2)],
          extent: 'whole',
        },
      ]);
      expect(await knex('target_changes').pluck('position')).toEqual(
        expect.arrayContaining([1, 2]),
      );
    });

    it('takes no target from another repository', async () => {
      const { knex } = await open();
      await write(knex, { targets: [declaredTarget('a')] });
      await expect(
        write(knex, { targets: [declaredTarget('a')] }, 'other'),
      ).rejects.toThrow("'a' is declared by the repository 'platform' already");
      expect((await new TargetReader(knex).byId('a', all))?.repository_id).toBe(
        'platform',
      );
    });

    it('writes thousands of targets, and text that engines are wary of', async () => {
      const { knex } = await open();
      const targets = Array.from({ length: 3_000 }, (_, index) =>
        declaredTarget(`t${index}`, {
          service: `service-${index}`,
          path: `apps/'; drop table targets; --/\0/${index}`,
        }),
      );
      await write(knex, { targets });
      const [{ count }] = await knex('targets').count({ count: '*' });
      expect(Number(count)).toBe(3_000);
      expect((await new TargetReader(knex).byId('t7', all))?.path).toBe(
        "apps/'; drop table targets; --/\uFFFD/7",
      );
    });

    it('forgets a repository that is configured no more, with all it had', async () => {
      const { knex, facts } = await open();
      await write(knex, { targets: [declaredTarget('a')] });
      await write(knex, { targets: [declaredTarget('b')] }, 'other');
      expect(await facts.retain(['other'])).toEqual(['platform']);
      for (const table of ['targets', 'units', 'environments']) {
        expect(await knex(table).distinct().pluck('repository_id')).toEqual([
          'other',
        ]);
      }
      expect(await facts.retain(['other'])).toEqual([]);
    });
  },
);
