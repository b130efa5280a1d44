import * as others from './schema/others';
import { pod } from './schema/pod';
import { Schema } from './schema/Schema';
import * as workloads from './schema/workloads';

/** A kind that the cluster has, in its one version. */
export interface ServedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly schema: Schema;
}

export function apiVersionOf({ group, version }: ServedKind): string {
  return group === '' ? version : `${group}/${version}`;
}

function served(
  apiVersion: string,
  kind: string,
  plural: string,
  schema: Schema,
  scope: 'namespaced' | 'cluster' = 'namespaced',
): ServedKind {
  const [version, group = ''] = apiVersion.split('/').reverse();
  const namespaced = scope === 'namespaced';
  return { group, version, kind, plural, namespaced, schema };
}

const flux = (apiVersion: string, kind: string, plural: string) =>
  served(`${apiVersion}`, kind, plural, others.custom);

const argo = (kind: string, plural: string) =>
  served('argoproj.io/v1alpha1', kind, plural, others.custom);

const rbac = 'rbac.authorization.k8s.io/v1';

/**
 * What the demo's manifests use, and no more. Objects of Flux and Argo CD can
 * be kept, but nothing acts on them here.
 */
export const servedKinds: readonly ServedKind[] = [
  served('v1', 'Namespace', 'namespaces', others.namespace, 'cluster'),
  served('v1', 'ConfigMap', 'configmaps', others.configMap),
  served('v1', 'Secret', 'secrets', others.secret),
  served('v1', 'Service', 'services', others.service),
  served('v1', 'ServiceAccount', 'serviceaccounts', others.serviceAccount),
  served('v1', 'Pod', 'pods', pod),
  served(
    'v1',
    'PersistentVolumeClaim',
    'persistentvolumeclaims',
    workloads.persistentVolumeClaim,
  ),
  served('apps/v1', 'Deployment', 'deployments', workloads.deployment),
  served('apps/v1', 'ReplicaSet', 'replicasets', workloads.replicaSet),
  served('apps/v1', 'StatefulSet', 'statefulsets', workloads.statefulSet),
  served(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
    workloads.horizontalPodAutoscaler,
  ),
  served(
    'policy/v1',
    'PodDisruptionBudget',
    'poddisruptionbudgets',
    workloads.podDisruptionBudget,
  ),
  served('networking.k8s.io/v1', 'Ingress', 'ingresses', others.ingress),
  served(rbac, 'Role', 'roles', others.role),
  served(rbac, 'RoleBinding', 'rolebindings', others.roleBinding),
  served(rbac, 'ClusterRole', 'clusterroles', others.role, 'cluster'),
  served(
    rbac,
    'ClusterRoleBinding',
    'clusterrolebindings',
    others.roleBinding,
    'cluster',
  ),
  flux('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'kustomizations'),
  flux('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'helmreleases'),
  flux('source.toolkit.fluxcd.io/v1', 'GitRepository', 'gitrepositories'),
  flux('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'helmrepositories'),
  flux('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'ocirepositories'),
  flux('image.toolkit.fluxcd.io/v1', 'ImageRepository', 'imagerepositories'),
  flux('image.toolkit.fluxcd.io/v1', 'ImagePolicy', 'imagepolicies'),
  flux(
    'image.toolkit.fluxcd.io/v1',
    'ImageUpdateAutomation',
    'imageupdateautomations',
  ),
  argo('AppProject', 'appprojects'),
  argo('Application', 'applications'),
  argo('ApplicationSet', 'applicationsets'),
];

export function findKind(
  wanted: Pick<ServedKind, 'group' | 'version'> &
    (Pick<ServedKind, 'plural'> | Pick<ServedKind, 'kind'>),
): ServedKind | undefined {
  return servedKinds.find(
    candidate =>
      candidate.group === wanted.group &&
      candidate.version === wanted.version &&
      ('plural' in wanted
        ? candidate.plural === wanted.plural
        : candidate.kind === wanted.kind),
  );
}
