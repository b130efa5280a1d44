import type {
  DeliverySummary,
  EngineObject,
} from '@backstage-gitops/plugin-gitops-common';
import type { Tone } from '../look/tones';

/**
 * Why an engine has not made all of it so. `claimed`: several of its objects
 * want the unit. `fetchFailed` and `failed`: it tried, and could not. `degraded`:
 * what it applied isn't well. `suspended`: a person keeps the engine from it;
 * `rolloutPaused`: a rollout stands still by itself. `waiting`: for something
 * else to be ready, `needsSync`: for a person, `notFetched`: for the engine to
 * look. `rollingOut`: it is on its way. `unknown`: the engine can't tell.
 */
export type TroubleKind =
  | 'claimed'
  | 'fetchFailed'
  | 'failed'
  | 'degraded'
  | 'suspended'
  | 'rolloutPaused'
  | 'waiting'
  | 'needsSync'
  | 'notFetched'
  | 'rollingOut'
  | 'unknown';

export interface DeliveryTrouble {
  readonly kind: TroubleKind;
  /** In the engine's words, made readable. */
  readonly message?: string;
  /** The objects that claim the unit, or names of what is waited for. */
  readonly names: readonly string[];
  readonly by?: string;
  readonly since?: string;
}

/** What isn't as it should be of a delivery; undefined where all of it is. */
export function deliveryTrouble(
  delivery: DeliverySummary | undefined,
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
  { steps, waitsFor }: DeliverySummary,
  { reason, message }: NonNullable<DeliverySummary['stopped']>,
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

const tones: Record<TroubleKind, Tone> = {
  claimed: 'alert',
  fetchFailed: 'alert',
  failed: 'alert',
  degraded: 'alert',
  suspended: 'waiting',
  rolloutPaused: 'waiting',
  waiting: 'waiting',
  needsSync: 'waiting',
  notFetched: 'waiting',
  rollingOut: 'neutral',
  unknown: 'unknown',
};

export function troubleTone(kind: TroubleKind): Tone {
  return tones[kind];
}

/** "Kustomization flux-system/apps" */
export function objectName({ kind, namespace, name }: EngineObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
