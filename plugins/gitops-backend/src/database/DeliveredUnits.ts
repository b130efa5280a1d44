import { Knex } from 'knex';
import {
  EntitySelector,
  entitySelectorSchema,
} from '../entities/EntitySelector';
import { digestOf } from './digest';
import { RepositoryRow, TargetRow } from './rows';

/** What is known of a unit beside what it declares. */
export interface UnitContext {
  readonly branch: string;
  /**
   * The newest commit of its branch that changed anything of it; absent while
   * its history is read.
   */
  readonly changedBy?: string;
  /**
   * What an entity asks for, where all its targets are the unit's, and no other
   * entity of the unit asks for something else.
   */
  readonly selector?: EntitySelector;
}

type UnitTarget = Pick<
  TargetRow,
  'unit_id' | 'repository_id' | 'branch' | 'entity_ref'
>;

/** Reads what tells engines' objects which units are theirs. */
export class DeliveredUnits {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Another one whenever indexing has found something new, or an entity asks
   * for another Application.
   */
  async fingerprint(): Promise<string> {
    const rows: Pick<RepositoryRow, 'id' | 'facts_key' | 'history_key'>[] =
      await this.#knex<RepositoryRow>('repositories')
        .orderBy('id')
        .select('id', 'facts_key', 'history_key');
    const asking: { unit_id: string; entity_ref: string; digest: string }[] =
      await this.#knex('targets')
        .join('entities', 'entities.ref', 'targets.entity_ref')
        .where(any =>
          any
            .where('entities.selector', 'not like', '%"applications":[]%')
            .orWhere('entities.selector', 'like', '%"applicationSelector":"%'),
        )
        .distinct('targets.unit_id', 'targets.entity_ref', 'entities.digest')
        .orderBy(['targets.unit_id', 'targets.entity_ref']);
    return digestOf([rows, asking]);
  }

  /** Of every unit that has targets, by its id. */
  async all(): Promise<ReadonlyMap<string, UnitContext>> {
    const targets: UnitTarget[] = await this.#knex<TargetRow>('targets')
      .orderBy('key')
      .select('unit_id', 'repository_id', 'branch', 'entity_ref');
    const changes = await this.#newestChanges();
    const current = await this.#withHistory();
    const selectors = await this.#selectors();
    const unitsOfEntity = new Map<string, Set<string>>();
    for (const { entity_ref, unit_id } of targets) {
      const known = unitsOfEntity.get(entity_ref);
      if (known) known.add(unit_id);
      else unitsOfEntity.set(entity_ref, new Set([unit_id]));
    }
    const asked = new Map<string, Map<string, EntitySelector>>();
    for (const { entity_ref, unit_id } of targets) {
      const selector = selectors.get(entity_ref);
      // An annotation names one Application; of several units it can't be told
      // which it means.
      const isOfOne = unitsOfEntity.get(entity_ref)?.size === 1;
      if (!isOfOne || !selector || !asksForApplication(selector)) continue;
      const known = asked.get(unit_id) ?? new Map();
      asked.set(unit_id, known.set(applicationKey(selector), selector));
    }
    return new Map(
      targets.map(({ unit_id, repository_id, branch }) => [
        unit_id,
        {
          branch,
          changedBy: current.has(repository_id)
            ? changes.get(unit_id)
            : undefined,
          selector: onlyOf(asked.get(unit_id)),
        },
      ]),
    );
  }

  /** Repositories whose history is that of what is declared. */
  async #withHistory(): Promise<ReadonlySet<string>> {
    const rows: Pick<RepositoryRow, 'id' | 'facts_key' | 'history_key'>[] =
      await this.#knex<RepositoryRow>('repositories').select(
        'id',
        'facts_key',
        'history_key',
      );
    return new Set(
      rows
        .filter(({ facts_key, history_key }) => facts_key === history_key)
        .map(({ id }) => id),
    );
  }

  async #newestChanges(): Promise<ReadonlyMap<string, string>> {
    const newest = this.#knex('target_changes')
      .join('targets', 'targets.key', 'target_changes.target_key')
      .groupBy('targets.unit_id')
      .select('targets.unit_id')
      .max('target_changes.position as position')
      .as('newest');
    const rows: { unit_id: string; landed_by: string }[] = await this.#knex(
      newest,
    )
      .join('targets', 'targets.unit_id', 'newest.unit_id')
      .join('target_changes', on =>
        on
          .on('target_changes.target_key', 'targets.key')
          .andOn('target_changes.position', 'newest.position'),
      )
      .join('changes', 'changes.key', 'target_changes.change_key')
      .select('newest.unit_id', 'changes.landed_by');
    return new Map(rows.map(row => [row.unit_id, row.landed_by]));
  }

  async #selectors(): Promise<ReadonlyMap<string, EntitySelector>> {
    const rows: { ref: string; selector: string }[] = await this.#knex(
      'entities',
    ).select('ref', 'selector');
    return new Map(
      rows.map(({ ref, selector }) => [
        ref,
        entitySelectorSchema.parse(JSON.parse(selector)),
      ]),
    );
  }
}

function asksForApplication({
  applications,
  applicationSelector,
}: EntitySelector): boolean {
  return applications.length > 0 || applicationSelector !== undefined;
}

/** Equal for those that mean the same Application. */
function applicationKey({
  applications,
  applicationSelector,
  applicationPlace,
}: EntitySelector): string {
  return digestOf([applications, applicationSelector, applicationPlace]);
}

/** Whoever is one of several owners doesn't speak for the others. */
function onlyOf(
  asked: ReadonlyMap<string, EntitySelector> | undefined,
): EntitySelector | undefined {
  const [only, ...others] = asked?.values() ?? [];
  return others.length === 0 ? only : undefined;
}
