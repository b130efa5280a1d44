import {
  EngineKind,
  troubleGravity,
  TroubleKind,
  troubleKindSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { Knex } from 'knex';
import { Visibility } from '../permissions/TargetAccess';
import { TargetFilter } from '../permissions/TargetFilter';
import { stateRanks } from './targetLive';

/** Which targets the fleet is asked for. */
export interface FleetFilter {
  readonly text?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly repository?: string;
  readonly owner?: string;
  /** Newest change at or before; milliseconds. */
  readonly changedBefore?: number;
  readonly minBehind?: number;
  readonly engine?: EngineKind;
  /** Of Argo CD, by its configured name. */
  readonly instance?: string;
  readonly live?: LiveFilter;
  readonly stuck?: StuckFilter;
}

/** What was not read just now: clusters, and instances of Argo CD. */
export interface StaleSources {
  readonly clusters: readonly string[];
  readonly instances: readonly string[];
}

/** Which of them by what runs. */
export interface LiveFilter {
  readonly state: 'drifted' | 'unhealthy' | 'outOfSync' | 'unknown' | 'fine';
  readonly stale: StaleSources;
}

/** Which of them by where they are stuck; `any`: unless that goes on by itself. */
export interface StuckFilter {
  readonly at: TroubleKind | 'any';
  readonly stale: StaleSources;
}

/** Keeps to the targets that a request may see. */
export function whereVisible(
  query: Knex.QueryBuilder,
  visibility: Visibility,
): void {
  if (visibility.scope === 'some') {
    whereCriteria(query, visibility.criteria, whereFilter);
  }
}

/** Keeps to the rows that meet the criteria, each told by `whereOne`. */
export function whereCriteria(
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<TargetFilter>,
  whereOne: (query: Knex.QueryBuilder, filter: TargetFilter) => void,
): void {
  if (isNotCriteria(criteria)) {
    query.whereNot(inner => whereCriteria(inner, criteria.not, whereOne));
  } else if (isAndCriteria(criteria)) {
    for (const part of criteria.allOf) {
      query.andWhere(inner => whereCriteria(inner, part, whereOne));
    }
  } else if (isOrCriteria(criteria)) {
    query.andWhere(any => {
      for (const part of criteria.anyOf) {
        any.orWhere(inner => whereCriteria(inner, part, whereOne));
      }
    });
  } else {
    whereOne(query, criteria);
  }
}

const entityColumns = { entity: 'entity_ref', owner: 'owner' } as const;

function whereFilter(query: Knex.QueryBuilder, filter: TargetFilter): void {
  if (filter.property === 'environment') {
    query.whereIn('targets.environment', filter.values);
    return;
  }
  const column = entityColumns[filter.property];
  query.whereIn('targets.key', keys =>
    keys
      .select('target_key')
      .from('target_entities')
      .whereIn(column, filter.values),
  );
}

/** Keeps to the targets that a filter selects. */
export function whereSelected(
  query: Knex.QueryBuilder,
  filter: FleetFilter,
): void {
  const equal = {
    'targets.service': filter.service,
    'targets.environment': filter.environment,
    'targets.repository_id': filter.repository,
    'targets.owner': filter.owner,
    'targets.live_engine': filter.engine,
    'targets.live_instance': filter.instance,
  };
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) query.where(column, value);
  }
  if (filter.text) {
    const pattern = likePattern(filter.text.toLocaleLowerCase('en-US'));
    query.where(any =>
      any
        .whereRaw(`targets.search_text like ? escape '!'`, [pattern])
        .orWhereRaw(`targets.entity_ref like ? escape '!'`, [pattern]),
    );
  }
  if (filter.changedBefore !== undefined) {
    query.whereBetween('targets.changed_at', [1, filter.changedBefore]);
  }
  if (filter.minBehind) {
    query.where('targets.behind_count', '>=', filter.minBehind);
  }
  if (filter.live) whereLive(query, filter.live);
  if (filter.stuck) whereStuck(query, filter.stuck);
}

const stuckKinds = troubleKindSchema.options.filter(kind =>
  ['broken', 'held'].includes(troubleGravity(kind)),
);

/** What was not seen of late may have come through since. */
export function whereStuck(
  query: Knex.QueryBuilder,
  { at, stale }: StuckFilter,
): void {
  query
    .where(told => {
      told.whereIn('targets.live_stuck', at === 'any' ? stuckKinds : [at]);
      if (at === 'any' || at === 'degraded') {
        told.orWhere('targets.state_rank', stateRanks.unhealthy);
      }
    })
    .whereNot(old => whereStale(old, stale));
}

function whereLive(
  query: Knex.QueryBuilder,
  { state, stale }: LiveFilter,
): void {
  switch (state) {
    case 'drifted':
      query.where('targets.drift_count', '>', 0);
      break;
    case 'unhealthy':
      query.where('targets.state_rank', stateRanks.unhealthy);
      break;
    case 'outOfSync':
      query.where('targets.live_sync', 'outOfSync');
      break;
    case 'unknown':
      query.where(any =>
        any
          .where('targets.state_rank', stateRanks.unknown)
          .orWhere(old => whereStale(old, stale)),
      );
      break;
    default:
      query
        .where('targets.state_rank', '<=', stateRanks.progressing)
        .whereNot(old => whereStale(old, stale));
  }
}

/** Who was read last where a target is told of: Argo CD, or its cluster. */
function whereStale(
  query: Knex.QueryBuilder,
  { clusters, instances }: StaleSources,
): void {
  query
    .where(own =>
      own
        .whereIn('targets.live_cluster', clusters)
        .whereNot('targets.live_engine', 'argocd'),
    )
    .orWhere(told =>
      told
        .whereIn('targets.live_instance', instances)
        .where('targets.live_engine', 'argocd'),
    );
}

/** Letters that mean more to LIKE are taken as they are. */
function likePattern(text: string): string {
  return `%${text.replace(/[!%_]/g, letter => `!${letter}`)}%`;
}
