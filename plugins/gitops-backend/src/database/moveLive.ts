import { Knex } from 'knex';
import { batchesOf } from './batches';
import { ResourceRow } from './liveRows';
import { readStrings } from './rows';

/** A target that goes on under another id, perhaps in another unit. */
export interface TargetMove {
  readonly from: { readonly id: string; readonly unit: string };
  readonly to: { readonly id: string; readonly unit: string };
}

/** What is kept of a unit, as long as it is declared and on its cluster. */
export const unitTables = [
  'observations',
  'resource_observations',
  'drifts',
  'rollouts',
] as const;

/**
 * Takes what was seen of moved targets along, so that a drift keeps its onset
 * when its declaration moves, and forgets what was seen of units that are
 * declared no more.
 */
export async function moveLive(
  tx: Knex.Transaction,
  moves: readonly TargetMove[],
  goneUnits: readonly string[],
): Promise<void> {
  const gone = new Set(goneUnits);
  for (const move of moves) await moveResources(tx, move);
  for (const [from, to] of unitMoves(moves)) {
    if (gone.has(from)) await moveUnit(tx, from, to);
  }
  for (const batch of batchesOf(goneUnits, 1)) {
    for (const table of unitTables) {
      await tx(table).whereIn('unit_id', batch).delete();
    }
  }
}

/** Resources of the target alone go to its new unit, under its new id. */
async function moveResources(
  tx: Knex.Transaction,
  { from, to }: TargetMove,
): Promise<void> {
  const rows: Pick<ResourceRow, 'subject' | 'targets'>[] =
    await tx<ResourceRow>('resource_observations')
      .where({ unit_id: from.unit })
      .select('subject', 'targets');
  for (const { subject, targets } of rows) {
    const ids = readStrings(targets);
    if (!ids.includes(from.id)) continue;
    await tx('resource_observations')
      .where({ unit_id: from.unit, subject })
      .update({
        targets: JSON.stringify(ids.map(id => (id === from.id ? to.id : id))),
      });
    if (ids.length === 1 && from.unit !== to.unit) {
      await moveRows(tx, from.unit, to.unit, subject);
    }
  }
}

/** Units whose moved targets all went to one other. */
function unitMoves(moves: readonly TargetMove[]): Map<string, string> {
  const found = new Map<string, Set<string>>();
  for (const { from, to } of moves) {
    const units = found.get(from.unit) ?? new Set<string>();
    found.set(from.unit, units.add(to.unit));
  }
  return new Map(
    [...found].flatMap(([from, [to, ...others]]) =>
      others.length === 0 && from !== to ? [[from, to] as const] : [],
    ),
  );
}

/** What belongs to no target alone goes along where all of its unit went. */
async function moveUnit(
  tx: Knex.Transaction,
  from: string,
  to: string,
): Promise<void> {
  await moveRows(tx, from, to);
  await moveRollouts(tx, from, to);
  const known = await tx('observations').where({ unit_id: to }).first('digest');
  if (known) return;
  await tx('observations').where({ unit_id: from }).update({ unit_id: to });
}

/** What the other unit knows already of a resource stands. */
async function moveRows(
  tx: Knex.Transaction,
  from: string,
  to: string,
  resource?: string,
): Promise<void> {
  for (const table of ['resource_observations', 'drifts'] as const) {
    const query = tx(table)
      .where({ unit_id: from })
      .whereNotIn('subject', known =>
        known.select('subject').from(table).where({ unit_id: to }),
      );
    if (resource !== undefined) {
      query.where(table === 'drifts' ? 'resource' : 'subject', resource);
    }
    await query.update({ unit_id: to });
  }
}

/** A commit that the other unit was at itself, it was at then. */
async function moveRollouts(
  tx: Knex.Transaction,
  from: string,
  to: string,
): Promise<void> {
  await tx('rollouts')
    .where({ unit_id: from })
    .whereNotIn('commit', known =>
      known.select('commit').from('rollouts').where({ unit_id: to }),
    )
    .update({ unit_id: to });
}
