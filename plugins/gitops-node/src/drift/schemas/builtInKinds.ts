import {
  atomic,
  bytes,
  fields,
  filled,
  keyed,
  labelSelector,
  optionalSelector,
  Properties,
  quantities,
  quantity,
  selector,
  set,
  texts,
  unordered,
} from './fragments';
import {
  claimSpec,
  claimTemplate,
  podSpec,
  podTemplate,
  secretData,
} from './podSchema';

const jobSpec = fields({
  template: podTemplate,
  selector: labelSelector,
});

const rollingUpdate = (fill: Readonly<Record<string, unknown>>) =>
  filled({ type: 'RollingUpdate', rollingUpdate: fill });

const admissionRules = atomic({ scope: filled('*') });

const webhook = {
  namespaceSelector: labelSelector,
  objectSelector: labelSelector,
  matchConditions: keyed(['name']),
  clientConfig: fields({ caBundle: bytes }),
  rules: admissionRules,
};

const matchResources = fields({
  namespaceSelector: labelSelector,
  objectSelector: labelSelector,
  resourceRules: admissionRules,
  excludeResourceRules: admissionRules,
});

const metric = fields({
  target: fields({ value: quantity, averageValue: quantity }),
  metric: fields({ selector: optionalSelector }),
});

const peer = {
  podSelector: optionalSelector,
  namespaceSelector: optionalSelector,
};

/**
 * What differs from plain comparing in the kinds of Kubernetes itself: list
 * keys, quantities, selectors and the values that the server fills in. Fields
 * that aren't here are compared by value, lists as a whole. By group and kind;
 * versions of a kind have no difference that matters here.
 */
export const builtInKinds: Readonly<Record<string, Properties>> = {
  '/ConfigMap': { data: texts, binaryData: secretData },
  '/Secret': { data: secretData, type: filled('Opaque') },
  '/Pod': {
    spec: {
      ...podSpec,
      properties: { ...podSpec.properties, tolerations: set({}) },
    },
  },
  '/PodTemplate': { template: podTemplate },
  '/ReplicationController': {
    spec: fields({ template: podTemplate, selector }),
  },
  '/Service': {
    spec: fields({
      ports: keyed(['port', 'protocol'], { protocol: filled('TCP') }),
      selector,
      type: filled('ClusterIP'),
      sessionAffinity: filled('None'),
      internalTrafficPolicy: filled('Cluster'),
      externalTrafficPolicy: filled('Cluster'),
    }),
  },
  '/ServiceAccount': {
    secrets: keyed(['name']),
    imagePullSecrets: set({}),
  },
  '/PersistentVolumeClaim': { spec: claimSpec },
  '/PersistentVolume': {
    spec: fields({
      capacity: quantities,
      persistentVolumeReclaimPolicy: filled('Retain'),
      volumeMode: filled('Filesystem'),
    }),
  },
  '/ResourceQuota': { spec: fields({ hard: quantities }) },
  '/LimitRange': {
    spec: fields({
      limits: atomic({
        max: quantities,
        min: quantities,
        default: quantities,
        defaultRequest: quantities,
        maxLimitRequestRatio: quantities,
      }),
    }),
  },
  '/Endpoints': {
    subsets: unordered({
      addresses: unordered(),
      notReadyAddresses: unordered(),
      ports: unordered({ protocol: filled('TCP') }),
    }),
  },
  'discovery.k8s.io/EndpointSlice': { endpoints: unordered() },
  'apps/Deployment': {
    spec: fields({
      template: podTemplate,
      selector: labelSelector,
      strategy: rollingUpdate({ maxSurge: '25%', maxUnavailable: '25%' }),
      replicas: filled(1),
      revisionHistoryLimit: filled(10),
      progressDeadlineSeconds: filled(600),
    }),
  },
  'apps/StatefulSet': {
    spec: fields({
      template: podTemplate,
      selector: labelSelector,
      updateStrategy: rollingUpdate({ partition: 0 }),
      replicas: filled(1),
      revisionHistoryLimit: filled(10),
      podManagementPolicy: filled('OrderedReady'),
      persistentVolumeClaimRetentionPolicy: filled({
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      }),
      volumeClaimTemplates: atomic(claimTemplate),
    }),
  },
  'apps/DaemonSet': {
    spec: fields({
      template: podTemplate,
      selector: labelSelector,
      updateStrategy: rollingUpdate({ maxSurge: 0, maxUnavailable: 1 }),
      revisionHistoryLimit: filled(10),
    }),
  },
  'apps/ReplicaSet': {
    spec: fields({
      template: podTemplate,
      selector: labelSelector,
      replicas: filled(1),
    }),
  },
  'batch/Job': { spec: jobSpec },
  'batch/CronJob': {
    spec: fields({
      jobTemplate: fields({ spec: jobSpec }),
      concurrencyPolicy: filled('Allow'),
      successfulJobsHistoryLimit: filled(3),
      failedJobsHistoryLimit: filled(1),
      suspend: filled(false),
    }),
  },
  'autoscaling/HorizontalPodAutoscaler': {
    spec: fields({
      // Older servers kept metrics in an annotation and gave them back sorted.
      metrics: unordered({
        resource: metric,
        containerResource: metric,
        pods: metric,
        object: metric,
        external: metric,
      }),
    }),
  },
  'networking.k8s.io/NetworkPolicy': {
    spec: fields({
      podSelector: labelSelector,
      ingress: atomic({ from: atomic(peer) }),
      egress: atomic({ to: atomic(peer) }),
    }),
  },
  'policy/PodDisruptionBudget': {
    spec: fields({ selector: optionalSelector }),
  },
  'rbac.authorization.k8s.io/ClusterRole': {
    aggregationRule: fields({ clusterRoleSelectors: atomic({}) }),
  },
  'storage.k8s.io/CSIStorageCapacity': {
    capacity: quantity,
    maximumVolumeSize: quantity,
    nodeTopology: labelSelector,
  },
  'storage.k8s.io/StorageClass': {
    reclaimPolicy: filled('Delete'),
    volumeBindingMode: filled('Immediate'),
  },
  'node.k8s.io/RuntimeClass': {
    overhead: fields({ podFixed: quantities }),
    scheduling: fields({ nodeSelector: selector }),
  },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': {
    webhooks: keyed(['name'], webhook),
  },
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': {
    webhooks: keyed(['name'], webhook),
  },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': {
    spec: fields({
      matchConditions: keyed(['name']),
      variables: keyed(['name']),
      matchConstraints: matchResources,
    }),
  },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': {
    spec: fields({ matchResources, validationActions: set() }),
  },
  'admissionregistration.k8s.io/MutatingAdmissionPolicy': {
    spec: fields({
      matchConditions: keyed(['name']),
      variables: keyed(['name']),
      matchConstraints: matchResources,
    }),
  },
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding': {
    spec: fields({ matchResources }),
  },
  'apiregistration.k8s.io/APIService': { spec: fields({ caBundle: bytes }) },
  'apiextensions.k8s.io/CustomResourceDefinition': {
    spec: fields({
      names: fields({ categories: set(), shortNames: set() }),
      conversion: {
        ...fields({
          webhook: fields({ clientConfig: fields({ caBundle: bytes }) }),
        }),
        default: { strategy: 'None' },
      },
    }),
  },
};
