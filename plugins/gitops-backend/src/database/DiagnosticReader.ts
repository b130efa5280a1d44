import {
  Diagnostic,
  diagnosticLevelSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { DiagnosticRow } from './factRows';

/** Reads what could not be read, inferred or resolved in a repository. */
export class DiagnosticReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Those after a position, at most `limit`, each with its position. */
  async page(
    repositoryId: string,
    { after, limit }: { after: number; limit: number },
  ): Promise<readonly { position: number; diagnostic: Diagnostic }[]> {
    const rows = await this.#knex<DiagnosticRow>('diagnostics')
      .where({ repository_id: repositoryId })
      .andWhere('position', '>', after)
      .orderBy('position')
      .limit(limit);
    return rows.map(({ position, level, code, message, file, line }) => ({
      position,
      diagnostic: {
        level: diagnosticLevelSchema.parse(level),
        code,
        message,
        file: file ?? undefined,
        line: line ?? undefined,
      },
    }));
  }

  async count(repositoryId: string): Promise<number> {
    const [{ total }] = await this.#knex('diagnostics')
      .where({ repository_id: repositoryId })
      .count({ total: '*' });
    return Number(total);
  }
}
