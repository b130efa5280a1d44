import { Knex } from 'knex';
import { TargetResource } from '../permissions/TargetFilter';
import { Visibility } from '../permissions/TargetAccess';
import { batchesOf } from './batches';
import { TargetRow, UnitRow } from './rows';
import { whereVisible } from './targetConditions';

/** A target with what the API tells of its unit. */
export interface TargetWithUnit extends TargetRow {
  readonly unit_kind: UnitRow['kind'];
  readonly unit_name: UnitRow['name'];
  readonly unit_files: UnitRow['files'];
}

/** Reads targets, only those that the request may see. */
export class TargetReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async ofEntity(
    entityRef: string,
    visibility: Visibility,
  ): Promise<TargetWithUnit[]> {
    return this.ofEntityQuery(entityRef, visibility);
  }

  /** The one statement that an entity's page reads its targets with. */
  ofEntityQuery(
    entityRef: string,
    visibility: Visibility,
  ): Knex.QueryBuilder<object, TargetWithUnit[]> {
    const query = this.#withUnits()
      .join('target_entities', 'target_entities.target_key', 'targets.key')
      .where('target_entities.entity_ref', entityRef)
      .orderBy([
        'targets.environment_position',
        'targets.environment',
        'targets.service',
        'targets.cluster',
        'targets.key',
      ]);
    whereVisible(query, visibility);
    return query;
  }

  /** By its id, or one that it had before its declaration moved. */
  async byId(
    id: string,
    visibility: Visibility,
  ): Promise<TargetWithUnit | undefined> {
    const byColumn = (column: string, value: string | number) => {
      const query = this.#withUnits().where(column, value).first();
      whereVisible(query, visibility);
      return query;
    };
    const target = await byColumn('targets.id', id);
    if (target) return target;
    const moved = await this.#knex<{ id: string; target_key: number }>(
      'target_predecessors',
    )
      .where({ id })
      .first('target_key');
    return moved && byColumn('targets.key', moved.target_key);
  }

  /** Targets by their ids, whoever may see them. */
  async byIds(ids: readonly string[]): Promise<Map<string, TargetRow>> {
    const found = new Map<string, TargetRow>();
    for (const batch of batchesOf([...new Set(ids)], 1)) {
      const rows: TargetRow[] = await this.#knex<TargetRow>('targets').whereIn(
        'id',
        batch,
      );
      for (const row of rows) found.set(row.id, row);
    }
    return found;
  }

  /** The ids of an environment's targets in one repository. */
  async ofEnvironment(
    repositoryId: string,
    environment: string,
  ): Promise<readonly string[]> {
    return this.#knex<TargetRow>('targets')
      .where({ repository_id: repositoryId, environment })
      .pluck('id');
  }

  /** The ids of a unit's targets that the request may not have. */
  async hiddenOfUnit(
    unit: string,
    visibility: Visibility,
  ): Promise<ReadonlySet<string>> {
    const all = this.#knex<TargetRow>('targets').where({ unit_id: unit });
    const visible = all.clone();
    whereVisible(visible, visibility);
    const hidden = new Set<string>(await all.pluck('id'));
    const own: string[] = await visible.pluck('id');
    for (const id of own) hidden.delete(id);
    return hidden;
  }

  /** Ids by key, for showing which targets a change is of. */
  async ids(keys: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const ids = new Map<number, string>();
    for (const batch of batchesOf(keys, 1)) {
      const rows = await this.#knex<TargetRow>('targets')
        .whereIn('key', batch)
        .select('key', 'id');
      for (const { key, id } of rows) ids.set(key, id);
    }
    return ids;
  }

  /** What permission rules need of each target, in the order asked for. */
  async resources(
    ids: readonly string[],
  ): Promise<Array<TargetResource | undefined>> {
    const resources = new Map<string, TargetResource>();
    for (const batch of batchesOf(ids, 1)) {
      const rows: Array<{
        id: string;
        environment: string;
        entity_ref: string | null;
        owner: string | null;
      }> = await this.#knex('targets')
        .leftJoin('target_entities', 'target_key', 'targets.key')
        .whereIn('targets.id', batch)
        .select(
          'targets.id',
          'targets.environment',
          'target_entities.entity_ref',
          'target_entities.owner',
        );
      for (const { id, environment, entity_ref, owner } of rows) {
        const entities = resources.get(id)?.entities ?? [];
        resources.set(id, {
          id,
          environment,
          entities:
            entity_ref === null
              ? entities
              : [...entities, { entityRef: entity_ref, owner: owner ?? '' }],
        });
      }
    }
    return ids.map(id => resources.get(id));
  }

  #withUnits(): Knex.QueryBuilder<object, TargetWithUnit[]> {
    return this.#knex('targets')
      .leftJoin('units', 'units.id', 'targets.unit_id')
      .select(
        'targets.*',
        'units.kind as unit_kind',
        'units.name as unit_name',
        'units.files as unit_files',
      );
  }
}
