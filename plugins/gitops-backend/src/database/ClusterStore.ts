import { Knex } from 'knex';
import { Claims } from './Claims';
import { columnText } from './columnText';
import { BigInteger } from './rows';

export interface ClusterRow {
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
  readonly failed_at: BigInteger | null;
  readonly last_success_at: BigInteger | null;
  readonly version: string | null;
  readonly units: number;
  readonly skew: number | null;
  readonly session_at: BigInteger | null;
  readonly holder: string | null;
  readonly held_until: BigInteger | null;
}

/** How reading each cluster goes, and which replica does it. */
export class ClusterStore {
  readonly claims: Claims;
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.claims = new Claims(knex, {
      ...{ table: 'clusters', column: 'name', first: { state: 'pending' } },
    });
    this.#knex = knex;
  }

  async setUnits(cluster: string, units: number): Promise<void> {
    await this.#knex('clusters')
      .where({ name: cluster })
      .whereNot({ units })
      .update({ units });
  }

  /**
   * The cluster was read, in a session that began when `since` says; tells
   * whether that is news.
   */
  async succeed(
    cluster: string,
    seen: { at: Date; since: Date; version?: string; skew?: number },
  ): Promise<boolean> {
    const healed = await this.#knex('clusters')
      .where({ name: cluster })
      .whereNot({ state: 'ready' })
      .update({ state: 'ready', reason: null, failed_at: null });
    await this.#knex('clusters')
      .where({ name: cluster })
      .update({
        last_success_at: seen.at.getTime(),
        session_at: seen.since.getTime(),
        ...(seen.version !== undefined && {
          version: columnText(seen.version),
        }),
        ...(seen.skew !== undefined && { skew: Math.round(seen.skew) }),
      });
    return healed > 0;
  }

  /** Keeps the reason and the time of the first of several failures. */
  async fail(cluster: string, reason: string, at: Date): Promise<boolean> {
    const failed = await this.#knex('clusters')
      .where({ name: cluster })
      .whereNot({ state: 'failed' })
      .update({ state: 'failed', failed_at: at.getTime() });
    await this.#knex('clusters')
      .where({ name: cluster })
      .update({ reason: columnText(reason) });
    return failed > 0;
  }

  async rows(names: readonly string[]): Promise<Map<string, ClusterRow>> {
    const rows = await this.#knex<ClusterRow>('clusters').whereIn(
      'name',
      names,
    );
    return new Map(rows.map(row => [row.name, row]));
  }
}
