import { DifferenceClass } from '@backstage-gitops/plugin-gitops-common';
import { KubernetesObject } from '@backstage-gitops/envtest';

/** What somebody does to the cluster behind Git's back. */
export interface Edit {
  /** `kind/name`. */
  readonly object: string;
  readonly manager: string;
  readonly subresource?: string;
  readonly contentType: string;
  readonly body: unknown;
}

/** An edit that is drift, and how it has to be told. */
export interface DriftingEdit extends Edit {
  readonly field: string;
  readonly class: DifferenceClass;
  /** Kubernetes doesn't record who took a field away. */
  readonly attributed: boolean;
}

const merge = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
const json = 'application/json-patch+json';

const container = (name: string, change: Record<string, unknown>) => ({
  spec: { template: { spec: { containers: [{ name, ...change }] } } },
});

/** Edit of one field by `manager`, that changes it. */
function changed(
  manager: string,
  object: string,
  field: string,
  body: unknown,
  how: { readonly contentType?: string; readonly subresource?: string } = {},
): DriftingEdit {
  const contentType = how.contentType ?? strategic;
  return {
    object,
    manager,
    subresource: how.subresource,
    contentType,
    body,
    field,
    class: 'changed',
    attributed: true,
  };
}

/** Edit that takes a declared field away. */
function removed(
  manager: string,
  object: string,
  field: string,
  body: unknown,
  contentType = strategic,
): DriftingEdit {
  return {
    ...changed(manager, object, field, body, { contentType }),
    class: 'missing',
    attributed: false,
  };
}

const pod = 'spec.template.spec';

const workloadEdits: readonly DriftingEdit[] = [
  changed(
    'kubectl-edit',
    'Deployment/catalogue',
    `${pod}.containers[name=app].image`,
    container('app', {
      image: 'registry.quillmoor.example/catalogue:v42-hotfix',
    }),
  ),
  changed(
    'kubectl',
    'Deployment/catalogue',
    'spec.replicas',
    { spec: { replicas: 5 } },
    { contentType: merge, subresource: 'scale' },
  ),
  changed(
    'kubectl-set',
    'Deployment/catalogue',
    `${pod}.containers[name=app].env[name=REGION].value`,
    container('app', { env: [{ name: 'REGION', value: 'south' }] }),
  ),
  removed(
    'kubectl-set',
    'Deployment/catalogue',
    `${pod}.containers[name=app].env[name=POD_NAME]`,
    container('app', { env: [{ name: 'POD_NAME', $patch: 'delete' }] }),
  ),
  changed(
    'sidecar-injector',
    'Deployment/catalogue',
    `${pod}.containers[name=proxy].image`,
    container('proxy', { image: 'registry.quillmoor.example/proxy:2.0' }),
  ),
  changed(
    'vertical-autoscaler',
    'Deployment/catalogue',
    `${pod}.containers[name=app].resources.limits.memory`,
    container('app', { resources: { limits: { memory: '2Gi' } } }),
  ),
  changed(
    'kubectl-patch',
    'Deployment/catalogue',
    'spec.strategy.rollingUpdate.maxSurge',
    { spec: { strategy: { rollingUpdate: { maxSurge: 1 } } } },
  ),
  changed(
    'kubectl',
    'StatefulSet/catalogue-index',
    'spec.replicas',
    { spec: { replicas: 4 } },
    { contentType: merge, subresource: 'scale' },
  ),
  changed(
    'kubectl-set',
    'StatefulSet/catalogue-index',
    `${pod}.containers[name=index].image`,
    container('index', { image: 'registry.quillmoor.example/index:8.5' }),
  ),
  changed(
    'vertical-autoscaler',
    'DaemonSet/log-shipper',
    `${pod}.containers[name=ship].resources.limits.memory`,
    container('ship', { resources: { limits: { memory: '151M' } } }),
  ),
  changed('kubectl-edit', 'CronJob/nightly-report', 'spec.schedule', {
    spec: { schedule: '15 4 * * *' },
  }),
  changed('kubectl-patch', 'CronJob/stock-count', 'spec.suspend', {
    spec: { suspend: true },
  }),
];

const settingEdits: readonly DriftingEdit[] = [
  changed('kubectl-edit', 'ConfigMap/catalogue', 'data.language', {
    data: { language: 'fr' },
  }),
  changed('configurator', 'ConfigMap/catalogue', 'data.empty', {
    data: { empty: 'no more' },
  }),
  removed('kubectl-edit', 'ConfigMap/checkout', 'data.limit', {
    data: { limit: null },
  }),
  changed('vault-agent', 'Secret/catalogue-database', 'data.password', {
    data: { password: 'cm90YXRlZA==' },
  }),
  changed('kubectl-patch', 'Secret/checkout-payment', 'data.token', {
    data: { token: 'c3RvbGVu' },
  }),
  changed(
    'shelf-controller',
    'Shelf/fiction',
    'spec.rows',
    [{ op: 'replace', path: '/spec/rows', value: 13 }],
    { contentType: json },
  ),
  changed(
    'kubectl-edit',
    'Shelf/fiction',
    'spec.doors[side=left,level=1].locked',
    [{ op: 'replace', path: '/spec/doors/0/locked', value: false }],
    { contentType: json },
  ),
  changed(
    'shelf-controller',
    'Shelf/fiction',
    'spec.capacity',
    { spec: { capacity: 80 } },
    { contentType: merge },
  ),
];

const networkEdits: readonly DriftingEdit[] = [
  changed(
    'kubectl-edit',
    'Service/catalogue',
    'spec.ports[port=80,protocol=TCP].targetPort',
    { spec: { ports: [{ port: 80, targetPort: 8081 }] } },
  ),
  changed('kubectl-patch', 'Service/checkout', 'spec.type', {
    spec: { type: 'LoadBalancer' },
  }),
  changed(
    'blue-green-controller',
    'Service/catalogue-index',
    'spec.selector.app',
    { spec: { selector: { app: 'catalogue-index-blue' } } },
  ),
  changed(
    'kubectl-edit',
    'Ingress/storefront',
    'spec.rules[0].http.paths[0].pathType',
    [
      {
        op: 'replace',
        path: '/spec/rules/0/http/paths/0/pathType',
        value: 'Exact',
      },
    ],
    { contentType: json },
  ),
  changed('kubectl-edit', 'NetworkPolicy/closed', 'spec.podSelector', {
    spec: { podSelector: { matchLabels: { app: 'checkout' } } },
  }),
];

const platformEdits: readonly DriftingEdit[] = [
  changed(
    'kubectl-edit',
    'PodDisruptionBudget/catalogue',
    'spec.minAvailable',
    { spec: { minAvailable: 1 } },
  ),
  changed(
    'kubectl-edit',
    'Role/checkout',
    'rules[1].verbs',
    [{ op: 'replace', path: '/rules/1/verbs', value: ['*'] }],
    { contentType: json },
  ),
  changed(
    'capacity-bot',
    'ResourceQuota/bookshop',
    'spec.hard["requests.cpu"]',
    { spec: { hard: { 'requests.cpu': '20' } } },
  ),
  changed(
    'kubectl-label',
    'Namespace/bookshop',
    'metadata.labels["pod-security.kubernetes.io/enforce"]',
    {
      metadata: {
        labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
      },
    },
  ),
  changed(
    'kubectl-annotate',
    'PriorityClass/bookshop-checkout',
    'description',
    {
      description: 'Everything comes before orders',
    },
  ),
];

/** Thirty edits, each of one field. */
export const driftingEdits: readonly DriftingEdit[] = [
  ...workloadEdits,
  ...settingEdits,
  ...networkEdits,
  ...platformEdits,
];

/** What others do with good reason, to fields that are theirs. */
export const harmlessEdits: readonly Edit[] = [
  {
    object: 'Deployment/storefront',
    manager: 'kube-controller-manager',
    subresource: 'scale',
    contentType: merge,
    body: { spec: { replicas: 7 } },
  },
  {
    object: 'MutatingWebhookConfiguration/bookshop-shelves',
    manager: 'cainjector',
    contentType: strategic,
    body: {
      webhooks: [
        {
          name: 'shelves.bookshop.quillmoor.example',
          clientConfig: { caBundle: 'Q0E=' },
        },
      ],
    },
  },
  {
    object: 'Deployment/checkout',
    manager: 'kubectl-rollout',
    contentType: strategic,
    body: {
      spec: {
        template: {
          metadata: {
            annotations: {
              'kubectl.kubernetes.io/restartedAt': '2026-11-21T11:00:00Z',
            },
          },
        },
      },
    },
  },
  {
    object: 'Service/catalogue',
    manager: 'service-mesh',
    contentType: strategic,
    body: { metadata: { annotations: { 'mesh.example/on': 'true' } } },
  },
];

/** The object that an edit is about, among those declared. */
export function editedObject(
  edit: Edit,
  declared: readonly KubernetesObject[],
): KubernetesObject {
  const found = declared.find(
    ({ kind, metadata }) => `${kind}/${metadata.name}` === edit.object,
  );
  if (!found) throw new Error(`Nothing declares ${edit.object}`);
  return found;
}
