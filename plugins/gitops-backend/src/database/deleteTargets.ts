import { Knex } from 'knex';
import { batchesOf } from './batches';

/** Takes targets away with everything that hangs on them. */
export async function deleteTargets(
  tx: Knex.Transaction,
  keys: readonly number[],
): Promise<void> {
  for (const batch of batchesOf(keys, 1)) {
    for (const table of [
      'target_changes',
      'target_entities',
      'target_predecessors',
    ]) {
      await tx(table).whereIn('target_key', batch).delete();
    }
    await tx('targets').whereIn('key', batch).delete();
  }
}
