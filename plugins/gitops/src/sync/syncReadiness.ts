import type { TargetLive } from '@backstage-gitops/plugin-gitops-common';
import type { ObservedLive } from '../live/liveState';

/** Why a target can't be synced from here, or not now. */
export type SyncObstacle =
  | { readonly kind: 'unobserved'; readonly reason: string }
  | {
      readonly kind:
        | 'engine'
        | 'claimed'
        | 'absent'
        | 'suspended'
        | 'underWay'
        | 'window';
      readonly engine: ObservedLive['engine'];
    }
  | { readonly kind: 'observe'; readonly cluster: string }
  | {
      readonly kind: 'stale';
      readonly cluster: string;
      readonly engine: ObservedLive['engine'];
    }
  | { readonly kind: 'permission' };

/**
 * The first thing that stands in the way, or nothing. `canSync` is whether the
 * engine would begin one now, as far as it was asked.
 */
export function syncObstacle(
  live: TargetLive,
  allowed: boolean,
  canSync?: boolean,
): SyncObstacle | undefined {
  if (live.state === 'unobserved') {
    return { kind: 'unobserved', reason: live.reason };
  }
  const { mode, cluster } = live;
  if (mode === 'observe') return { kind: 'observe', cluster };
  if (live.stale) return { kind: 'stale', cluster, engine: live.engine };
  const obstacle = engineObstacle(live, canSync);
  if (obstacle) return obstacle;
  return allowed ? undefined : { kind: 'permission' };
}

/** What an engine in the cluster would not do. */
function engineObstacle(
  { engine, delivery }: ObservedLive,
  canSync: boolean | undefined,
): SyncObstacle | undefined {
  if (engine === 'builtin') return undefined;
  if (!delivery) return { kind: 'engine', engine };
  if ((delivery.claimedBy ?? []).length > 1) return { kind: 'claimed', engine };
  if (!delivery.object) return { kind: 'absent', engine };
  if (delivery.suspended || delivery.state === 'suspended') {
    return { kind: 'suspended', engine };
  }
  // Flux takes a request at any time, and Argo CD one after the other.
  if (engine === 'argocd' && delivery.operation?.phase === 'running') {
    return { kind: 'underWay', engine };
  }
  return canSync === false ? { kind: 'window', engine } : undefined;
}
