import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

export const migrationsDirectory = resolvePackagePath(
  '@backstage-gitops/plugin-gitops-backend',
  'migrations',
);

/** Names the lock among those of the database. */
const migrationLock = 'backstage-gitops migrations';

/**
 * Brings a database to the schema that this version reads. Replicas that start
 * together wait for one another; where one is killed in the middle nothing of it
 * stays, the lock of knex included.
 */
export async function applyMigrations(knex: Knex): Promise<void> {
  if (knex.client.config.client !== 'pg') {
    await knex.migrate.latest({ directory: migrationsDirectory });
    return;
  }
  await knex.transaction(async tx => {
    await tx.raw('select pg_advisory_xact_lock(hashtext(?))', [migrationLock]);
    await tx.migrate.latest({ directory: migrationsDirectory });
  });
}

/** Takes every table of this plugin away again. */
export async function revertMigrations(knex: Knex): Promise<void> {
  await knex.migrate.rollback({ directory: migrationsDirectory }, true);
}

/** The plugin's database, migrated unless the portal migrates by hand. */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) await applyMigrations(knex);
  return knex;
}
