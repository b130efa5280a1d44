import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { batchesOf } from './batches';
import { DeclaredBefore } from './declaredVersions';
import { driftChanges, DriftRow } from './driftChanges';
import {
  ObservationRow,
  observationRow,
  ResourceRow,
  resourceRow,
} from './liveRows';
import { TargetRow } from './rows';
import { LiveColumns, liveColumns } from './targetLive';

/** A unit's observation as its tables have it. */
export interface LookRows {
  readonly unit: string;
  readonly observation: ObservationRow;
  readonly resources: readonly ResourceRow[];
  readonly targets: readonly {
    readonly target: TargetRow;
    readonly columns: LiveColumns;
  }[];
  /** Whether any of it drifts, which is kept with since when. */
  readonly drifts: boolean;
}

type StoredResource = Pick<ResourceRow, 'unit_id' | 'subject' | 'digest'>;
type StoredObservation = Pick<ObservationRow, 'unit_id' | 'digest'>;

/** What is stored of several units, read at once. */
export class StoredLooks {
  readonly #digests: ReadonlyMap<string, string>;
  readonly #resources: ReadonlyMap<string, readonly StoredResource[]>;
  readonly #targets: ReadonlyMap<string, readonly TargetRow[]>;
  readonly #drifting: ReadonlySet<string>;

  private constructor(rows: {
    observations: readonly StoredObservation[];
    resources: readonly StoredResource[];
    targets: readonly TargetRow[];
    drifting: readonly string[];
  }) {
    this.#digests = new Map(
      rows.observations.map(({ unit_id, digest }) => [unit_id, digest]),
    );
    this.#resources = byUnit(rows.resources);
    this.#targets = byUnit(rows.targets);
    this.#drifting = new Set(rows.drifting);
  }

  static async read(
    tx: Knex.Transaction,
    units: readonly string[],
  ): Promise<StoredLooks> {
    const observations: StoredObservation[] = [];
    const resources: StoredResource[] = [];
    const targets: TargetRow[] = [];
    const drifting: string[] = [];
    for (const batch of batchesOf(units, 1)) {
      observations.push(
        ...(await tx<ObservationRow>('observations')
          .whereIn('unit_id', batch)
          .select('unit_id', 'digest')),
      );
      resources.push(
        ...(await tx<ResourceRow>('resource_observations')
          .whereIn('unit_id', batch)
          .select('unit_id', 'subject', 'digest')),
      );
      targets.push(
        ...(await tx<TargetRow>('targets')
          .whereIn('unit_id', batch)
          .select('*')),
      );
      drifting.push(
        ...(await tx<DriftRow>('drifts')
          .whereIn('unit_id', batch)
          .whereNull('resolved_at')
          .pluck('unit_id')),
      );
    }
    return new StoredLooks({ observations, resources, targets, drifting });
  }

  rowsOf(
    observation: UnitObservation,
    declaredBefore?: DeclaredBefore,
  ): LookRows {
    const { unit } = observation;
    const { opened } = driftChanges([], observation);
    return {
      unit,
      observation: observationRow(observation),
      resources: [
        ...new Map(
          observation.resources
            .map(each => resourceRow(unit, each))
            .map(row => [row.subject, row]),
        ).values(),
      ],
      targets: (this.#targets.get(unit) ?? []).map(target => ({
        target,
        columns: liveColumns(target, observation, [], declaredBefore),
      })),
      drifts: opened.length > 0 || this.#drifting.has(unit),
    };
  }

  /** Whether nothing is known yet of a unit that doesn't drift. */
  isFirst({ unit, drifts }: LookRows): boolean {
    return !drifts && !this.#digests.has(unit) && !this.#resources.has(unit);
  }

  /** Whether all that is said of a unit that doesn't drift is stored. */
  isSame({ unit, observation, resources, targets, drifts }: LookRows): boolean {
    if (drifts || this.#digests.get(unit) !== observation.digest) return false;
    const stored = this.#resources.get(unit) ?? [];
    const digests = new Set(stored.map(({ digest }) => digest));
    return (
      stored.length === resources.length &&
      resources.every(({ digest }) => digests.has(digest)) &&
      targets.every(({ target, columns }) => isSameLive(target, columns))
    );
  }
}

/**
 * Whether a target's row tells the same already. A replica of another version
 * may have worked some of it out otherwise.
 */
export function isSameLive(stored: LiveColumns, columns: LiveColumns): boolean {
  return (
    stored.live === columns.live &&
    stored.live_cluster === columns.live_cluster &&
    stored.live_engine === columns.live_engine &&
    stored.live_instance === columns.live_instance &&
    stored.live_stuck === columns.live_stuck &&
    stored.live_sync === columns.live_sync &&
    stored.state_rank === columns.state_rank &&
    stored.drift_count === columns.drift_count &&
    String(stored.drift_since) === String(columns.drift_since)
  );
}

function byUnit<T extends { readonly unit_id: string }>(
  rows: readonly T[],
): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const known = found.get(row.unit_id);
    if (known) known.push(row);
    else found.set(row.unit_id, [row]);
  }
  return found;
}
