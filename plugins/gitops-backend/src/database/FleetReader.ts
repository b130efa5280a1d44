import {
  EngineKind,
  engineKindSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { Visibility } from '../permissions/TargetAccess';
import { TargetRow } from './rows';
import { stateRanks } from './targetLive';
import {
  FleetFilter,
  StaleSources,
  whereSelected,
  whereStuck,
  whereVisible,
} from './targetConditions';

/**
 * The columns each sorting goes by; the last tells every target apart, so that
 * a page begins exactly where the one before it ended.
 */
const sortings = {
  service: ['service', 'environment_position', 'key'],
  environment: ['environment_position', 'environment', 'service', 'key'],
  repository: ['repository_id', 'service', 'key'],
  owner: ['owner', 'service', 'key'],
  changed: ['changed_at', 'key'],
  behind: ['behind_rank', 'key'],
  drift: ['drift_count', 'key'],
  state: ['state_rank', 'key'],
} as const;

export type FleetSort = keyof typeof sortings;

export interface FleetSelection {
  readonly filter: FleetFilter;
  readonly sort: FleetSort;
  readonly order: 'asc' | 'desc';
  /** Values of the sorting's columns; targets after them. */
  readonly after?: readonly (string | number)[];
  readonly limit: number;
}

export interface FleetCounts {
  readonly total: number;
  readonly services: number;
  readonly behind: number;
  readonly differs: number;
  readonly drifted: number;
  readonly unhealthy: number;
  readonly stuck: number;
}

/** An engine that brings something, Argo CD by instance. */
export interface FleetEngine {
  readonly kind: EngineKind;
  readonly instance?: string;
}

/** The columns whose values name a place in the sorting. */
export function sortColumns(sort: FleetSort) {
  return sortings[sort];
}

/** The place of a target in the sorting. */
export function sortValues(
  sort: FleetSort,
  row: TargetRow,
): (string | number)[] {
  return sortings[sort].map(column =>
    column === 'changed_at' ? Number(row[column]) : row[column],
  );
}

/** Reads targets across all repositories. */
export class FleetReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async page(
    selection: FleetSelection,
    visibility: Visibility,
  ): Promise<TargetRow[]> {
    return this.pageQuery(selection, visibility);
  }

  /** The statement that a page of the fleet is read with. */
  pageQuery(
    { filter, sort, order, after, limit }: FleetSelection,
    visibility: Visibility,
  ): Knex.QueryBuilder<object, TargetRow[]> {
    const columns = sortings[sort].map(column => `targets.${column}`);
    const query = this.#knex('targets')
      .select('targets.*')
      .orderBy(columns.map(column => ({ column, order })))
      .limit(limit);
    whereSelected(query, filter);
    whereVisible(query, visibility);
    if (after) {
      const names = columns.map(() => '??').join(', ');
      const values = after.map(() => '?').join(', ');
      query.whereRaw(`(${names}) ${order === 'asc' ? '>' : '<'} (${values})`, [
        ...columns,
        ...after,
      ]);
    }
    return query;
  }

  async counts(
    filter: FleetFilter,
    stale: StaleSources,
    visibility: Visibility,
  ): Promise<FleetCounts> {
    const query = this.#knex('targets');
    whereSelected(query, filter);
    whereVisible(query, visibility);
    const state = `count(case when behind_state = ? then 1 end)`;
    const [row] = await query.select(
      this.#knex.raw('count(*) as total'),
      this.#knex.raw('count(distinct service) as services'),
      this.#knex.raw(`${state} as behind`, ['behind']),
      this.#knex.raw(`${state} as differs`, ['differs']),
      this.#knex.raw('count(case when drift_count > 0 then 1 end) as drifted'),
      this.#knex.raw(
        'count(case when state_rank = ? then 1 end) as unhealthy',
        [stateRanks.unhealthy],
      ),
    );
    const stuck = this.#knex('targets').count({ total: '*' });
    whereSelected(stuck, filter);
    whereStuck(stuck, { at: 'any', stale });
    whereVisible(stuck, visibility);
    const [{ total: stuckTotal }] = await stuck;
    return {
      total: Number(row.total),
      services: Number(row.services),
      behind: Number(row.behind),
      differs: Number(row.differs),
      drifted: Number(row.drifted),
      unhealthy: Number(row.unhealthy),
      stuck: Number(stuckTotal),
    };
  }

  /** The values that filters can take, over all the targets one may see. */
  async facets(visibility: Visibility) {
    const environments = this.#distinct(
      ['environment', 'environment_position'],
      visibility,
    ).orderBy(['environment_position', 'environment']);
    const repositories = this.#distinct(['repository_id'], visibility).orderBy(
      'repository_id',
    );
    const owners = this.#distinct(['owner'], visibility)
      .whereNot('owner', '')
      .orderBy('owner');
    const engines = this.#distinct(['live_engine', 'live_instance'], visibility)
      .whereNot('live_engine', '')
      .orderBy(['live_engine', 'live_instance']);
    return {
      environments: unique((await environments).map(row => row.environment)),
      repositories: (await repositories).map(row => row.repository_id),
      owners: (await owners).map(row => row.owner),
      engines: (await engines).map(fleetEngine),
    };
  }

  #distinct(
    columns: readonly (keyof TargetRow)[],
    visibility: Visibility,
  ): Knex.QueryBuilder<object, TargetRow[]> {
    const query = this.#knex('targets').distinct(...columns);
    whereVisible(query, visibility);
    return query;
  }
}

function fleetEngine({
  live_engine,
  live_instance,
}: Pick<TargetRow, 'live_engine' | 'live_instance'>): FleetEngine {
  return {
    kind: engineKindSchema.parse(live_engine),
    instance: live_instance || undefined,
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
