import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { Knex } from 'knex';
import { Visibility } from '../permissions/TargetAccess';
import { TargetFilter } from '../permissions/TargetFilter';

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
}

/** Keeps to the targets that a request may see. */
export function whereVisible(
  query: Knex.QueryBuilder,
  visibility: Visibility,
): void {
  if (visibility.scope === 'some') whereCriteria(query, visibility.criteria);
}

function whereCriteria(
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<TargetFilter>,
): void {
  if (isNotCriteria(criteria)) {
    query.whereNot(inner => whereCriteria(inner, criteria.not));
  } else if (isAndCriteria(criteria)) {
    for (const part of criteria.allOf) {
      query.andWhere(inner => whereCriteria(inner, part));
    }
  } else if (isOrCriteria(criteria)) {
    query.andWhere(any => {
      for (const part of criteria.anyOf) {
        any.orWhere(inner => whereCriteria(inner, part));
      }
    });
  } else {
    whereFilter(query, criteria);
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
}

/** Letters that mean more to LIKE are taken as they are. */
function likePattern(text: string): string {
  return `%${text.replace(/[!%_]/g, letter => `!${letter}`)}%`;
}
