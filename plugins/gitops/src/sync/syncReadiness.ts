import type { TargetLive } from '@backstage-gitops/plugin-gitops-common';
import type { ObservedLive } from '../live/liveState';

/** Why a target can't be synced from here. */
export type SyncObstacle =
  | { readonly kind: 'unobserved'; readonly reason: string }
  | { readonly kind: 'engine'; readonly engine: ObservedLive['engine'] }
  | { readonly kind: 'observe'; readonly cluster: string }
  | { readonly kind: 'stale'; readonly cluster: string }
  | { readonly kind: 'permission' };

/** The first thing that stands in the way, or nothing. */
export function syncObstacle(
  live: TargetLive,
  allowed: boolean,
): SyncObstacle | undefined {
  if (live.state === 'unobserved') {
    return { kind: 'unobserved', reason: live.reason };
  }
  const { engine, mode, cluster } = live;
  if (engine !== 'builtin') return { kind: 'engine', engine };
  if (mode === 'observe') return { kind: 'observe', cluster };
  if (live.stale) return { kind: 'stale', cluster };
  return allowed ? undefined : { kind: 'permission' };
}
