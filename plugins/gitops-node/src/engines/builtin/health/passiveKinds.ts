/**
 * Kinds on whose objects nobody reports: that they are there is all there is
 * to their health.
 */
const kinds = new Set([
  'ConfigMap',
  'Secret',
  'ServiceAccount',
  'Endpoints',
  'LimitRange',
  'PodTemplate',
  'ResourceQuota',
  'ControllerRevision.apps',
  'PodDisruptionBudget.policy',
  'PriorityClass.scheduling.k8s.io',
  'RuntimeClass.node.k8s.io',
  'Lease.coordination.k8s.io',
  'EndpointSlice.discovery.k8s.io',
  'IngressClass.networking.k8s.io',
  'NetworkPolicy.networking.k8s.io',
]);

/** Groups of which that holds for each kind. */
const groups = new Set([
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'monitoring.coreos.com',
  'networking.istio.io',
  'security.istio.io',
  'traefik.io',
]);

/** Of those groups, the kinds that run something and tell of it. */
const active = new Set([
  'Alertmanager.monitoring.coreos.com',
  'Prometheus.monitoring.coreos.com',
  'PrometheusAgent.monitoring.coreos.com',
  'ThanosRuler.monitoring.coreos.com',
]);

/** @param groupKind - such as `Deployment.apps`. */
export function isPassiveKind(groupKind: string): boolean {
  if (kinds.has(groupKind)) return true;
  if (active.has(groupKind)) return false;
  const dot = groupKind.indexOf('.');
  return dot > 0 && groups.has(groupKind.slice(dot + 1));
}
