import { EngineKind } from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';

/** A claim to read the engines of a kind, good until it is renewed no more. */
export interface EngineClaim {
  readonly kind: EngineKind;
  /** Tells one replica from another. */
  readonly holder: string;
}

/** Which replica reads engines that no cluster's session reads. */
export class EngineClaims {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Tells whether the claim was won; one that has run out is taken over. */
  async claim(
    { kind, holder }: EngineClaim,
    { at, until }: { at: Date; until: Date },
  ): Promise<boolean> {
    await this.#knex('engine_watches')
      .insert({ kind })
      .onConflict('kind')
      .ignore();
    const claimed = await this.#knex('engine_watches')
      .where({ kind })
      .andWhere(free =>
        free.whereNull('holder').orWhere('held_until', '<', at.getTime()),
      )
      .update({ holder, held_until: until.getTime() });
    return claimed === 1;
  }

  /** Tells whether the claim still stands. */
  async renew({ kind, holder }: EngineClaim, until: Date): Promise<boolean> {
    const renewed = await this.#knex('engine_watches')
      .where({ kind, holder })
      .update({ held_until: until.getTime() });
    return renewed === 1;
  }

  async release({ kind, holder }: EngineClaim): Promise<void> {
    await this.#knex('engine_watches')
      .where({ kind, holder })
      .update({ holder: null, held_until: null });
  }
}
