import { Knex } from 'knex';
import { batchesOf } from './batches';
import { changeRow, kindOf, NewChangeRow, PlacedChange } from './historyRows';
import { lockTargets } from './lockTargets';
import { BigInteger, ChangeRow, TargetChangeRow, TargetRow } from './rows';

/** What was read of one target's history. */
export interface TargetHistory {
  readonly targetKey: number;
  readonly definition: string;
  /** Newest first. */
  readonly changes: readonly PlacedChange[];
  /**
   * `whole`: these are all there are, others are forgotten. `newest`: they
   * come on top of what is stored.
   */
  readonly extent: 'whole' | 'newest';
  /** When the newest were first seen. */
  readonly observedAt?: Date;
}

/** What is left of changes that no target has any more. */
interface Leftover {
  readonly removed: number;
}

/** Writes what moved each target. */
export class HistoryWriter {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Writes some histories of one repository in one transaction. */
  async write(
    repositoryId: string,
    histories: readonly TargetHistory[],
  ): Promise<Leftover> {
    return this.#knex.transaction(async tx => {
      await lockTargets(tx);
      const rows = new Map<PlacedChange, NewChangeRow>();
      for (const { changes, observedAt } of histories) {
        for (const change of changes) {
          rows.set(change, changeRow(repositoryId, change, observedAt));
        }
      }
      const keys = await storeChanges(tx, repositoryId, [...rows.values()]);
      let removed = 0;
      for (const history of histories) {
        const links = history.changes.flatMap(change => {
          const row = rows.get(change);
          const key = row && keys.get(row.digest);
          return row && key !== undefined
            ? [linkRow(history.targetKey, key, row, kindOf(change))]
            : [];
        });
        removed += await linkTarget(tx, history, links);
      }
      return { removed };
    });
  }

  /** Forgets changes that no target refers to. */
  async removeUnreferenced(repositoryId: string): Promise<void> {
    await this.#knex('changes')
      .where({ repository_id: repositoryId })
      .whereNotExists(
        this.#knex('target_changes')
          .select(this.#knex.raw('1'))
          .whereRaw('target_changes.change_key = changes.key'),
      )
      .delete();
  }
}

function linkRow(
  targetKey: number,
  changeKey: number,
  row: NewChangeRow,
  kind: number,
): TargetChangeRow {
  return {
    target_key: targetKey,
    effective_at: row.effective_at,
    position: row.position,
    change_key: changeKey,
    kind,
  };
}

/** Stores the changes that aren't yet, and tells the key of each by digest. */
async function storeChanges(
  tx: Knex.Transaction,
  repositoryId: string,
  rows: readonly NewChangeRow[],
): Promise<ReadonlyMap<string, number>> {
  const unique = new Map(rows.map(row => [row.digest, row]));
  const keys = await keysOf(tx, repositoryId, [...unique.keys()]);
  const missing = [...unique.values()].filter(row => !keys.has(row.digest));
  for (const batch of batchesOf(missing, 15)) {
    await tx('changes')
      .insert(batch)
      .onConflict(['repository_id', 'digest'])
      .ignore();
  }
  const added = await keysOf(
    tx,
    repositoryId,
    missing.map(({ digest }) => digest),
  );
  return new Map([...keys, ...added]);
}

async function keysOf(
  tx: Knex.Transaction,
  repositoryId: string,
  digests: readonly string[],
): Promise<Map<string, number>> {
  const keys = new Map<string, number>();
  for (const batch of batchesOf(digests, 1)) {
    const rows = await tx<ChangeRow>('changes')
      .where({ repository_id: repositoryId })
      .whereIn('digest', batch)
      .select('key', 'digest');
    for (const { key, digest } of rows) keys.set(digest, key);
  }
  return keys;
}

/** Makes the stored history of one target what was read of it. */
async function linkTarget(
  tx: Knex.Transaction,
  history: TargetHistory,
  links: readonly TargetChangeRow[],
): Promise<number> {
  const { targetKey } = history;
  const known = await storedLinks(tx, history, links);
  const added = links.filter(link => !known.has(link.change_key));
  const stale = await staleLinks(tx, history, links, known);
  for (const batch of batchesOf(stale, 1)) {
    await tx('target_changes')
      .where({ target_key: targetKey })
      .whereIn('change_key', batch)
      .delete();
  }
  for (const batch of batchesOf(added, 5)) {
    await tx('target_changes').insert(batch);
  }
  const newest = await tx<TargetChangeRow>('target_changes')
    .where({ target_key: targetKey })
    .andWhereRaw('kind >= 1')
    .orderBy([
      { column: 'effective_at', order: 'desc' },
      { column: 'position', order: 'desc' },
    ])
    .first('change_key', 'effective_at');
  await tx<TargetRow>('targets')
    .where({ key: targetKey })
    .update({
      history_definition: history.definition,
      last_change: newest?.change_key ?? null,
      changed_at: newest?.effective_at ?? 0,
    });
  return stale.length;
}

async function storedLinks(
  tx: Knex.Transaction,
  { targetKey, extent }: TargetHistory,
  links: readonly TargetChangeRow[],
): Promise<ReadonlyMap<number, BigInteger>> {
  const stored = new Map<number, BigInteger>();
  const read = () =>
    tx<TargetChangeRow>('target_changes')
      .where({ target_key: targetKey })
      .select('change_key', 'effective_at');
  const portions =
    extent === 'whole'
      ? [await read()]
      : await Promise.all(
          batchesOf(links, 1).map(batch =>
            read().whereIn(
              'change_key',
              batch.map(link => link.change_key),
            ),
          ),
        );
  for (const { change_key, effective_at } of portions.flat()) {
    stored.set(change_key, effective_at);
  }
  return stored;
}

/**
 * Stored changes that a whole history does not tell. A target that took
 * another's place keeps what that one did before its own first change.
 */
async function staleLinks(
  tx: Knex.Transaction,
  { targetKey, extent }: TargetHistory,
  links: readonly TargetChangeRow[],
  known: ReadonlyMap<number, BigInteger>,
): Promise<number[]> {
  if (extent === 'newest') return [];
  const told = new Set(links.map(link => link.change_key));
  const untold = [...known].filter(([key]) => !told.has(key));
  if (untold.length === 0) return [];
  const predecessor = await tx('target_predecessors')
    .where({ target_key: targetKey })
    .first('id');
  const first = predecessor
    ? Math.min(...links.map(link => Number(link.effective_at)), Infinity)
    : -Infinity;
  return untold
    .filter(([, effectiveAt]) => Number(effectiveAt) >= first)
    .map(([key]) => key);
}
