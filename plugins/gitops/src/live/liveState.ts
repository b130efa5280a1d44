import type { TargetLive } from '@backstage-gitops/plugin-gitops-common';

/** What was seen of a target at the last good look. */
export type ObservedLive = Extract<TargetLive, { state: 'observed' }>;

/**
 * The one word for a target, the worst that is true of it first. `fine` needs
 * everything to be known, seen of late, healthy and as Git declares.
 */
export type LiveState =
  | 'unhealthy'
  | 'drifted'
  | 'outOfSync'
  | 'unknown'
  | 'progressing'
  | 'fine';

export function liveStateOf(live: TargetLive): LiveState {
  if (live.state === 'unobserved' || live.stale) return 'unknown';
  const health = live.health.state;
  if (health === 'degraded' || health === 'missing') return 'unhealthy';
  if (driftCount(live) > 0) return 'drifted';
  if (live.sync.state === 'outOfSync') return 'outOfSync';
  const told =
    health !== 'unknown' &&
    live.sync.state !== 'unknown' &&
    live.drift.indeterminate === 0;
  if (!told) return 'unknown';
  return health === 'progressing' || health === 'suspended' || live.behind
    ? 'progressing'
    : 'fine';
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
