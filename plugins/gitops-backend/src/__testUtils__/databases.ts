import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { applyMigrations } from '../database/migrations';

/**
 * SQLite always, PostgreSQL where a connection string names one in
 * `BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING`.
 */
export function createTestDatabases(): TestDatabases {
  return TestDatabases.create({
    ids: ['SQLITE_3', 'POSTGRES_15'],
    disableDocker: true,
  });
}

export type TestDatabaseId = Parameters<TestDatabases['init']>[0];

export async function migratedDatabase(
  databases: TestDatabases,
  id: TestDatabaseId,
): Promise<Knex> {
  const knex = await databases.init(id);
  await applyMigrations(knex);
  return knex;
}

/** The engine's plan for a query, as text. */
export async function explain(
  knex: Knex,
  query: Knex.QueryBuilder,
): Promise<string> {
  const { sql, bindings } = query.toSQL().toNative();
  const isSqlite = String(knex.client.config.client).includes('sqlite');
  const { sql: portable } = query.toSQL();
  const answer = await knex.raw(
    isSqlite ? `explain query plan ${sql}` : `explain ${portable}`,
    [...bindings],
  );
  const rows: Record<string, unknown>[] = isSqlite ? answer : answer.rows;
  return rows.map(row => String(row.detail ?? row['QUERY PLAN'])).join('\n');
}

/** Statements that write, made while `work` runs. */
export async function writesDuring(
  knex: Knex,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const writes: string[] = [];
  const listener = ({ sql }: { sql: string }) => {
    if (/^(insert|update|delete)/i.test(sql)) writes.push(sql);
  };
  knex.on('query', listener);
  try {
    await work();
  } finally {
    knex.removeListener('query', listener);
  }
  return writes;
}
