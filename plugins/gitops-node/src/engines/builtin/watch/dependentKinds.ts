import { groupKindOf } from '../resourceRef';

/** Pods and what may stand between them and what is declared. */
export const dependentTypes = [
  { group: '', kind: 'Pod' },
  { group: 'apps', kind: 'ReplicaSet' },
  { group: 'batch', kind: 'Job' },
] as const;

/** What sets the replicas of workloads. */
export const autoscalerTypes = [
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  { group: 'keda.sh', kind: 'ScaledObject' },
] as const;

export const autoscalerKinds: ReadonlySet<string> = new Set(
  autoscalerTypes.map(groupKindOf),
);

export const dependentKinds: ReadonlySet<string> = new Set(
  dependentTypes.map(groupKindOf),
);
