import {
  Delivery,
  Health,
  ResourceObservation,
  TargetObservation,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { syncOf } from '../../builtin/observe/syncOf';
import { refKey } from '../../builtin/resourceRef';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { Claimant } from '../match/matchApplications';
import { ArgoCdApplication } from '../read/ArgoCdApplication';
import { ApplicationInput } from './ApplicationInput';
import { healthOfDelivered, markUndelivered } from '../../undelivered';
import { argoCdManagers } from './compareManaged';
import { deliveryOf } from './deliveryOf';
import { observeResources } from './observeResources';
import { joinImages, runningImages } from './runningImages';

/** What is said of a unit and its targets, out of its Application. */
export function observeApplication(input: ApplicationInput): UnitObservation {
  const { unit, claimant, instance, cluster, now } = input;
  const { containsCommit, declaring, applied, isOutdated } = input;
  const { application, source } = claimant;
  const { declared } = unit;
  const delivery = deliveryOf({
    ...{ application, source, instance },
    ...(declared !== undefined && { declared }),
    ...(containsCommit !== undefined && { containsCommit }),
    ...(declaring !== undefined && { declaring }),
    ...(isOutdated !== undefined && { isOutdated }),
  });
  const resources = markUndelivered(observeResources(input), {
    ...{ delivery, managers: argoCdManagers },
    ...(applied !== undefined && { applied }),
  });
  const { fetched, message } = delivery;
  return {
    ...{ unit: unit.unit.id, cluster, engine: 'argocd' },
    mode: application.automated === undefined ? 'manual' : 'auto',
    ...{ comparison: 'readOnly', observedAt: now.toISOString() },
    ...(fetched?.commit !== undefined && { revision: fetched.commit }),
    ...(delivery.applied?.commit !== undefined && {
      appliedRevision: delivery.applied.commit,
    }),
    sync: unitSync(input, delivery, resources),
    health: unitHealth(application, resources),
    ...(message !== undefined && { message }),
    delivery,
    resources: [...resources],
    targets: observeTargets(input, delivery, resources),
  };
}

/** Argo CD's word, with what it counts where it says that something differs. */
function unitSync(
  { claimant }: Pick<ApplicationInput, 'claimant'>,
  delivery: Delivery,
  resources: readonly ResourceObservation[],
): UnitObservation['sync'] {
  const { sync } = claimant.application;
  const { stopped } = delivery;
  // It is what Git declared before.
  if (sync.state === 'synced' && stopped?.reason === 'notFetched') {
    return { state: 'outOfSync', reason: stopped.message };
  }
  if (sync.state !== 'outOfSync') return sync;
  const { reason } = syncOf(resources, []);
  return reason === undefined ? sync : { ...sync, reason };
}

/**
 * Argo CD's word, unless all that it calls missing is what it has not applied
 * yet.
 */
function unitHealth(
  { health }: ArgoCdApplication,
  resources: readonly ResourceObservation[],
): Health {
  const having = (status: ResourceObservation['status']) =>
    resources.some(resource => resource.status === status);
  return health.state === 'missing' &&
    having('undelivered') &&
    !having('missing')
    ? healthOfDelivered(resources)
    : health;
}

function observeTargets(
  input: ApplicationInput,
  delivery: Delivery,
  resources: readonly ResourceObservation[],
): TargetObservation[] {
  const { unit, claimant, tree } = input;
  const { application } = claimant;
  const images = tree === undefined ? undefined : runningImages(tree);
  return unit.targets.map(({ id }) => {
    const own = resources.filter(({ targets }) => targets.includes(id));
    const isAll = own.length === resources.length || own.length === 0;
    return {
      target: id,
      health: isAll
        ? unitHealth(application, resources)
        : healthOfDelivered(own),
      sync:
        isAll || delivery.stopped?.reason === 'notFetched'
          ? unitSync(input, delivery, own)
          : syncOf(own, []),
      artifacts: joinImages(own.map(each => images?.get(refKey(each)) ?? [])),
    };
  });
}

/** Of a unit that several claim, nothing is told of any of them. */
export function observeContested(
  { unit, targets }: ArgoCdUnit,
  claimants: readonly Claimant[],
  context: { readonly cluster: string; readonly now: Date },
): UnitObservation {
  const names = claimants.map(
    ({ application: { instance, namespace, name } }) =>
      `${namespace}/${name} of ${instance}`,
  );
  const reason = `Several Applications deploy it: ${names.join(', ')}`;
  const sync = { state: 'unknown' as const, reason };
  const health = { state: 'unknown' as const, message: reason };
  return {
    ...{ unit: unit.id, cluster: context.cluster, engine: 'argocd' },
    ...{ comparison: 'readOnly', observedAt: context.now.toISOString() },
    ...{ sync, health, message: reason },
    delivery: {
      claimedBy: claimants.map(({ application: { namespace, name } }) => ({
        ...{ group: 'argoproj.io', kind: 'Application', namespace, name },
      })),
      ...{ state: 'unknown', message: reason },
      ...{ waitsFor: [], conditions: [], history: [], steps: [] },
    },
    resources: [],
    targets: targets.map(({ id }) => ({
      ...{ target: id, health, sync, artifacts: [] },
    })),
  };
}
