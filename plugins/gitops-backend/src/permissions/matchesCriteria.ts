import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { Visibility } from './TargetAccess';
import { matchesFilter, TargetFilter, TargetResource } from './TargetFilter';

/** Whether a target, which need not be there yet, is among those allowed. */
export function isVisible(
  target: TargetResource,
  visibility: Visibility | undefined,
): boolean {
  if (!visibility) return false;
  return (
    visibility.scope === 'all' || matchesCriteria(target, visibility.criteria)
  );
}

/** As the database decides it of the targets that are there. */
export function matchesCriteria(
  target: TargetResource,
  criteria: PermissionCriteria<TargetFilter>,
): boolean {
  if (isNotCriteria(criteria)) return !matchesCriteria(target, criteria.not);
  if (isAndCriteria(criteria)) {
    return criteria.allOf.every(part => matchesCriteria(target, part));
  }
  if (isOrCriteria(criteria)) {
    return criteria.anyOf.some(part => matchesCriteria(target, part));
  }
  return matchesFilter(target, criteria);
}
