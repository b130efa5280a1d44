import {
  Delivery,
  ResourceObservation,
  Sync,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { markUndelivered } from '../../undelivered';
import { describeRef, refKey } from '../../builtin/resourceRef';
import { UnitClaim } from '../match/FluxClaims';
import { DeliveryContext } from './DeliveryContext';
import { deliveryOf } from './deliveryOf';

/** Under which names Flux writes. */
const fluxManagers = ['kustomize-controller', 'helm-controller'];

/**
 * What was seen of a unit's resources, together with what Flux says of it.
 *
 * @param note - what else there is to say of how it was compared.
 */
export function observeFluxUnit(
  seen: UnitObservation,
  claim: UnitClaim,
  context: DeliveryContext,
  note?: string,
): UnitObservation {
  const orphans = inventoryOrphans(seen, claim, context);
  const delivery = deliveryOf(claim, context);
  const withOrphans = (sync: Sync) => syncWithOrphans(sync, orphans);
  const judged = (sync: Sync) =>
    claim.type === 'claimed' && claim.object.kind === 'HelmRelease'
      ? releasedSync(withOrphans(sync), delivery)
      : withOrphans(sync);
  const { mode: _, ...observation } = seen;
  const commit =
    claim.type === 'claimed' && claim.object.kind === 'Kustomization'
      ? delivery.applied?.commit
      : undefined;
  const message = [seen.message, delivery.message, note, leftDrift(seen, claim)]
    .filter(text => text !== undefined)
    .join('; ');
  return {
    ...observation,
    engine: 'flux',
    ...(commit !== undefined && { appliedRevision: commit }),
    sync: judged(seen.sync),
    ...(message !== '' && { message }),
    delivery,
    resources: [
      ...markUndelivered(seen.resources, delivery, fluxManagers),
      ...orphans,
    ],
    targets: seen.targets.map(target => ({
      ...target,
      sync: judged(target.sync),
    })),
  };
}

/** Why what was changed by hand stays as it is. */
function leftDrift(
  { resources }: UnitObservation,
  claim: UnitClaim,
): string | undefined {
  const isLeft =
    claim.type === 'claimed' &&
    claim.object.kind === 'HelmRelease' &&
    !claim.object.correctsDrift &&
    resources.some(
      ({ status }) => status === 'drifted' || status === 'missing',
    );
  if (!isLeft) return undefined;
  return claim.object.detectsDrift
    ? 'Flux tells of drift of this release and does not correct it: its driftDetection is set to warn'
    : 'Flux does not correct drift of this release: its driftDetection is off';
}

/**
 * What an object has applied and Git no longer declares: Flux keeps a list,
 * also of kinds that nothing of the unit is of any more.
 */
function inventoryOrphans(
  seen: UnitObservation,
  claim: UnitClaim,
  { desired }: DeliveryContext,
): readonly ResourceObservation[] {
  if (claim.type !== 'claimed') return [];
  const { object } = claim;
  if (object.kind !== 'Kustomization' || object.isRemote) return [];
  const known = new Set(seen.resources.map(refKey));
  const [doubt] = desired.indeterminate;
  return (object.inventory ?? [])
    .filter(ref => !known.has(refKey(ref)))
    .map(ref => ({
      ...ref,
      status: doubt === undefined ? 'orphaned' : 'indeterminate',
      reason:
        doubt ??
        `${describeRef(object.ref)} applied it, and Git no longer declares it`,
      differences: [],
      health: { state: 'unknown', message: 'It is not declared' },
      targets: desired.targets.map(({ id }) => id),
    }));
}

function syncWithOrphans(
  sync: Sync,
  resources: readonly ResourceObservation[],
): Sync {
  const { length } = resources.filter(({ status }) => status === 'orphaned');
  if (length === 0) return sync;
  const reason = `${length} orphaned`;
  return sync.state === 'outOfSync' && sync.reason !== undefined
    ? { ...sync, reason: `${sync.reason}, ${reason}` }
    : { state: 'outOfSync', reason };
}

/**
 * A release that is as it was installed is what Git declares only if the
 * newest declaration has been released.
 */
function releasedSync(sync: Sync, { steps, message }: Delivery): Sync {
  if (sync.state !== 'synced') return sync;
  const step = steps.find(
    each => each.step !== 'running' && each.state !== 'done',
  );
  if (step === undefined) return sync;
  const reason = step.message ?? message;
  return {
    state: step.state === 'unknown' ? 'unknown' : 'outOfSync',
    ...(reason !== undefined && { reason }),
  };
}
