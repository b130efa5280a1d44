import {
  DeliveryTrouble,
  deliveryTrouble,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';
import { troubleTone } from '../delivery/troubleTone';

/** What was seen of a target at the last good look. */
export type ObservedLive = Extract<TargetLive, { state: 'observed' }>;

/**
 * The one word for a target, the worst that is true of it first. `undelivered`:
 * its engine could not make it so; `held`: it does not try, for now. `fine`
 * needs everything to be known, seen of late, healthy and as Git declares.
 */
export type LiveState =
  | 'unhealthy'
  | 'undelivered'
  | 'drifted'
  | 'held'
  | 'outOfSync'
  | 'unknown'
  | 'progressing'
  | 'fine';

export function liveStateOf(live: TargetLive): LiveState {
  if (live.state === 'unobserved' || live.stale) return 'unknown';
  const health = live.health.state;
  if (health === 'degraded' || health === 'missing') return 'unhealthy';
  const trouble = deliveryTrouble(live.delivery);
  if (trouble && troubleTone(trouble.kind) === 'alert') return 'undelivered';
  if (driftCount(live) > 0) return 'drifted';
  if (trouble && troubleTone(trouble.kind) === 'waiting') return 'held';
  if (trouble?.kind === 'rollingOut') return 'progressing';
  if (live.sync.state === 'outOfSync') return 'outOfSync';
  const told =
    health !== 'unknown' &&
    trouble?.kind !== 'unknown' &&
    live.sync.state !== 'unknown' &&
    live.drift.indeterminate === 0;
  if (!told) return 'unknown';
  return health === 'progressing' || health === 'suspended' || live.behind
    ? 'progressing'
    : 'fine';
}

/** What its engine has not brought, as far as that was seen of late. */
export function troubleOf(live: TargetLive): DeliveryTrouble | undefined {
  return live.state === 'observed' && !live.stale
    ? deliveryTrouble(live.delivery)
    : undefined;
}

/** Fields that differ, and resources that are missing or left over. */
export function driftCount({ drift }: ObservedLive): number {
  return drift.fields + drift.missing + drift.orphaned;
}

/** Whether the pods that run are known to run what Git declares. */
export function runsAsDeclared(live: TargetLive | undefined): boolean {
  return (
    live?.state === 'observed' &&
    !live.stale &&
    !live.behind &&
    live.artifacts.length > 0
  );
}
