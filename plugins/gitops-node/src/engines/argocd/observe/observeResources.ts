import {
  Health,
  ResourceDrift,
  ResourceObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { assignTargets } from '../../builtin/observe/assignTargets';
import { refKey } from '../../builtin/resourceRef';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { ArgoCdResource } from '../read/ArgoCdApplication';
import { readHealth } from '../read/readState';
import { ApplicationInput } from './ApplicationInput';

/**
 * The resources of an Application: as it lists them, as they compare where they
 * were compared, with the health that the resource tree tells since 3.0.
 */
export function observeResources(
  input: Pick<ApplicationInput, 'claimant' | 'drift' | 'tree'> & {
    readonly unit: Pick<ArgoCdUnit, 'targets'>;
  },
): readonly ResourceObservation[] {
  const { unit, claimant, drift, tree } = input;
  const { application } = claimant;
  const healths = new Map(
    tree?.nodes.map(node => [refKey(node), node.health] as const),
  );
  return application.resources.flatMap(resource => {
    if (resource.isHook) return [];
    const { group, version, kind, name } = resource;
    const key = refKey(resource);
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const object = { apiVersion: apiVersion ?? '', kind, metadata: { name } };
    const compared = drift?.get(key) ?? uncompared(resource);
    return [
      {
        ...compared,
        ...(version !== undefined &&
          apiVersion !== undefined && { apiVersion }),
        health: healthOf(resource, {
          isMissing: compared.status === 'missing',
          isKnown: healths.has(key),
          told: healths.get(key),
          whole: application.health,
        }),
        targets: [...assignTargets(object, unit.targets)],
      },
    ];
  });
}

/** As Argo CD says it stands, without its fields. */
function uncompared(resource: ArgoCdResource): ResourceDrift {
  const { group, kind, namespace, name, status, health } = resource;
  const ref = {
    ...{ group, kind, name },
    ...(namespace !== undefined && { namespace }),
  };
  const told = (state: ResourceDrift['status'], reason?: string) => ({
    ...{ ...ref, status: state, differences: [] },
    ...(reason !== undefined && { reason }),
  });
  if (status === 'synced') return told('synced');
  if (status === 'unknown') {
    return told('indeterminate', "Argo CD doesn't tell whether it is in sync");
  }
  if (resource.requiresPruning) return told('orphaned');
  return health?.state === 'missing' ? told('missing') : told('drifted');
}

/** Nothing is told of kinds that nobody reports on: that they are there is all. */
function healthOf(
  resource: ArgoCdResource,
  tree: {
    readonly isMissing: boolean;
    readonly isKnown: boolean;
    readonly told:
      | { readonly status?: string; readonly message?: string }
      | undefined;
    readonly whole: Health;
  },
): Health {
  // Of a kind without health Argo CD doesn't tell that it isn't there.
  if (tree.isMissing) return { state: 'missing', message: 'It does not exist' };
  if (tree.told?.status !== undefined) return readHealth(tree.told);
  if (resource.health !== undefined) return resource.health;
  if (tree.isKnown || tree.whole.state === 'healthy') {
    return { state: 'healthy' };
  }
  return { state: 'unknown', message: 'Argo CD tells it on request only' };
}
