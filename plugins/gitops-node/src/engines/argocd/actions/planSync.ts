import {
  ResourceObservation,
  SyncStep,
} from '@backstage-gitops/plugin-gitops-common';
import { ResourceRef } from '../../../manifests/Resource';
import { refKey } from '../../builtin/resourceRef';

/** What takes much with it when it is deleted. */
const weighty = new Set(['Namespace', 'CustomResourceDefinition']);

export interface SyncSelection {
  /** All where absent. */
  readonly resources?: readonly ResourceRef[];
  readonly prune: boolean;
  /** Namespaces and CRDs that may be deleted, as `kind/name`. */
  readonly confirm: readonly string[];
}

/** What a sync does to each resource that isn't in sync. */
export function planSync(
  resources: readonly ResourceObservation[],
  selection: SyncSelection,
): readonly SyncStep[] {
  const selected = selection.resources?.map(refKey);
  return resources
    .filter(({ status }) => status !== 'synced')
    .filter(each => selected === undefined || selected.includes(refKey(each)))
    .map(each => stepOf(each, selection));
}

/** Those that would be deleted, and nobody has confirmed: `kind/name`. */
export function unconfirmed(
  steps: readonly SyncStep[],
  { confirm }: SyncSelection,
): readonly string[] {
  return steps
    .filter(
      ({ action, outcome }) => action === 'prune' && outcome === 'planned',
    )
    .filter(({ kind }) => weighty.has(kind))
    .map(({ kind, name }) => `${kind}/${name}`)
    .filter(each => !confirm.includes(each));
}

function stepOf(
  { group, kind, namespace, name, status }: ResourceObservation,
  { prune }: SyncSelection,
): SyncStep {
  const ref = {
    ...{ group, kind, name },
    ...(namespace !== undefined && { namespace }),
  };
  if (status === 'orphaned') {
    return prune
      ? { ...ref, action: 'prune', outcome: 'planned' }
      : {
          ...{ ...ref, action: 'none', outcome: 'skipped' },
          message: 'Git declares it no longer; it is kept without pruning',
        };
  }
  const isThere = status !== 'missing' && status !== 'undelivered';
  const action = isThere ? 'update' : 'create';
  return { ...ref, action, outcome: 'planned' };
}
