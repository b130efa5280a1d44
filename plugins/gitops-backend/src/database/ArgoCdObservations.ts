import { Knex } from 'knex';
import { batchesOf } from './batches';
import { Fence } from './Claims';
import { ObservationRow } from './liveRows';
import { lockTargets } from './lockTargets';
import { unitTables } from './moveLive';
import { TargetRow } from './rows';
import { nothingSeen } from './targetLive';

/** Of which instance a unit's observation is; none where several claim it. */
export interface ArgoCdLook {
  readonly unit: string;
  readonly instance: string | undefined;
}

/** What is stored of units that Argo CD deploys. */
export class ArgoCdObservations {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async all(): Promise<readonly ArgoCdLook[]> {
    const rows = await this.#knex<ObservationRow>('observations')
      .where({ engine: 'argocd' })
      .orderBy('unit_id')
      .select('unit_id', 'instance');
    return rows.map(({ unit_id, instance }) => ({
      unit: unit_id,
      instance: instance ?? undefined,
    }));
  }

  /** Ids of units that no other engine need look at, in order. */
  async units(): Promise<readonly string[]> {
    return (await this.all()).map(({ unit }) => unit);
  }

  /** Targets of units that an instance deploys. */
  async targetsOf(instance: string): Promise<readonly string[]> {
    return this.#knex<TargetRow>('targets')
      .whereIn('unit_id', units =>
        units
          .select('unit_id')
          .from('observations')
          .where({ engine: 'argocd', instance }),
      )
      .pluck('id');
  }

  /** Forgets what Argo CD said of units; tells the targets that have news. */
  async forget(
    units: readonly string[],
    fence?: Fence,
  ): Promise<readonly string[]> {
    if (units.length === 0) return [];
    return this.#knex.transaction(async tx => {
      await lockTargets(tx);
      await fence?.(tx);
      return forgetUnits(tx, units);
    });
  }

  /** Forgets instances that are configured no more, with all they said. */
  async retain(instances: readonly string[]): Promise<void> {
    const stored = await this.all();
    const gone = stored.filter(({ instance }) =>
      instance === undefined
        ? instances.length === 0
        : !instances.includes(instance),
    );
    await this.forget(gone.map(({ unit }) => unit));
  }
}

async function forgetUnits(
  tx: Knex.Transaction,
  units: readonly string[],
): Promise<readonly string[]> {
  const targets: string[] = [];
  for (const batch of batchesOf(units, 1)) {
    // Another engine may have been told the unit since.
    const own: string[] = await tx<ObservationRow>('observations')
      .where({ engine: 'argocd' })
      .whereIn('unit_id', batch)
      .pluck('unit_id');
    for (const table of unitTables) {
      // When it came to run is history.
      if (table === 'rollouts') continue;
      await tx(table).whereIn('unit_id', own).delete();
    }
    targets.push(
      ...(await tx<TargetRow>('targets').whereIn('unit_id', own).pluck('id')),
    );
    await tx('targets').whereIn('unit_id', own).update(nothingSeen);
  }
  return targets;
}
