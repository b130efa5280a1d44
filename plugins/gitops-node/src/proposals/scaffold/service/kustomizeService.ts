import {
  isOwnCluster,
  LayoutEnvironment,
  RepositoryLayout,
  ScaffoldedFile,
} from '../model';
import { indented, yamlText } from '../yamlText';
import { namespaceIn, replicasIn } from './placement';
import { ServiceRequest } from './ServiceRequest';

/** A base, and for each environment a folder that pins the version. */
export function kustomizeService(
  request: ServiceRequest,
  environments: readonly LayoutEnvironment[],
  layout: RepositoryLayout,
): readonly ScaffoldedFile[] {
  const folder = `services/${request.service}`;
  return [
    ...baseOf(folder, request),
    ...environments.flatMap(environment =>
      overlaysOf(folder, environment, request, layout),
    ),
  ];
}

function baseOf(
  folder: string,
  request: ServiceRequest,
): readonly ScaffoldedFile[] {
  const { port, ownsNamespace, namespace } = request;
  const base = `${folder}/base`;
  const resources = [
    ...(ownsNamespace ? ['namespace.yaml'] : []),
    'deployment.yaml',
    ...(port === undefined ? [] : ['service.yaml']),
  ];
  return [
    { path: `${base}/kustomization.yaml`, content: kustomization(resources) },
    ...(ownsNamespace
      ? [
          {
            path: `${base}/namespace.yaml`,
            content: namespaceObject(namespace),
          },
        ]
      : []),
    { path: `${base}/deployment.yaml`, content: deployment(request) },
    ...(port === undefined
      ? []
      : [
          {
            path: `${base}/service.yaml`,
            content: serviceObject(request, port),
          },
        ]),
  ];
}

export function kustomization(resources: readonly string[]): string {
  return `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${resources.map(resource => yamlText`  - ${resource}\n`).join('')}`;
}

export function namespaceObject(namespace: string): string {
  return yamlText`apiVersion: v1
kind: Namespace
metadata:
  name: ${namespace}
`;
}

function labels(service: string): string {
  return yamlText`app.kubernetes.io/name: ${service}
backstage.io/kubernetes-id: ${service}
`;
}

function deployment({ service: name, image, port }: ServiceRequest): string {
  const ports =
    port === undefined
      ? ''
      : yamlText`ports:
  - name: http
    containerPort: ${port}
readinessProbe:
  tcpSocket:
    port: http
`;
  return `${yamlText`apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
`}${indented(4, labels(name))}${yamlText`spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
`}${indented(8, labels(name))}${yamlText`    spec:
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: ${name}
          # Each environment's kustomization.yaml pins the version.
          image: ${image.name}
`}${indented(10, ports)}          resources:
            requests:
              cpu: 50m
              memory: 128Mi
            limits:
              memory: 256Mi
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: [ALL]
`;
}

function serviceObject(
  { service: name }: ServiceRequest,
  port: number,
): string {
  return yamlText`apiVersion: v1
kind: Service
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: ${port}
`;
}

/**
 * One folder for the environment, where its engine tells the clusters; else one
 * below it for each cluster, which all take the version from one place.
 */
function overlaysOf(
  folder: string,
  environment: LayoutEnvironment,
  request: ServiceRequest,
  layout: RepositoryLayout,
): readonly ScaffoldedFile[] {
  const path = `${folder}/${environment.name}`;
  if (layout.engine !== 'builtin' || isOwnCluster(environment)) {
    return [
      {
        path: `${path}/kustomization.yaml`,
        content: overlay('../base', environment, request, layout),
      },
    ];
  }
  return [
    {
      path: `${path}/base/kustomization.yaml`,
      content: overlay('../../base', environment, request, layout),
    },
    ...environment.clusters.map(cluster => ({
      path: `${path}/${cluster}/kustomization.yaml`,
      content: kustomization(['../base']),
    })),
  ];
}

function overlay(
  base: string,
  environment: LayoutEnvironment,
  request: ServiceRequest,
  layout: RepositoryLayout,
): string {
  const { image, service: name } = request;
  const digest =
    image.digest === undefined ? '' : yamlText`    digest: ${image.digest}\n`;
  return `${yamlText`apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${namespaceIn(environment, request, layout)}
resources:
  - ${base}
images:
  - name: ${image.name}
    newTag: ${image.version}
`}${digest}${yamlText`replicas:
  - name: ${name}
    count: ${replicasIn(environment, request)}
`}`;
}
