import { isFields } from '../fields/value';
import { IgnoreRule } from '../model';
import { BuiltInRule } from './CompiledRule';

const admission = ['admissionregistration.k8s.io'];
const templates = [
  '/spec/template/metadata',
  '/spec/jobTemplate/spec/template/metadata',
];

export const builtInRules: readonly BuiltInRule[] = [
  {
    name: 'autoscaled-replicas',
    reason: 'An autoscaler sets the number of replicas.',
    pointers: ['/spec/replicas'],
    orAutoscaled: true,
    managers: [
      'kube-controller-manager',
      'horizontal-pod-autoscaler',
      'keda-operator',
    ],
  },
  {
    name: 'injected-ca-bundle',
    reason: 'cert-manager and webhooks put their certificate authority in.',
    match: { groups: admission },
    pointers: ['/webhooks/*/clientConfig/caBundle'],
  },
  {
    name: 'injected-conversion-ca-bundle',
    reason: 'cert-manager and webhooks put their certificate authority in.',
    match: {
      groups: ['apiextensions.k8s.io'],
      kinds: ['CustomResourceDefinition'],
    },
    pointers: [
      '/spec/conversion/webhook/clientConfig/caBundle',
      '/spec/conversion/webhookClientConfig/caBundle',
    ],
  },
  {
    name: 'injected-api-service-ca-bundle',
    reason: 'cert-manager puts its certificate authority in.',
    match: { groups: ['apiregistration.k8s.io'], kinds: ['APIService'] },
    pointers: ['/spec/caBundle'],
  },
  {
    name: 'aggregated-cluster-role',
    reason: 'The rules are gathered from the roles it aggregates.',
    match: { groups: ['rbac.authorization.k8s.io'], kinds: ['ClusterRole'] },
    applies: object => isFields(object.aggregationRule),
    pointers: ['/rules'],
  },
  {
    name: 'allocated-service-address',
    reason: 'The cluster gives a Service its addresses and node ports.',
    match: { groups: [''], kinds: ['Service'] },
    onlyUndeclared: true,
    pointers: [
      '/spec/clusterIP',
      '/spec/clusterIPs',
      '/spec/ipFamilies',
      '/spec/ipFamilyPolicy',
      '/spec/healthCheckNodePort',
      '/spec/ports/*/nodePort',
    ],
  },
  {
    name: 'bound-volume',
    reason: 'The claim is bound to a volume by the cluster.',
    match: { groups: [''], kinds: ['PersistentVolumeClaim'] },
    onlyUndeclared: true,
    pointers: ['/spec/volumeName'],
  },
  {
    name: 'bound-claim',
    reason: 'The volume is bound to a claim by the cluster.',
    match: { groups: [''], kinds: ['PersistentVolume'] },
    pointers: [
      '/spec/claimRef/uid',
      '/spec/claimRef/resourceVersion',
      '/spec/claimRef/apiVersion',
      '/spec/claimRef/kind',
    ],
  },
  {
    name: 'service-account-tokens',
    reason: 'The token controller adds secrets to a ServiceAccount.',
    match: { groups: [''], kinds: ['ServiceAccount'] },
    onlyUndeclared: true,
    pointers: ['/secrets', '/imagePullSecrets'],
  },
  {
    name: 'job-controller-labels',
    reason: 'The Job controller labels the pods it makes.',
    match: { groups: ['batch'], kinds: ['Job'] },
    pointers: [
      'controller-uid',
      'job-name',
      'batch.kubernetes.io~1controller-uid',
      'batch.kubernetes.io~1job-name',
    ].flatMap(label => [
      `/spec/template/metadata/labels/${label}`,
      `/spec/selector/matchLabels/${label}`,
    ]),
  },
  {
    name: 'pod-template-hash',
    reason: 'The Deployment controller tells its ReplicaSets apart.',
    pointers: [
      '/metadata/labels/pod-template-hash',
      '/metadata/labels/controller-revision-hash',
    ],
  },
  {
    name: 'restarted-at',
    reason: '`kubectl rollout restart` notes when it was asked.',
    pointers: templates.map(
      place => `${place}/annotations/kubectl.kubernetes.io~1restartedAt`,
    ),
  },
  {
    name: 'deployment-revision',
    reason: 'The Deployment controller counts its revisions.',
    match: { groups: ['apps'] },
    pointers: ['/metadata/annotations/deployment.kubernetes.io~1revision'],
  },
  {
    name: 'tracking-label',
    reason: 'Argo CD writes its application into this label.',
    managers: ['argocd-controller', 'argocd-application-controller'],
    pointers: ['/metadata/labels/app.kubernetes.io~1instance'],
  },
];

/**
 * Fields that the cluster itself writes. Each is in force until its name is
 * disabled.
 *
 * @public
 */
export const builtInIgnoreRules: readonly IgnoreRule[] = builtInRules;
