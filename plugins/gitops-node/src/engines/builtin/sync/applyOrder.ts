/** What must be there before others can be. */
const first = ['CustomResourceDefinition.apiextensions.k8s.io', 'Namespace'];

const order: readonly string[] = [
  ...first,
  'ResourceQuota',
  'LimitRange',
  'PriorityClass.scheduling.k8s.io',
  'StorageClass.storage.k8s.io',
  'RuntimeClass.node.k8s.io',
  'IngressClass.networking.k8s.io',
  'ServiceAccount',
  'ClusterRole.rbac.authorization.k8s.io',
  'ClusterRoleBinding.rbac.authorization.k8s.io',
  'Role.rbac.authorization.k8s.io',
  'RoleBinding.rbac.authorization.k8s.io',
  'NetworkPolicy.networking.k8s.io',
  'PodDisruptionBudget.policy',
  'Secret',
  'ConfigMap',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Service',
];

const workloads: readonly string[] = [
  'DaemonSet.apps',
  'Pod',
  'ReplicaSet.apps',
  'Deployment.apps',
  'StatefulSet.apps',
  'Job.batch',
  'CronJob.batch',
  'HorizontalPodAutoscaler.autoscaling',
  'Ingress.networking.k8s.io',
  'APIService.apiregistration.k8s.io',
];

/** They may refuse what comes after them, until what serves them runs. */
const last: readonly string[] = [
  'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
  'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'MutatingAdmissionPolicy.admissionregistration.k8s.io',
  'MutatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'MutatingWebhookConfiguration.admissionregistration.k8s.io',
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
];

const custom = order.length + workloads.length;

const waves = new Map<string, number>([
  ...order.map((kind, index) => [kind, index] as const),
  ...workloads.map((kind, index) => [kind, order.length + index] as const),
  ...last.map((kind, index) => [kind, custom + 1 + index] as const),
]);

/**
 * When a kind is applied: kinds of one wave together, waves one after another.
 * Pruning goes the other way round.
 *
 * @param groupKind - such as `Deployment.apps`; kinds that aren't known come
 * after all workloads, before webhooks.
 */
export function applyWave(groupKind: string): number {
  return waves.get(groupKind) ?? custom;
}

/** Deleted only by a person who names it: all that is in it goes with it. */
export function isProtectedKind(groupKind: string): boolean {
  return first.includes(groupKind);
}
