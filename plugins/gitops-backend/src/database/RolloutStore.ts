import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { batchesOf } from './batches';
import {
  KnownRollout,
  RolloutRow,
  seenRollouts,
  toldCommits,
} from './seenRollouts';

/** What a unit came to run longer ago is forgotten. */
const keptRollouts = 500;

/** Forgetting is put off until there are so many more. */
const keptLonger = 50;

/**
 * Keeps when revisions of units came to run, inside the transaction that keeps
 * what was seen. What was kept of a revision stays, however often it is
 * applied again.
 */
export class RolloutStore {
  readonly #tx: Knex.Transaction;

  constructor(tx: Knex.Transaction) {
    this.#tx = tx;
  }

  /** Tells whether there was anything new; `lastLook` was the look before. */
  async write(
    observation: UnitObservation,
    lastLook: number | undefined,
  ): Promise<boolean> {
    const commits = toldCommits(observation);
    if (commits.length === 0) return false;
    const { unit, cluster } = observation;
    const known: KnownRollout[] = await this.#of(unit, cluster)
      .whereIn('commit', commits)
      .select('commit', 'running_at');
    const { added, running } = seenRollouts(observation, {
      ...{ known, lastLook },
      isFirst:
        known.length === 0 &&
        (await this.#of(unit, cluster).first('commit')) === undefined,
    });
    for (const { commit, ...columns } of running) {
      await this.#of(unit, cluster).where({ commit }).update(columns);
    }
    for (const batch of batchesOf(added, 8)) {
      await this.#tx('rollouts').insert(batch);
    }
    if (added.length > 0) await this.#prune(unit, cluster);
    return added.length + running.length > 0;
  }

  /**
   * The same for units that were not looked at before, in few statements; a
   * history holds less than is kept.
   */
  async writeFirst(observations: readonly UnitObservation[]): Promise<void> {
    const units = observations.map(({ unit }) => unit);
    const known = new Set<string>();
    for (const batch of batchesOf(units, 1)) {
      const found: string[] = await this.#tx<RolloutRow>('rollouts')
        .whereIn('unit_id', batch)
        .distinct()
        .pluck('unit_id');
      for (const unit of found) known.add(unit);
    }
    const added: RolloutRow[] = [];
    for (const observation of observations) {
      if (known.has(observation.unit)) await this.write(observation, undefined);
      else {
        const before = { known: [], lastLook: undefined, isFirst: true };
        added.push(...seenRollouts(observation, before).added);
      }
    }
    for (const batch of batchesOf(added, 8)) {
      await this.#tx('rollouts').insert(batch);
    }
  }

  #of(unit: string, cluster: string) {
    return this.#tx<RolloutRow>('rollouts').where({ unit_id: unit, cluster });
  }

  async #prune(unit: string, cluster: string): Promise<void> {
    const rows: Pick<RolloutRow, 'applied_at'>[] = await this.#of(unit, cluster)
      .orderBy('applied_at', 'desc')
      .select('applied_at')
      .limit(keptRollouts + keptLonger);
    if (rows.length < keptRollouts + keptLonger) return;
    await this.#of(unit, cluster)
      .where('applied_at', '<', Number(rows[keptRollouts - 1].applied_at))
      .delete();
  }
}
