import { fluxSource } from '../repository/flux';
import { LayoutEnvironment, RepositoryLayout, ScaffoldedFile } from '../model';
import { yamlText } from '../yamlText';
import { clusterFiles } from './clusterFiles';
import { digestLine } from './digestLine';
import { namespaceIn, replicasIn } from './placement';
import { ServiceRequest } from './ServiceRequest';
import { workloadTemplates } from './workloadTemplates';

const namespaceTemplate = `apiVersion: v1
kind: Namespace
metadata:
  name: {{ .Values.namespace }}
`;

/** A chart of the service's own, with a values file for each environment. */
export function valuesService(
  request: ServiceRequest,
  environments: readonly LayoutEnvironment[],
  layout: RepositoryLayout,
): readonly ScaffoldedFile[] {
  const { service, image, port } = request;
  const chart = `services/${service}`;
  const ports = port === undefined ? '' : yamlText`port: ${port}\n\n`;
  return [
    {
      path: `${chart}/Chart.yaml`,
      content: yamlText`apiVersion: v2
name: ${service}
type: application
version: 0.1.0
`,
    },
    {
      path: `${chart}/values.yaml`,
      content: `${yamlText`# What all environments have in common.
image:
  repository: ${image.name}

`}${ports}resources:
  requests:
    cpu: 50m
    memory: 128Mi
  limits:
    memory: 256Mi
`,
    },
    ...workloadTemplates(chart, '.Chart.Name'),
    ...(layout.engine === 'builtin' && request.ownsNamespace
      ? [
          {
            path: `${chart}/templates/namespace.yaml`,
            content: namespaceTemplate,
          },
        ]
      : []),
    ...environments.map(environment => ({
      path: `${chart}/values-${environment.name}.yaml`,
      content: `${yamlText`namespace: ${namespaceIn(
        environment,
        request,
        layout,
      )}
replicas: ${replicasIn(environment, request)}
image:
  tag: ${image.version}
`}${digestLine(2, image.digest)}`,
    })),
    ...(layout.engine === 'flux'
      ? fluxReleases(request, environments, layout)
      : []),
  ];
}

function fluxReleases(
  request: ServiceRequest,
  environments: readonly LayoutEnvironment[],
  layout: RepositoryLayout,
): readonly ScaffoldedFile[] {
  const { service } = request;
  return clusterFiles(
    request,
    environments,
    layout,
    (environment, name) => yamlText`apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ${name}
  namespace: flux-system
  labels:
    gitops/service: ${service}
    gitops/environment: ${environment.name}
spec:
  interval: 10m
  releaseName: ${service}
  targetNamespace: ${namespaceIn(environment, request, layout)}
  install:
    createNamespace: true
  chart:
    spec:
      chart: ${`./services/${service}`}
      # The chart is this repository's: every commit may change it.
      reconcileStrategy: Revision
      sourceRef:
        kind: GitRepository
        name: ${fluxSource}
      valuesFiles:
        - ${`./services/${service}/values.yaml`}
        - ${`./services/${service}/values-${environment.name}.yaml`}
`,
  );
}
