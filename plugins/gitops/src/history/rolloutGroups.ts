import type { ChangeRollout } from '@backstage-gitops/plugin-gitops-common';

export type RolloutState = ChangeRollout['state'];

/** A change on one cluster: when it got there, in milliseconds after it landed. */
export interface ClusterRollout {
  readonly cluster: string;
  readonly appliedAt?: string;
  readonly runningAt?: string;
  readonly after?: number;
}

/** Clusters on which a change came equally far. */
export interface RolloutGroup {
  readonly state: RolloutState;
  readonly clusters: readonly ClusterRollout[];
}

/** From well to not there yet. */
const order: readonly RolloutState[] = [
  'running',
  'applied',
  'settling',
  'waiting',
];

/**
 * How far a change came, cluster by cluster. A cluster with several of its
 * targets is as far as the one that is least far, and was there last.
 */
export function rolloutGroups(
  rollouts: readonly ChangeRollout[],
  effectiveAt: string,
): RolloutGroup[] {
  const byCluster = new Map<string, ChangeRollout>();
  for (const rollout of rollouts) {
    const known = byCluster.get(rollout.cluster);
    if (!known || isLater(rollout, known)) {
      byCluster.set(rollout.cluster, rollout);
    }
  }
  return order.flatMap(state => {
    const clusters = [...byCluster.values()]
      .filter(rollout => rollout.state === state)
      .map(rollout => placeOf(rollout, effectiveAt))
      .sort((a, b) => (a.after ?? 0) - (b.after ?? 0));
    return clusters.length > 0 ? [{ state, clusters }] : [];
  });
}

function isLater(a: ChangeRollout, b: ChangeRollout): boolean {
  const rank = order.indexOf(a.state) - order.indexOf(b.state);
  return (
    rank > 0 || (rank === 0 && (reachedAt(a) ?? '') > (reachedAt(b) ?? ''))
  );
}

function reachedAt(rollout: ChangeRollout): string | undefined {
  if (rollout.state === 'waiting') return undefined;
  return rollout.state === 'running' ? rollout.runningAt : rollout.appliedAt;
}

function placeOf(rollout: ChangeRollout, effectiveAt: string): ClusterRollout {
  const { cluster } = rollout;
  const reached = reachedAt(rollout);
  return {
    cluster,
    ...(rollout.state !== 'waiting' && { appliedAt: rollout.appliedAt }),
    ...(rollout.state === 'running' && { runningAt: rollout.runningAt }),
    ...(reached !== undefined && {
      // A cluster's clock may be behind the one that wrote the commit.
      after: Math.max(0, Date.parse(reached) - Date.parse(effectiveAt)),
    }),
  };
}
