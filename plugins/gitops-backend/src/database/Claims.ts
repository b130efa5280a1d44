import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';

/** A claim to watch something, good until it is renewed no more. */
export interface Claim {
  /** What is watched. */
  readonly name: string;
  /** Tells one replica from another. */
  readonly holder: string;
}

/**
 * Rejects unless a claim stands. Asked for behind a lock that other writers wait
 * for: whoever has taken the claim over has then written nothing yet.
 */
export type Fence = (tx: Knex.Transaction) => Promise<void>;

/**
 * Claims of replicas, in the columns `holder` and `held_until` of a table with
 * a row for each thing that can be claimed.
 */
export class Claims {
  readonly #knex: Knex;
  readonly #table: string;
  readonly #column: string;
  readonly #first: Readonly<Record<string, string>>;

  constructor(
    knex: Knex,
    place: {
      readonly table: string;
      /** The column that names what is claimed. */
      readonly column: string;
      /** What else a row begins with. */
      readonly first?: Readonly<Record<string, string>>;
    },
  ) {
    this.#knex = knex;
    this.#table = place.table;
    this.#column = place.column;
    this.#first = place.first ?? {};
  }

  /**
   * Tells whether the claim was won; one that has run out is taken over. What a
   * holder could not give up, the database being away, it wins again at once.
   */
  async claim(
    { name, holder }: Claim,
    { at, until }: { at: Date; until: Date },
  ): Promise<boolean> {
    const row = { [this.#column]: name };
    await this.#knex(this.#table)
      .insert({ ...row, ...this.#first })
      .onConflict(this.#column)
      .ignore();
    const claimed = await this.#knex(this.#table)
      .where(row)
      .andWhere(free =>
        free
          .whereNull('holder')
          .orWhere({ holder })
          .orWhere('held_until', '<', at.getTime()),
      )
      .update({ holder, held_until: until.getTime() });
    return claimed === 1;
  }

  /** Tells whether the claim still stands. */
  async renew({ name, holder }: Claim, until: Date): Promise<boolean> {
    const renewed = await this.#knex(this.#table)
      .where({ [this.#column]: name, holder })
      .update({ held_until: until.getTime() });
    return renewed === 1;
  }

  /**
   * For writes of a replica that may have been held up, for however long, since
   * it last looked: clocks of replicas differ, and processes are suspended.
   */
  fence({ name, holder }: Claim): Fence {
    return async tx => {
      const held = await tx(this.#table)
        .where({ [this.#column]: name, holder })
        .first(this.#column);
      if (!held) throw new ConflictError('Another replica took over');
    };
  }

  async release({ name, holder }: Claim): Promise<void> {
    await this.#knex(this.#table)
      .where({ [this.#column]: name, holder })
      .update({ holder: null, held_until: null });
  }
}
