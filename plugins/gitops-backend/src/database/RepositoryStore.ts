import { RepositoryStatus } from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { columnText } from './columnText';
import { isoTime, readStringMap, RepositoryRow } from './rows';

/** What a repository was last read from. */
export interface ReadState {
  readonly factsKey?: string;
  readonly historyKey?: string;
}

type Health = Omit<RepositoryStatus, 'id' | 'url'>;

const neverRead: Health = {
  state: 'pending',
  revisions: {},
  units: 0,
  targets: 0,
  diagnostics: { info: 0, warning: 0, error: 0 },
};

/** How reading each repository goes. */
export class RepositoryStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async startAttempt(id: string, at: Date): Promise<ReadState> {
    await this.#knex('repositories')
      .insert({
        id,
        state: 'pending',
        revisions: '{}',
        last_attempt_at: at.getTime(),
      })
      .onConflict('id')
      .merge(['last_attempt_at']);
    const row = await this.#knex<RepositoryRow>('repositories')
      .where({ id })
      .first('facts_key', 'history_key');
    return {
      factsKey: row?.facts_key ?? undefined,
      historyKey: row?.history_key ?? undefined,
    };
  }

  async succeed(id: string, at: Date, historyKey: string): Promise<void> {
    await this.#knex('repositories').where({ id }).update({
      state: 'ready',
      error: null,
      last_success_at: at.getTime(),
      history_key: historyKey,
    });
  }

  /** Keeps the reason; what an earlier read found stays as it is. */
  async fail(id: string, reason: string): Promise<void> {
    await this.#knex('repositories')
      .where({ id })
      .update({ state: 'failed', error: columnText(reason) });
  }

  /** The health of each repository asked for, in that order. */
  async statuses(
    repositories: readonly { readonly id: string; readonly url: string }[],
  ): Promise<RepositoryStatus[]> {
    const rows = await this.#knex<RepositoryRow>('repositories').whereIn(
      'id',
      repositories.map(({ id }) => id),
    );
    const healths = new Map(rows.map(row => [row.id, healthFromRow(row)]));
    return repositories.map(({ id, url }) => ({
      id,
      url,
      ...(healths.get(id) ?? neverRead),
    }));
  }

  /** Commit by branch, as of the last good read. */
  async revisions(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
    const rows = await this.#knex<RepositoryRow>('repositories')
      .whereIn('id', ids)
      .select('id', 'revisions');
    return new Map(
      rows.map(({ id, revisions }) => [id, readStringMap(revisions)]),
    );
  }
}

function healthFromRow(row: RepositoryRow): Health {
  return {
    state:
      row.state === 'ready' || row.state === 'failed' ? row.state : 'pending',
    error: row.error ?? undefined,
    lastAttemptAt: isoTime(row.last_attempt_at),
    lastSuccessAt: isoTime(row.last_success_at),
    revisions: readStringMap(row.revisions),
    units: row.units,
    targets: row.targets,
    diagnostics: {
      info: row.infos,
      warning: row.warnings,
      error: row.errors,
    },
  };
}
