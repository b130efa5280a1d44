import { Knex } from 'knex';
import { batchesOf } from './batches';
import { RolloutRow } from './seenRollouts';

/** Reads when revisions of units came to run. */
export class RolloutReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** What is kept of each unit, the first that was applied first. */
  async ofUnits(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly RolloutRow[]>> {
    const found = new Map<string, RolloutRow[]>();
    for (const batch of batchesOf([...new Set(ids)], 1)) {
      const rows: RolloutRow[] = await this.#knex<RolloutRow>('rollouts')
        .whereIn('unit_id', batch)
        .orderBy(['applied_at', 'commit'])
        .select('*');
      for (const row of rows) {
        const known = found.get(row.unit_id);
        if (known) known.push(row);
        else found.set(row.unit_id, [row]);
      }
    }
    return found;
  }
}
