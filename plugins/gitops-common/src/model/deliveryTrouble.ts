import { z } from 'zod';
import { Delivery, EngineObject, UnitObservation } from './observation';

/**
 * Why an engine has not made all of it so. `claimed`: several of its objects
 * want the unit. `fetchFailed` and `failed`: it tried, and could not. `degraded`:
 * what it applied isn't well. `suspended`: a person keeps the engine from it;
 * `rolloutPaused`: a rollout stands still by itself. `waiting`: for something
 * else to be ready, `needsSync`: for a person, `notFetched`: for the engine to
 * look. `rollingOut`: it is on its way. `unknown`: the engine can't tell.
 *
 * @public
 */
export const troubleKindSchema = z.enum([
  'claimed',
  'fetchFailed',
  'failed',
  'degraded',
  'suspended',
  'rolloutPaused',
  'waiting',
  'needsSync',
  'notFetched',
  'rollingOut',
  'unknown',
]);

/** @public */
export type TroubleKind = z.infer<typeof troubleKindSchema>;

/** @public */
export interface DeliveryTrouble {
  readonly kind: TroubleKind;
  /** In the engine's words, made readable. */
  readonly message?: string;
  /** The objects that claim the unit, or names of what is waited for. */
  readonly names: readonly string[];
  readonly by?: string;
  readonly since?: string;
}

/**
 * `broken`: it does not go on until someone mends it. `held`: it does not go on
 * now. `moving`: it goes on. `unknown`: nobody can tell.
 *
 * @public
 */
export type TroubleGravity = 'broken' | 'held' | 'moving' | 'unknown';

const gravities: Record<TroubleKind, TroubleGravity> = {
  claimed: 'broken',
  fetchFailed: 'broken',
  failed: 'broken',
  degraded: 'broken',
  suspended: 'held',
  rolloutPaused: 'held',
  waiting: 'held',
  needsSync: 'held',
  notFetched: 'held',
  rollingOut: 'moving',
  unknown: 'unknown',
};

/** @public */
export function troubleGravity(kind: TroubleKind): TroubleGravity {
  return gravities[kind];
}

/** A delivery without what only its own page shows. @public */
export type ToldDelivery = Omit<Delivery, 'conditions' | 'history'>;

/**
 * What isn't as it should be of a delivery; undefined where all of it is.
 *
 * @public
 */
export function deliveryTrouble(
  delivery: ToldDelivery | undefined,
): DeliveryTrouble | undefined {
  if (!delivery) return undefined;
  const { claimedBy = [], suspended, state, stopped, message } = delivery;
  if (claimedBy.length > 1) {
    return { kind: 'claimed', names: claimedBy.map(objectName), message };
  }
  if (suspended || (state === 'suspended' && !stopped)) {
    const { by, since, reason } = suspended ?? {};
    // What the engine says of itself repeats who did it and why.
    const told = by || reason ? reason : stopped?.message ?? message;
    return { kind: 'suspended', names: [], message: told, by, since };
  }
  if (stopped) return stoppedTrouble(delivery, stopped);
  const kinds = {
    failed: 'failed',
    progressing: 'rollingOut',
    unknown: 'unknown',
    suspended: 'suspended',
    synced: undefined,
    outOfSync: undefined,
  } as const;
  const kind = kinds[state];
  return kind && { kind, names: [], message };
}

function stoppedTrouble(
  { steps, waitsFor }: ToldDelivery,
  { reason, message }: NonNullable<ToldDelivery['stopped']>,
): DeliveryTrouble {
  const fetched = steps.find(({ step }) => step === 'fetched');
  const fetchFailed = fetched?.state === 'failed';
  const told = { names: [], message };
  switch (reason) {
    case 'failed':
      return { ...told, kind: fetchFailed ? 'fetchFailed' : 'failed' };
    case 'notFetched':
      return { ...told, kind: fetchFailed ? 'fetchFailed' : 'notFetched' };
    case 'waiting':
      return waitsFor.length > 0
        ? { kind: 'waiting', names: waitsFor, message }
        : { ...told, kind: 'needsSync' };
    case 'suspended':
      return { ...told, kind: 'rolloutPaused' };
    default:
      return { ...told, kind: reason };
  }
}

/**
 * The same of one target. The built-in engine tells of no steps: what is not
 * applied there, and didn't drift, waits for a person where it applies on
 * request.
 *
 * @public
 */
export function targetTrouble(seen: {
  readonly engine: UnitObservation['engine'];
  readonly mode?: UnitObservation['mode'];
  readonly sync: UnitObservation['sync'];
  readonly health: UnitObservation['health'];
  readonly delivery?: ToldDelivery;
  readonly drift: {
    readonly fields: number;
    readonly missing: number;
    readonly orphaned: number;
  };
}): DeliveryTrouble | undefined {
  const { engine, mode, sync, health, delivery, drift } = seen;
  if (engine !== 'builtin') return deliveryTrouble(delivery);
  const { fields, missing, orphaned } = drift;
  const hasDrifted = fields + missing + orphaned > 0;
  if (mode === 'manual' && sync.state === 'outOfSync' && !hasDrifted) {
    return { kind: 'needsSync', names: [], message: sync.reason };
  }
  return health.state === 'progressing'
    ? { kind: 'rollingOut', names: [], message: health.message }
    : undefined;
}

/**
 * "Kustomization flux-system/apps"
 *
 * @public
 */
export function objectName({ kind, namespace, name }: EngineObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
