import { ResourceObservation } from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { batchesOf } from './batches';
import { DriftRow } from './driftChanges';
import { ObservationRow, resourceFromRow, ResourceRow } from './liveRows';
import { UnitRow } from './rows';

/** A unit's place, and what was seen of it where anything was. */
export interface UnitLook
  extends Pick<UnitRow, 'id' | 'cluster' | 'environment'> {
  readonly look?: ObservationRow;
}

/** A drift that lasts, as far as a page tells of it. */
export type LastingDrift = Pick<
  DriftRow,
  'subject' | 'resource' | 'first_seen'
>;

/** Reads what was seen of units. */
export class LiveReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async units(ids: readonly string[]): Promise<Map<string, UnitLook>> {
    const found = new Map<string, UnitLook>();
    for (const batch of batchesOf([...new Set(ids)], 1)) {
      const units = await this.#knex<UnitRow>('units')
        .whereIn('id', batch)
        .select('id', 'cluster', 'environment');
      const looks = await this.#knex<ObservationRow>('observations').whereIn(
        'unit_id',
        batch,
      );
      const byUnit = new Map(looks.map(look => [look.unit_id, look]));
      for (const unit of units) {
        found.set(unit.id, { ...unit, look: byUnit.get(unit.id) });
      }
    }
    return found;
  }

  /** The unit's resources by kind and name, with what names each. */
  async resources(unit: string): Promise<
    readonly {
      readonly subject: string;
      readonly resource: ResourceObservation;
    }[]
  > {
    const rows: ResourceRow[] = await this.#knex<ResourceRow>(
      'resource_observations',
    )
      .where({ unit_id: unit })
      .orderBy(['kind', 'namespace', 'name', 'subject']);
    return rows.map(row => ({
      subject: row.subject,
      resource: resourceFromRow(row),
    }));
  }

  /** The drifts of a unit that last. */
  async lasting(unit: string): Promise<readonly LastingDrift[]> {
    return this.#knex<DriftRow>('drifts')
      .where({ unit_id: unit })
      .whereNull('resolved_at')
      .select('subject', 'resource', 'first_seen');
  }
}
