import { fluxSource } from '../repository/flux';
import { houseChart } from '../repository/houseChart';
import { LayoutEnvironment, RepositoryLayout, ScaffoldedFile } from '../model';
import { yamlText } from '../yamlText';
import { clusterFiles } from './clusterFiles';
import { digestLine } from './digestLine';
import { kustomization, namespaceObject } from './kustomizeService';
import { namespaceIn, replicasIn } from './placement';
import { ServiceRequest } from './ServiceRequest';

/** What applies the service on each cluster of each environment. */
export function fluxKustomizations(
  request: ServiceRequest,
  environments: readonly LayoutEnvironment[],
  layout: RepositoryLayout,
): readonly ScaffoldedFile[] {
  const { service } = request;
  return clusterFiles(
    request,
    environments,
    layout,
    (environment, name) => yamlText`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
  labels:
    gitops/service: ${service}
    gitops/environment: ${environment.name}
spec:
  interval: 10m
  retryInterval: 1m
  timeout: 5m
  path: ${`./services/${service}/${environment.name}`}
  prune: true
  wait: true
  sourceRef:
    kind: GitRepository
    name: ${fluxSource}
`,
  );
}

/** A HelmRelease of the house's chart, and each environment's values. */
export function releaseService(
  request: ServiceRequest,
  environments: readonly LayoutEnvironment[],
  layout: RepositoryLayout,
): readonly ScaffoldedFile[] {
  const { service, namespace, ownsNamespace } = request;
  const folder = `services/${service}`;
  const resources = [
    ...(ownsNamespace ? ['namespace.yaml'] : []),
    'release.yaml',
  ];
  return [
    {
      path: `${folder}/base/kustomization.yaml`,
      content: kustomization(resources),
    },
    ...(ownsNamespace
      ? [
          {
            path: `${folder}/base/namespace.yaml`,
            content: namespaceObject(namespace),
          },
        ]
      : []),
    { path: `${folder}/base/release.yaml`, content: release(request) },
    ...environments.flatMap(environment => [
      {
        path: `${folder}/${environment.name}/kustomization.yaml`,
        content: yamlText`apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${namespaceIn(environment, request, layout)}
resources:
  - ../base
patches:
  - path: values.yaml
`,
      },
      {
        path: `${folder}/${environment.name}/values.yaml`,
        content: environmentValues(environment, request),
      },
    ]),
    ...fluxKustomizations(request, environments, layout),
  ];
}

function release({ service, image, port }: ServiceRequest): string {
  const ports = port === undefined ? '' : yamlText`    port: ${port}\n`;
  return `${yamlText`apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ${service}
  labels:
    gitops/service: ${service}
spec:
  interval: 10m
  releaseName: ${service}
  chart:
    spec:
      chart: ${`./${houseChart}`}
      # The chart is this repository's: every commit may change it.
      reconcileStrategy: Revision
      sourceRef:
        kind: GitRepository
        name: ${fluxSource}
        namespace: flux-system
  values:
    image:
      repository: ${image.name}
`}${ports}`;
}

/** A patch, so that the values of an environment stand alone. */
function environmentValues(
  environment: LayoutEnvironment,
  { service, image, replicas }: ServiceRequest,
): string {
  return `${yamlText`apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ${service}
spec:
  values:
    image:
      tag: ${image.version}
`}${digestLine(6, image.digest)}${yamlText`    replicas: ${replicasIn(
    environment,
    { replicas },
  )}
`}`;
}
