import { Environment } from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { EnvironmentRow, readStrings } from './rows';

/** Reads the environments that repositories have. */
export class EnvironmentReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async ofRepositories(ids: readonly string[]): Promise<Environment[]> {
    const rows = await this.#knex<EnvironmentRow>('environments')
      .whereIn('repository_id', ids)
      .orderBy(['repository_id', 'position']);
    return rows.map(row => ({
      name: row.name,
      order: row.position,
      promotesTo: readStrings(row.promotes_to),
      protected: Boolean(row.protected),
    }));
  }
}
