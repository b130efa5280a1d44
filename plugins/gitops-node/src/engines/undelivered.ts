import {
  Delivery,
  deliveryTrouble,
  Difference,
  Health,
  ResourceObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { rollUpHealth } from './builtin/health/rollUpHealth';
import { describeRef, refKey } from './builtin/resourceRef';

/** What an engine has applied, and how far it is. */
export interface DeliveredSoFar {
  readonly delivery: Delivery;
  /** Under which names the engine writes. */
  readonly managers: readonly string[];
  /**
   * refKeys of what the engine has applied up to now; absent where that isn't
   * known, so that nothing that is missing can be told to be new.
   */
  readonly applied?: ReadonlySet<string>;
}

/**
 * Tells from drift what Git declares and the engine has not applied yet, while
 * it has still to apply what is declared now: a field whose live value the
 * engine wrote itself, and an object that it never applied. What anybody else
 * wrote, or took away, is drift all the same.
 */
export function markUndelivered(
  resources: readonly ResourceObservation[],
  { delivery, managers, applied }: DeliveredSoFar,
): readonly ResourceObservation[] {
  const step = delivery.steps.find(each => each.step === 'applied');
  if (step === undefined || step.state === 'done') return resources;
  const isOwn = ({ class: kind, lastWrite }: Difference) =>
    (kind === 'changed' || kind === 'pendingRemoval') &&
    lastWrite !== undefined &&
    managers.includes(lastWrite.manager);
  return resources.map(resource => {
    if (isNew(resource, applied)) {
      return asUndelivered(resource, awaitedHealth(delivery));
    }
    return resource.differences.some(isOwn)
      ? {
          ...resource,
          differences: resource.differences.map(difference =>
            isOwn(difference)
              ? { ...difference, class: 'undelivered' }
              : difference,
          ),
        }
      : resource;
  });
}

/** Whether an object isn't there since nobody has applied it yet. */
export function isNew(
  resource: Pick<
    ResourceObservation,
    'status' | 'group' | 'kind' | 'namespace' | 'name'
  >,
  applied: ReadonlySet<string> | undefined,
): boolean {
  return (
    resource.status === 'missing' &&
    applied !== undefined &&
    !applied.has(refKey(resource))
  );
}

export function asUndelivered(
  resource: ResourceObservation,
  health: Health,
): ResourceObservation {
  return { ...resource, status: 'undelivered', health };
}

const message = 'It has not been applied yet';

/** Of what nobody keeps from being applied: it is on its way. */
export const onItsWay: Health = { state: 'progressing', message };

/** Of what waits, or can't be applied, nothing can be told. */
export const notApplied: Health = { state: 'unknown', message };

function awaitedHealth(delivery: Delivery): Health {
  const kind = deliveryTrouble(delivery)?.kind;
  return kind === 'rollingOut' || kind === 'notFetched' ? onItsWay : notApplied;
}

/**
 * The health of what was applied, and only where nothing was, of what is still
 * to be. What Git no longer declares doesn't count.
 */
export function healthOfDelivered(
  resources: readonly ResourceObservation[],
): Health {
  const declared = resources.filter(({ status }) => status !== 'orphaned');
  const delivered = declared.filter(({ status }) => status !== 'undelivered');
  return rollUpHealth(
    (delivered.length > 0 ? delivered : declared).map(resource => ({
      name: describeRef(resource),
      health: resource.health,
    })),
  );
}
