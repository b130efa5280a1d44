import type {
  TargetLive,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { declaredVersion } from '../artifacts/versionText';
import { driftCount, troubleOf } from '../live/liveState';
import { targetLabels } from '../target/targetLabel';

/** One line of a group: the same target on each of the group's clusters. */
export interface ClusterGroupRow {
  readonly label: string;
  readonly targets: readonly [TargetState, ...TargetState[]];
}

export interface ClusterGroup {
  readonly clusters: readonly string[];
  readonly rows: readonly ClusterGroupRow[];
}

/**
 * Many targets of one environment, by cluster. Clusters that declare exactly
 * the same, run it alike and are as well are one group, so that the one that
 * declares something else, drifted or fails stands out.
 */
export function clusterGroups(targets: readonly TargetState[]): ClusterGroup[] {
  const labels = labelsWithinClusters(targets);
  const groups = new Map<
    string,
    { clusters: string[]; all: TargetState[][] }
  >();
  for (const [cluster, own] of byCluster(targets)) {
    const signature = JSON.stringify(own.map(target => facts(target, labels)));
    const group = groups.get(signature) ?? { clusters: [], all: [] };
    if (cluster !== undefined) group.clusters.push(cluster);
    group.all.push(own);
    groups.set(signature, group);
  }
  return [...groups.values()].map(({ clusters, all }) => ({
    clusters,
    rows: all[0].map((first, row) => ({
      label: labels.get(first) ?? first.unitName,
      targets: [first, ...all.slice(1).map(own => own[row])],
    })),
  }));
}

function byCluster(
  targets: readonly TargetState[],
): Map<string | undefined, TargetState[]> {
  const clusters = new Map<string | undefined, TargetState[]>();
  for (const target of targets) {
    const own = clusters.get(target.cluster) ?? [];
    own.push(target);
    clusters.set(target.cluster, own);
  }
  return clusters;
}

function labelsWithinClusters(
  targets: readonly TargetState[],
): Map<TargetState, string> {
  const labels = new Map<TargetState, string>();
  for (const own of byCluster(targets).values()) {
    if (own.length === 1) {
      labels.set(own[0], own[0].service);
      continue;
    }
    for (const [target, label] of targetLabels(own, { withCluster: false })) {
      labels.set(target, label);
    }
  }
  return labels;
}

function facts(
  target: TargetState,
  labels: ReadonlyMap<TargetState, string>,
): unknown[] {
  const { main } = artifactsOf(target);
  const count = target.behind.state === 'behind' ? target.behind.count : 0;
  return [
    labels.get(target),
    main && declaredVersion(main),
    target.behind.state,
    count,
    liveFacts(target.live),
  ];
}

/** What may be said of several clusters at once only where it is the same. */
function liveFacts(live: TargetLive | undefined): unknown[] {
  if (!live) return [];
  if (live.state === 'unobserved') return [live.state, live.reason];
  return [
    live.state,
    live.health.state,
    live.sync.state,
    driftCount(live),
    live.drift.indeterminate,
    live.behind?.running,
    live.stale?.reason,
    live.engine,
    troubleOf(live),
  ];
}

/** The targets of the same row on other clusters. */
export function alsoOnOf(
  targets: readonly TargetState[],
  target: TargetState,
): readonly TargetState[] {
  const row = clusterGroups(targets)
    .flatMap(({ rows }) => rows)
    .find(({ targets: own }) => own.includes(target));
  return row?.targets.filter(other => other !== target) ?? [];
}
