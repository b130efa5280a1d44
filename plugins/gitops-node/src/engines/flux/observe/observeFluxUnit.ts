import {
  Delivery,
  Health,
  ResourceObservation,
  Sync,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { syncOf } from '../../builtin/observe/syncOf';
import { healthOfDelivered, markUndelivered } from '../../undelivered';
import { describeRef, refKey } from '../../builtin/resourceRef';
import { shortRevision } from '../api/revision';
import { UnitClaim } from '../match/FluxClaims';
import { appliedObjects } from './appliedObjects';
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
  const ahead = whyAhead(claim, context);
  const orphans = inventoryOrphans(seen, claim, context, ahead);
  const delivery = deliveryOf(claim, context);
  const resources = markUndelivered(withoutOrphans(seen, ahead), {
    ...{ delivery, managers: fluxManagers },
    applied: appliedObjects(claim, context),
  });
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
  const message = [
    seen.message,
    delivery.message,
    note,
    leftDrift(resources, claim),
  ]
    .filter(text => text !== undefined)
    .join('; ');
  return {
    ...observation,
    engine: 'flux',
    ...(commit !== undefined && { appliedRevision: commit }),
    ...(message !== '' && { message }),
    delivery,
    ...judgeUnit(seen, resources, judged),
    resources: [...resources, ...orphans],
  };
}

/** What is said of a unit and its targets, in the light of what was marked. */
function judgeUnit(
  seen: UnitObservation,
  resources: readonly ResourceObservation[],
  judged: (sync: Sync) => Sync,
): Pick<UnitObservation, 'sync' | 'health' | 'targets'> {
  const rejudged = (
    { sync, health }: { readonly sync: Sync; readonly health: Health },
    isOwn: (resource: ResourceObservation) => boolean,
  ) => {
    const own = resources.filter(isOwn);
    const before = seen.resources.filter(isOwn);
    const isMarked = own.some(({ status }) => status === 'undelivered');
    const hasDoubt = having('orphaned', own) < having('orphaned', before);
    const counted = isMarked ? recounted(sync, before, own) : sync;
    return {
      sync: judged(hasDoubt ? syncOf(own, []) : counted),
      health: isMarked ? healthOfDelivered(own) : health,
    };
  };
  return {
    ...rejudged(seen, () => true),
    targets: seen.targets.map(target => ({
      ...target,
      ...rejudged(target, ({ targets }) => targets.includes(target.target)),
    })),
  };
}

function having(
  status: ResourceObservation['status'],
  resources: readonly ResourceObservation[],
): number {
  return resources.filter(each => each.status === status).length;
}

/**
 * Why it can't be told what Git no longer declares, where it can't: Flux may
 * have applied a commit that has not been read yet.
 */
function whyAhead(
  claim: UnitClaim,
  { desired, containsCommit }: DeliveryContext,
): string | undefined {
  if (claim.type !== 'claimed' || containsCommit === undefined) {
    return undefined;
  }
  const { object } = claim;
  if (object.kind !== 'Kustomization') return undefined;
  const { unit, revision } = desired;
  const unread = [object.applied, object.attempted].find(
    each =>
      each?.commit !== undefined &&
      each.commit !== revision &&
      containsCommit(unit, revision, each.commit) !== true,
  );
  return (
    unread &&
    `Flux has applied ${shortRevision(unread)}, which has not been read yet`
  );
}

function withoutOrphans(
  { resources }: UnitObservation,
  doubt: string | undefined,
): readonly ResourceObservation[] {
  if (doubt === undefined) return resources;
  return resources.map(resource =>
    resource.status === 'orphaned'
      ? { ...resource, status: 'indeterminate', reason: doubt }
      : resource,
  );
}

/**
 * Counts again what is declared. The orphans come last and stay as they were
 * counted: which of them are kept on purpose isn't told.
 */
function recounted(
  { state, reason = '' }: Sync,
  before: readonly ResourceObservation[],
  now: readonly ResourceObservation[],
): Sync {
  const countsOf = (resources: readonly ResourceObservation[]) =>
    syncOf(
      resources.filter(({ status }) => status !== 'orphaned'),
      [],
    ).reason ?? '';
  return {
    state,
    reason: countsOf(now) + reason.slice(countsOf(before).length),
  };
}

/** Why what was changed by hand stays as it is. */
function leftDrift(
  resources: readonly ResourceObservation[],
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
  ahead: string | undefined,
): readonly ResourceObservation[] {
  if (claim.type !== 'claimed') return [];
  const { object } = claim;
  if (object.kind !== 'Kustomization' || object.isRemote) return [];
  const known = new Set(seen.resources.map(refKey));
  const [doubt = ahead] = desired.indeterminate;
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
