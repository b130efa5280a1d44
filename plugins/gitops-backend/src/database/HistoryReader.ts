import { Knex } from 'knex';
import { batchesOf } from './batches';
import { ChangeKind, changeKinds } from './historyRows';
import { ChangeRow, TargetChangeRow } from './rows';

/** Where a page of a history ended. */
export interface HistoryPosition {
  readonly effectiveAt: number;
  readonly position: number;
}

export interface HistorySelection {
  readonly kind: ChangeKind;
  /** Changes at this place or older. */
  readonly from?: HistoryPosition;
  readonly limit: number;
}

/** A change of one target. */
export type TargetChange = ChangeRow & Pick<TargetChangeRow, 'target_key'>;

/** SQLite joins at most 500 selects into one. */
const targetsPerStatement = 200;

/** Written out: with a variable no engine would take a partial index. */
const kindConditions = {
  versions: `kind >= ${changeKinds.versions}`,
  rollbacks: `kind = ${changeKinds.rollbacks}`,
} as const;

/** Reads the history of targets, newest first. */
export class HistoryReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * The newest `limit` changes of each target. Each target's are read from
   * its own stretch of an index, so the cost is that of the answer, however
   * long the history is.
   */
  async newest(
    targetKeys: readonly number[],
    selection: HistorySelection,
  ): Promise<TargetChange[]> {
    const rows: TargetChange[] = [];
    for (
      let start = 0;
      start < targetKeys.length;
      start += targetsPerStatement
    ) {
      const keys = targetKeys.slice(start, start + targetsPerStatement);
      rows.push(...(await this.newestQuery(keys, selection)));
    }
    return rows.sort(newestFirst);
  }

  /** The statement of {@link newest} for at most 200 targets. */
  newestQuery(
    targetKeys: readonly number[],
    selection: HistorySelection,
  ): Knex.QueryBuilder<object, TargetChange[]> {
    const parts = targetKeys.map(key =>
      this.#knex.select('*').from(this.#stretch(key, selection).as('stretch')),
    );
    return this.#knex
      .select('changes.*', 'history.target_key')
      .from(this.#knex.unionAll(parts).as('history'))
      .join('changes', 'changes.key', 'history.change_key');
  }

  async byKeys(keys: readonly number[]): Promise<Map<number, ChangeRow>> {
    const changes = new Map<number, ChangeRow>();
    for (const batch of batchesOf(keys, 1)) {
      const rows = await this.#knex<ChangeRow>('changes').whereIn('key', batch);
      for (const row of rows) changes.set(row.key, row);
    }
    return changes;
  }

  /** Where on the branch something of each target was taken back. */
  async rollbacks(
    targetKeys: readonly number[],
  ): Promise<ReadonlyMap<number, readonly number[]>> {
    const found = new Map<number, number[]>();
    for (const batch of batchesOf(targetKeys, 1)) {
      const rows: Pick<TargetChangeRow, 'target_key' | 'position'>[] =
        await this.#knex<TargetChangeRow>('target_changes')
          .whereIn('target_key', batch)
          .whereRaw(kindConditions.rollbacks)
          .select('target_key', 'position');
      for (const { target_key, position } of rows) {
        const known = found.get(target_key);
        if (known) known.push(position);
        else found.set(target_key, [position]);
      }
    }
    return found;
  }

  #stretch(targetKey: number, { kind, from, limit }: HistorySelection) {
    const query = this.#knex('target_changes')
      .select('target_key', 'change_key')
      .where({ target_key: targetKey })
      .orderBy([
        { column: 'effective_at', order: 'desc' },
        { column: 'position', order: 'desc' },
      ])
      .limit(limit);
    if (kind !== 'all') query.andWhereRaw(kindConditions[kind]);
    if (from) {
      query.andWhereRaw('(effective_at, position) <= (?, ?)', [
        from.effectiveAt,
        from.position,
      ]);
    }
    return query;
  }
}

export function newestFirst(
  a: Pick<ChangeRow, 'effective_at' | 'position'>,
  b: Pick<ChangeRow, 'effective_at' | 'position'>,
): number {
  return (
    Number(b.effective_at) - Number(a.effective_at) || b.position - a.position
  );
}
