import { KubernetesObject } from '@backstage-gitops/envtest';

const namespace = 'flux-system';

/** Asked by hand in these tests: on its own Flux looks once an hour. */
const interval = '1h';

export const gitRepository = (url: string): KubernetesObject => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: 'config', namespace },
  spec: { url, interval, ref: { branch: 'main' } },
});

export const kustomization = (
  name: string,
  path: string,
  spec: Readonly<Record<string, unknown>> = {},
): KubernetesObject => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name, namespace },
  spec: {
    ...{ path, interval, retryInterval: interval, prune: true },
    sourceRef: { kind: 'GitRepository', name: 'config' },
    ...spec,
  },
});

export const rootKustomization = kustomization('cluster', './clusters/eu-1');

const helmRelease = (name: string): KubernetesObject => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name, namespace: 'bookshop' },
  spec: {
    interval,
    chart: {
      spec: {
        chart: `./charts/${name}`,
        reconcileStrategy: 'Revision',
        interval,
        sourceRef: { kind: 'GitRepository', name: 'config', namespace },
      },
    },
  },
});

/** JSON is YAML. */
export const text = (object: unknown) => `${JSON.stringify(object, null, 2)}\n`;

export const flags = (sale: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: flags }
data:
  sale: ${sale}
`;

const books = `apiVersion: apps/v1
kind: Deployment
metadata: { name: books, labels: { app: books } }
spec:
  replicas: 1
  selector: { matchLabels: { app: books } }
  template:
    metadata: { labels: { app: books } }
    spec:
      containers: [{ name: books, image: "registry.example.com/books:v41" }]
`;

const chart = (name: string) => `apiVersion: v2
name: ${name}
version: 1.0.0
`;

const catalog = `apiVersion: v1
kind: ConfigMap
metadata: { name: catalog, namespace: {{ .Release.Namespace }} }
data: { title: Books }
`;

/** What the API server refuses: no such field. */
const reviews = `apiVersion: v1
kind: Service
metadata: { name: reviews }
spec: { ports: [{ port: 99999 }] }
`;

export function configFiles(url: string): Readonly<Record<string, string>> {
  return {
    'clusters/eu-1/source.yaml': text(gitRepository(url)),
    'clusters/eu-1/cluster.yaml': text(rootKustomization),
    'clusters/eu-1/books.yaml': text(
      kustomization('books', './apps/books', { targetNamespace: 'bookshop' }),
    ),
    'clusters/eu-1/vault.yaml': text(kustomization('vault', './apps/vault')),
    'clusters/eu-1/settings.yaml': text(
      kustomization('settings', './apps/settings', {
        targetNamespace: 'bookshop',
        dependsOn: [{ name: 'vault' }],
      }),
    ),
    'clusters/eu-1/catalog.yaml': text(helmRelease('catalog')),
    'clusters/eu-1/reviews.yaml': text(helmRelease('reviews')),
    'apps/books/kustomization.yaml': 'resources: [books.yaml, flags.yaml]\n',
    'apps/books/books.yaml': books,
    'apps/books/flags.yaml': flags('"no"'),
    'apps/settings/kustomization.yaml': 'resources: [settings.yaml]\n',
    'apps/settings/settings.yaml': flags('"no"').replace('flags', 'settings'),
    'apps/vault/kustomization.yaml': 'resources: [absent.yaml]\n',
    'charts/catalog/Chart.yaml': chart('catalog'),
    'charts/catalog/templates/catalog.yaml': catalog,
    'charts/reviews/Chart.yaml': chart('reviews'),
    'charts/reviews/templates/reviews.yaml': reviews,
  };
}
