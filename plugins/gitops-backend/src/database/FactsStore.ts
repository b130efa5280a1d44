import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { batchesOf } from './batches';
import { digestOf } from './digest';
import { DiagnosticRow, FactRows } from './factRows';
import { deleteTargets } from './deleteTargets';
import { lockTargets } from './lockTargets';
import { moveLive, TargetMove } from './moveLive';
import { DeclaredTargetRow, EnvironmentRow, TargetRow, UnitRow } from './rows';
import { findSuccessors } from './successors';

/** What a write moved, so that only the rest of the work it causes is done. */
export interface FactChanges {
  /** Keys of targets whose declared columns were written. */
  readonly written: readonly number[];
  /** Services that gained, lost or changed a target. */
  readonly services: readonly string[];
}

type StoredTarget = Pick<
  TargetRow,
  | 'key'
  | 'id'
  | 'unit_id'
  | 'digest'
  | 'service'
  | 'environment'
  | 'cluster'
  | 'namespace'
>;

/** Units, targets, environments and diagnostics of a repository. */
export class FactsStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Makes the tables say what discovery says, touching only rows that differ,
   * in one transaction: nobody sees half a revision.
   */
  async write(
    repositoryId: string,
    rows: FactRows,
    read: { revisions: Readonly<Record<string, string>>; factsKey: string },
  ): Promise<FactChanges> {
    return this.#knex.transaction(async tx => {
      await lockTargets(tx);
      const goneUnits = await writeUnits(tx, repositoryId, rows.units);
      const { moves, ...changes } = await writeTargets(
        tx,
        repositoryId,
        rows.targets,
      );
      await moveLive(tx, moves, goneUnits);
      await writeEnvironments(tx, repositoryId, rows.environments);
      const digest = await writeDiagnostics(tx, repositoryId, rows.diagnostics);
      const levels = rows.diagnostics.map(({ level }) => level);
      await tx('repositories')
        .where({ id: repositoryId })
        .update({
          revisions: JSON.stringify(read.revisions),
          facts_key: read.factsKey,
          diagnostics_digest: digest,
          units: rows.units.length,
          targets: rows.targets.length,
          infos: levels.filter(level => level === 'info').length,
          warnings: levels.filter(level => level === 'warning').length,
          errors: levels.filter(level => level === 'error').length,
        });
      return changes;
    });
  }

  /** Forgets repositories that are configured no more. */
  async retain(repositoryIds: readonly string[]): Promise<readonly string[]> {
    return this.#knex.transaction(async tx => {
      await lockTargets(tx);
      const gone = await tx<{ id: string }>('repositories')
        .whereNotIn('id', repositoryIds)
        .pluck('id');
      for (const id of gone) {
        const keys = await tx<TargetRow>('targets')
          .where({ repository_id: id })
          .pluck('key');
        await deleteTargets(tx, keys);
        const units = await tx<UnitRow>('units')
          .where({ repository_id: id })
          .pluck('id');
        await moveLive(tx, [], units);
        await tx('proposal_targets')
          .whereIn(
            'proposal_key',
            tx('proposals').where({ repository_id: id }).select('key'),
          )
          .delete();
        for (const table of [
          'changes',
          'units',
          'environments',
          'diagnostics',
          'proposals',
          'pull_requests',
        ]) {
          await tx(table).where({ repository_id: id }).delete();
        }
        await tx('repositories').where({ id }).delete();
      }
      return gone;
    });
  }
}

/** Tells the units that are declared no more. */
async function writeUnits(
  tx: Knex.Transaction,
  repositoryId: string,
  units: readonly UnitRow[],
): Promise<readonly string[]> {
  const stored = await tx<UnitRow>('units')
    .where({ repository_id: repositoryId })
    .select('id', 'digest');
  const digests = new Map(stored.map(({ id, digest }) => [id, digest]));
  const kept = new Set(units.map(({ id }) => id));
  const gone = stored.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  for (const ids of batchesOf(gone, 1)) {
    await tx('units').whereIn('id', ids).delete();
  }
  const written = units.filter(({ id, digest }) => digests.get(id) !== digest);
  const added = written.filter(({ id }) => !digests.has(id));
  await refuseForeign(tx, 'units', repositoryId, added);
  for (const batch of batchesOf(written, 13)) {
    await tx('units').insert(batch).onConflict('id').merge();
  }
  return gone;
}

async function writeTargets(
  tx: Knex.Transaction,
  repositoryId: string,
  targets: readonly DeclaredTargetRow[],
): Promise<FactChanges & { readonly moves: readonly TargetMove[] }> {
  const stored: StoredTarget[] = await tx<TargetRow>('targets')
    .where({ repository_id: repositoryId })
    .select(
      'key',
      'id',
      'unit_id',
      'digest',
      'service',
      'environment',
      'cluster',
      'namespace',
    );
  const storedById = new Map(stored.map(row => [row.id, row]));
  const declared = new Set(targets.map(({ id }) => id));
  const gone = stored.filter(({ id }) => !declared.has(id));
  const added = targets.filter(({ id }) => !storedById.has(id));
  await refuseForeign(tx, 'targets', repositoryId, added);

  const successors = findSuccessors(gone, added);
  await moveTargets(tx, gone, successors);
  const removed = gone.filter(({ id }) => !successors.has(id));
  await deleteTargets(
    tx,
    removed.map(({ key }) => key),
  );

  const written = targets.filter(
    ({ id, digest }) => storedById.get(id)?.digest !== digest,
  );
  const keys: number[] = [];
  for (const batch of batchesOf(written, 15)) {
    const ids = batch.map(({ id }) => id);
    await tx('targets').insert(batch).onConflict('id').merge();
    await tx('target_predecessors').whereIn('id', ids).delete();
    keys.push(
      ...(await tx<TargetRow>('targets').whereIn('id', ids).pluck('key')),
    );
  }
  const services = new Set(
    [...gone, ...written]
      .map(({ service }) => service)
      .concat(written.flatMap(({ id }) => storedById.get(id)?.service ?? [])),
  );
  return {
    written: keys,
    services: [...services],
    moves: movesBetween(stored, targets, successors),
  };
}

type Placed = Pick<TargetRow, 'id' | 'unit_id'>;

/** Targets that go on under another id or in another unit. */
function movesBetween(
  stored: readonly Placed[],
  declared: readonly Placed[],
  successors: ReadonlyMap<string, string>,
): TargetMove[] {
  const before = new Map(
    stored.map(row => [successors.get(row.id) ?? row.id, row]),
  );
  return declared.flatMap(to => {
    const from = before.get(to.id);
    return from && (from.id !== to.id || from.unit_id !== to.unit_id)
      ? [
          {
            from: { id: from.id, unit: from.unit_id },
            to: { id: to.id, unit: to.unit_id },
          },
        ]
      : [];
  });
}

/** Gives the successor the key, and with it the history, of the target. */
async function moveTargets(
  tx: Knex.Transaction,
  gone: readonly StoredTarget[],
  successors: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { id, key } of gone) {
    const successor = successors.get(id);
    if (successor === undefined) continue;
    await tx('targets').where({ key }).update({ id: successor });
    await tx('proposal_targets')
      .where({ target_id: id })
      .update({ target_id: successor });
    await tx('target_predecessors')
      .insert({ id, target_key: key })
      .onConflict('id')
      .merge();
  }
}

/**
 * Ids begin with the repository's, so no other repository can hold one; should
 * it happen all the same, neither repository's facts are overwritten.
 */
async function refuseForeign(
  tx: Knex.Transaction,
  table: 'units' | 'targets',
  repositoryId: string,
  rows: readonly { readonly id: string }[],
): Promise<void> {
  for (const batch of batchesOf(rows, 1)) {
    const foreign = await tx<{ id: string; repository_id: string }>(table)
      .whereIn(
        'id',
        batch.map(({ id }) => id),
      )
      .whereNot('repository_id', repositoryId)
      .first('id', 'repository_id');
    if (foreign) {
      throw new ConflictError(
        `'${foreign.id}' is declared by the repository '${foreign.repository_id}' already`,
      );
    }
  }
}

async function writeEnvironments(
  tx: Knex.Transaction,
  repositoryId: string,
  environments: readonly EnvironmentRow[],
): Promise<void> {
  const stored = await tx<EnvironmentRow>('environments')
    .where({ repository_id: repositoryId })
    .orderBy('position');
  const comparable = stored.map(row => ({
    ...row,
    protected: Boolean(row.protected),
  }));
  const ordered = [...environments].sort((a, b) => a.position - b.position);
  if (JSON.stringify(comparable) === JSON.stringify(ordered)) return;
  await tx('environments').where({ repository_id: repositoryId }).delete();
  for (const batch of batchesOf(ordered, 5)) {
    await tx('environments').insert(batch);
  }
}

async function writeDiagnostics(
  tx: Knex.Transaction,
  repositoryId: string,
  diagnostics: readonly DiagnosticRow[],
): Promise<string> {
  const digest = digestOf(diagnostics);
  const stored = await tx<{ id: string; diagnostics_digest: string | null }>(
    'repositories',
  )
    .where({ id: repositoryId })
    .first('diagnostics_digest');
  if (stored?.diagnostics_digest === digest) return digest;
  await tx('diagnostics').where({ repository_id: repositoryId }).delete();
  for (const batch of batchesOf(diagnostics, 7)) {
    await tx('diagnostics').insert(batch);
  }
  return digest;
}
