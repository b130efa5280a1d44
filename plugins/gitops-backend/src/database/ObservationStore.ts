import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { batchesOf } from './batches';
import { Fence } from './Claims';
import { DeclaredBefore } from './declaredVersions';
import { DriftChanges, driftChanges, DriftRow } from './driftChanges';
import {
  isOfTarget,
  ObservationRow,
  observationRow,
  ResourceRow,
  resourceRow,
} from './liveRows';
import { lockTargets } from './lockTargets';
import { unitTables } from './moveLive';
import { RolloutStore } from './RolloutStore';
import { readStrings, TargetRow, UnitRow } from './rows';
import { isSameLive, LookRows, StoredLooks } from './StoredLooks';
import { liveColumns, nothingSeen } from './targetLive';
import { writeFirstLooks } from './writeFirstLooks';

/** What runs, drifts and is healthy: written once for each change of it. */
export class ObservationStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Keeps what was seen of a unit and tells the targets that have news. The
   * time of the look is written always, the rest only where it differs.
   *
   * A unit that Argo CD deploys is told of by Argo CD alone: a cluster's own
   * look at it may have begun before that was known. Nor is anything kept of a
   * unit that is declared no more: a look may be told after it has gone.
   */
  async write(
    observation: UnitObservation,
    declaredBefore?: DeclaredBefore,
    fence?: Fence,
  ): Promise<readonly string[]> {
    return this.#knex.transaction(async tx => {
      await lockTargets(tx);
      await fence?.(tx);
      const [declared] = await ofDeclaredUnits(tx, [observation]);
      return declared ? writeLook(tx, declared, declaredBefore) : [];
    });
  }

  /**
   * The same for several units, each told of once: those that say nothing new,
   * and those that nothing was known of, take few statements together.
   */
  async writeAll(
    seen: readonly UnitObservation[],
    declaredBefore?: DeclaredBefore,
    fence?: Fence,
  ): Promise<readonly string[]> {
    return this.#knex.transaction(async tx => {
      await lockTargets(tx);
      await fence?.(tx);
      const observations = await ofDeclaredUnits(tx, seen);
      const units = observations.map(({ unit }) => unit);
      const stored = await StoredLooks.read(tx, units);
      const news: string[] = [];
      const same: string[] = [];
      const first: LookRows[] = [];
      for (const observation of observations) {
        const rows = stored.rowsOf(observation, declaredBefore);
        if (stored.isSame(rows)) same.push(rows.unit);
        else if (stored.isFirst(rows)) first.push(rows);
        else {
          news.push(...(await writeLook(tx, observation, declaredBefore)));
        }
      }
      const times = observations.map(each => Date.parse(each.observedAt));
      for (const batch of batchesOf(same, 1)) {
        await tx('observations')
          .whereIn('unit_id', batch)
          .update({ observed_at: Math.min(...times) });
      }
      news.push(...(await writeFirstLooks(tx, first)));
      const begun = new Set(first.map(({ unit }) => unit));
      await new RolloutStore(tx).writeFirst(
        observations.filter(({ unit }) => begun.has(unit)),
      );
      return news;
    });
  }

  /** Targets that something was seen of on the cluster. */
  async targetsOf(cluster: string): Promise<readonly string[]> {
    return this.#knex<TargetRow>('targets')
      .where({ live_cluster: cluster })
      .pluck('id');
  }

  /**
   * Forgets clusters that are configured no more, with all that was seen; not
   * what Argo CD tells, which may deploy to clusters that it alone knows.
   */
  async retain(clusters: readonly string[]): Promise<void> {
    await this.#knex.transaction(async tx => {
      await lockTargets(tx);
      const units = await tx<ObservationRow>('observations')
        .whereNotIn('cluster', clusters)
        .whereNot({ engine: 'argocd' })
        .pluck('unit_id');
      for (const batch of batchesOf(units, 1)) {
        for (const table of ['resource_observations', 'observations']) {
          await tx(table).whereIn('unit_id', batch).delete();
        }
      }
      for (const table of ['drifts', 'rollouts']) {
        await tx(table)
          .whereNotIn('cluster', clusters)
          .whereNotIn('unit_id', ofArgoCd)
          .delete();
      }
      await tx('targets')
        .whereNot({ live_cluster: '' })
        .whereNotIn('live_cluster', clusters)
        .whereNotIn('unit_id', ofArgoCd)
        .update(nothingSeen);
      await tx('clusters').whereNotIn('name', clusters).delete();
    });
  }

  /** Forgets drifts that were resolved long ago. */
  async prune(before: Date): Promise<void> {
    await this.#knex('drifts')
      .where('resolved_at', '<', before.getTime())
      .delete();
  }
}

function ofArgoCd(units: Knex.QueryBuilder): void {
  units.select('unit_id').from('observations').where({ engine: 'argocd' });
}

async function ofDeclaredUnits(
  tx: Knex.Transaction,
  observations: readonly UnitObservation[],
): Promise<readonly UnitObservation[]> {
  const declared = new Set<string>();
  for (const batch of batchesOf(observations, 1)) {
    const ids: string[] = await tx<UnitRow>('units')
      .whereIn(
        'id',
        batch.map(({ unit }) => unit),
      )
      .pluck('id');
    for (const id of ids) declared.add(id);
  }
  return observations.filter(({ unit }) => declared.has(unit));
}

async function isArgoCds(
  tx: Knex.Transaction,
  { unit, engine }: UnitObservation,
): Promise<boolean> {
  if (engine === 'argocd') return false;
  const claimed = await tx('observations')
    .where({ unit_id: unit, engine: 'argocd' })
    .first('unit_id');
  return claimed !== undefined;
}

async function writeLook(
  tx: Knex.Transaction,
  observation: UnitObservation,
  declaredBefore?: DeclaredBefore,
): Promise<readonly string[]> {
  if (await isArgoCds(tx, observation)) return [];
  const lastLook = await forgetOtherCluster(tx, observation);
  const resources = await writeResources(tx, observation);
  const isNew = await writeObservation(tx, observation);
  const rollouts = new RolloutStore(tx);
  const isRollout = await rollouts.write(observation, lastLook);
  const lasting = await writeDrifts(tx, observation);
  const targets = await writeTargets(tx, observation, {
    ...{ lasting, declaredBefore },
  });
  return targets.moved.concat(
    targets.others.filter(
      id =>
        isNew ||
        isRollout ||
        resources.some(row => isOfTarget({ targets: row }, id)),
    ),
  );
}

/** Tells when the unit was looked at last, in milliseconds. */
async function forgetOtherCluster(
  tx: Knex.Transaction,
  { unit, cluster }: UnitObservation,
): Promise<number | undefined> {
  const stored = await tx<ObservationRow>('observations')
    .where({ unit_id: unit })
    .first('cluster', 'observed_at');
  if (!stored) return undefined;
  if (stored.cluster === cluster) return Number(stored.observed_at);
  for (const table of unitTables) {
    await tx(table).where({ unit_id: unit }).delete();
  }
  return undefined;
}

/** The targets of each resource that was written or went. */
async function writeResources(
  tx: Knex.Transaction,
  { unit, resources }: UnitObservation,
): Promise<string[][]> {
  const stored: Pick<ResourceRow, 'subject' | 'digest' | 'targets'>[] =
    await tx<ResourceRow>('resource_observations')
      .where({ unit_id: unit })
      .select('subject', 'digest', 'targets');
  const digests = new Map(stored.map(row => [row.subject, row.digest]));
  const rows = new Map(
    resources
      .map(resource => resourceRow(unit, resource))
      .map(row => [row.subject, row]),
  );
  const gone = stored.filter(({ subject }) => !rows.has(subject));
  for (const batch of batchesOf(gone, 1)) {
    await tx('resource_observations')
      .where({ unit_id: unit })
      .whereIn(
        'subject',
        batch.map(({ subject }) => subject),
      )
      .delete();
  }
  const written = [...rows.values()].filter(
    ({ subject, digest }) => digests.get(subject) !== digest,
  );
  for (const batch of batchesOf(written, 15)) {
    await tx('resource_observations')
      .insert(batch)
      .onConflict(['unit_id', 'subject'])
      .merge();
  }
  return [...gone, ...written].map(({ targets }) => readStrings(targets));
}

/** Tells whether it says anything else than what was stored. */
async function writeObservation(
  tx: Knex.Transaction,
  observation: UnitObservation,
): Promise<boolean> {
  const row = observationRow(observation);
  const same = await tx('observations')
    .where({ unit_id: row.unit_id, digest: row.digest })
    .update({ observed_at: row.observed_at });
  if (same > 0) return false;
  await tx('observations').insert(row).onConflict('unit_id').merge();
  return true;
}

/** The drifts that last after the observation. */
async function writeDrifts(
  tx: Knex.Transaction,
  observation: UnitObservation,
): Promise<DriftRow[]> {
  const { unit, cluster } = observation;
  const readLasting = (): Promise<DriftRow[]> =>
    tx<DriftRow>('drifts')
      .where({ unit_id: unit })
      .whereNull('resolved_at')
      .select('*');
  const before = await readLasting();
  const changes = driftChanges(before, observation);
  if (isNothing(changes)) return before;
  const seen = Date.parse(observation.observedAt);
  const opened = changes.opened.map(drift => ({
    ...drift,
    unit_id: unit,
    cluster,
    first_seen: seen,
    last_seen: seen,
  }));
  for (const batch of batchesOf(opened, 13)) await tx('drifts').insert(batch);
  for (const { key, seen: drift } of changes.altered) {
    await tx('drifts').where({ key }).update({
      class: drift.class,
      last_write: drift.last_write,
      last_seen: seen,
    });
  }
  for (const batch of batchesOf(changes.resolved, 1)) {
    await tx('drifts')
      .whereIn('key', batch)
      .update({ resolved_at: seen, last_seen: seen });
  }
  return readLasting();
}

function isNothing({ opened, altered, resolved }: DriftChanges): boolean {
  return opened.length + altered.length + resolved.length === 0;
}

async function writeTargets(
  tx: Knex.Transaction,
  observation: UnitObservation,
  known: {
    readonly lasting: readonly DriftRow[];
    readonly declaredBefore?: DeclaredBefore;
  },
): Promise<{ moved: string[]; others: string[] }> {
  const rows: TargetRow[] = await tx<TargetRow>('targets')
    .where({ unit_id: observation.unit })
    .select('*');
  const moved: string[] = [];
  const others: string[] = [];
  for (const row of rows) {
    const { lasting, declaredBefore } = known;
    const columns = liveColumns(row, observation, lasting, declaredBefore);
    if (isSameLive(row, columns)) {
      others.push(row.id);
      continue;
    }
    moved.push(row.id);
    await tx('targets').where({ key: row.key }).update(columns);
  }
  return { moved, others };
}
