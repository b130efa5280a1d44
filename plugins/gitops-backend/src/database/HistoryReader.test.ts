import { Knex } from 'knex';
import {
  createTestDatabases,
  explain,
  migratedDatabase,
  writesDuring,
} from '../__testUtils__/databases';
import { landedChange } from '../__testUtils__/DeclaredRepository';
import { HistoryReader } from './HistoryReader';
import { PlacedChange } from './historyRows';
import { HistoryWriter } from './HistoryWriter';

describe.each(createTestDatabases().eachSupportedId())('history on %s', id => {
  const databases = createTestDatabases();

  async function open() {
    const knex = await migratedDatabase(databases, id);
    return {
      knex,
      reader: new HistoryReader(knex),
      writer: new HistoryWriter(knex),
    };
  }

  const history = (
    targetKey: number,
    changes: readonly PlacedChange[],
    extent: 'whole' | 'newest' = 'whole',
  ) => ({ targetKey, definition: 'd', changes, extent });

  const positions = async (
    reader: HistoryReader,
    keys: readonly number[],
    more: Partial<Parameters<HistoryReader['newest']>[1]> = {},
  ) =>
    (await reader.newest(keys, { kind: 'all', limit: 10, ...more })).map(
      row => row.position,
    );

  it('stores a change once, however many targets it moved', async () => {
    const { knex, reader, writer } = await open();
    const changes = [landedChange(2), landedChange(1)];
    await writer.write('platform', [history(1, changes), history(2, changes)]);
    const [{ count }] = await knex('changes').count({ count: '*' });
    expect(Number(count)).toBe(2);
    expect(await positions(reader, [1, 2])).toEqual([2, 2, 1, 1]);
  });

  it('keeps the order of landings within one second', async () => {
    const { reader, writer } = await open();
    const effectiveAt = '2026-01-01T00:00:00.000Z';
    await writer.write('platform', [
      history(
        1,
        [3, 2, 1].map(number => landedChange(number, { effectiveAt })),
      ),
    ]);
    expect(await positions(reader, [1])).toEqual([3, 2, 1]);
    expect(
      await positions(reader, [1], {
        from: { effectiveAt: Date.parse(effectiveAt), position: 2 },
      }),
    ).toEqual([2, 1]);
  });

  it('tells versions and rollbacks from the rest', async () => {
    const { reader, writer } = await open();
    await writer.write('platform', [
      history(1, [
        landedChange(3, { artifacts: [] }),
        landedChange(2, { rollback: true }),
        landedChange(1),
      ]),
    ]);
    expect(await positions(reader, [1])).toEqual([3, 2, 1]);
    expect(await positions(reader, [1], { kind: 'versions' })).toEqual([2, 1]);
    expect(await positions(reader, [1], { kind: 'rollbacks' })).toEqual([2]);
  });

  it('adds what is new and writes nothing else', async () => {
    const { knex, reader, writer } = await open();
    await writer.write('platform', [history(1, [landedChange(1)])]);
    const writes = await writesDuring(knex, () =>
      writer.write('platform', [
        history(1, [landedChange(2), landedChange(1)], 'newest'),
      ]),
    );
    expect(writes.filter(sql => sql.startsWith('insert'))).toHaveLength(2);
    expect(await positions(reader, [1])).toEqual([2, 1]);
  });

  it('remembers when a change was first seen', async () => {
    const { reader, writer } = await open();
    const [first, later] = [new Date(1_000), new Date(2_000)];
    for (const observedAt of [first, later]) {
      await writer.write('platform', [
        { ...history(1, [landedChange(1)], 'newest'), observedAt },
      ]);
    }
    const rows = await reader.newest([1], { kind: 'all', limit: 10 });
    expect(rows.map(row => Number(row.observed_at))).toEqual([1_000]);
  });

  it('forgets what a rewritten branch no longer tells', async () => {
    const { knex, reader, writer } = await open();
    await writer.write('platform', [
      history(1, [landedChange(2), landedChange(1)]),
    ]);
    const { removed } = await writer.write('platform', [
      history(1, [landedChange(2, { landedBy: 'f'.repeat(40) })]),
    ]);
    expect(removed).toBe(2);
    await writer.removeUnreferenced('platform');
    expect(await knex('changes').pluck('landed_by')).toEqual(['f'.repeat(40)]);
    expect(await positions(reader, [1])).toEqual([2]);
  });

  it('takes any date and text that a commit may have', async () => {
    const { reader, writer } = await open();
    await writer.write('platform', [
      history(1, [
        landedChange(2, {
          effectiveAt: '+275760-09-13T00:00:00.000Z',
          authoredAt: 'never',
          author: '<b>Ada\0</b>',
          subject: '<script>alert(1)</script>\u001b[31m',
        }),
        landedChange(1, { effectiveAt: '0001-01-01T00:00:00.000Z' }),
      ]),
    ]);
    const [newest] = await reader.newest([1], { kind: 'all', limit: 1 });
    expect(newest.subject).toBe('<script>alert(1)</script>\u001b[31m');
    expect(newest.author).toBe('<b>Ada\uFFFD</b>');
    expect(Number(newest.effective_at)).toBe(8_640_000_000_000_000);
  });

  it('reads the newest of many from an index alone', async () => {
    const { knex, reader } = await open();
    await fill(knex, { targets: 4, changesEach: 20_000 });
    const expectations = {
      all: /target_changes_pkey|sqlite_autoindex_target_changes_1/,
      versions: /target_changes_versions_idx/,
      rollbacks: /target_changes_rollbacks_idx/,
    } as const;
    for (const kind of ['all', 'versions', 'rollbacks'] as const) {
      const plan = await explain(
        knex,
        reader.newestQuery([2, 3, 4], {
          kind,
          limit: 27,
          from: { effectiveAt: 1_000_000, position: 1_000 },
        }),
      );
      expect(plan).toMatch(expectations[kind]);
      expect(plan).not.toMatch(/Seq Scan|SCAN target_changes|SCAN changes/);
    }
  });
});

/** Rows enough that an engine chooses indexes for their worth. */
async function fill(
  knex: Knex,
  { targets, changesEach }: { targets: number; changesEach: number },
): Promise<void> {
  const isSqlite = String(knex.client.config.client).includes('sqlite');
  const numbers = isSqlite
    ? `with recursive series(n) as (select 1 union all select n + 1 from series where n < ${changesEach})`
    : `with series as (select generate_series(1, ${changesEach}) as n)`;
  await knex.raw(`${numbers}
    insert into changes (key, repository_id, digest, position, "commit", landed_by,
      effective_at, authored_at, author, subject, artifacts, rollback)
    select n, 'platform', 'digest-' || n, n, 'c', 'l', n * 1000, n * 1000, 'a', 's', '[]', ${
      isSqlite ? 0 : false
    } from series`);
  for (let target = 1; target <= targets; target++) {
    await knex.raw(`${numbers}
      insert into target_changes (target_key, effective_at, position, change_key, kind)
      select ${target}, n * 1000, n, n, case when n % 100 = 0 then 2 when n % 3 = 0 then 0 else 1 end
      from series`);
  }
  await knex.raw('analyze');
}
