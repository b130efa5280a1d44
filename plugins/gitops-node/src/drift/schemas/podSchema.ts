import {
  atomic,
  bytes,
  fields,
  filled,
  keyed,
  labelSelector,
  optionalSelector,
  quantities,
  quantity,
  selector,
  serverOnly,
  templateMeta,
} from './fragments';

const resources = fields({
  limits: quantities,
  requests: quantities,
  claims: keyed(['name']),
});

const emptyFileSource = { distinctEmpty: true } as const;

const valueFrom = fields({
  fieldRef: fields({ apiVersion: filled('v1') }),
  resourceFieldRef: fields({ divisor: { ...quantity, default: '0' } }),
});

const container = {
  ports: keyed(['containerPort', 'protocol'], { protocol: filled('TCP') }),
  env: keyed(['name'], { valueFrom }),
  volumeMounts: keyed(['mountPath']),
  volumeDevices: keyed(['devicePath']),
  resources,
  // By the image's tag.
  imagePullPolicy: { defaults: ['IfNotPresent', 'Always'] },
  terminationMessagePath: filled('/dev/termination-log'),
  terminationMessagePolicy: filled('File'),
};

export const claimSpec = fields({
  resources,
  selector: optionalSelector,
  storageClassName: { distinctEmpty: true },
  volumeMode: filled('Filesystem'),
});

/** A claim within another object, of which the server fills in more. */
export const claimTemplate = {
  apiVersion: serverOnly,
  kind: serverOnly,
  status: serverOnly,
  metadata: templateMeta,
  spec: claimSpec,
};

const affinityTerm = {
  labelSelector: optionalSelector,
  namespaceSelector: optionalSelector,
};
const podAffinity = fields({
  requiredDuringSchedulingIgnoredDuringExecution: atomic(affinityTerm),
  preferredDuringSchedulingIgnoredDuringExecution: atomic({
    podAffinityTerm: fields(affinityTerm),
  }),
});

const projections = {
  downwardAPI: fields({ items: atomic({ ...valueFrom.properties }) }),
  clusterTrustBundle: fields({ labelSelector: optionalSelector }),
};

export const podSpec = fields({
  containers: keyed(['name'], container),
  initContainers: keyed(['name'], container),
  ephemeralContainers: keyed(['name'], container),
  volumes: keyed(['name'], {
    emptyDir: {
      ...fields({ sizeLimit: quantity }),
      ...emptyFileSource,
    },
    downwardAPI: fields({ items: atomic({ ...valueFrom.properties }) }),
    ephemeral: fields({ volumeClaimTemplate: fields(claimTemplate) }),
    projected: fields({ sources: atomic(projections) }),
  }),
  imagePullSecrets: keyed(['name']),
  hostAliases: keyed(['ip']),
  resourceClaims: keyed(['name']),
  schedulingGates: keyed(['name']),
  topologySpreadConstraints: keyed(['topologyKey', 'whenUnsatisfiable'], {
    labelSelector,
  }),
  nodeSelector: selector,
  overhead: quantities,
  resources,
  affinity: fields({ podAffinity, podAntiAffinity: podAffinity }),
  dnsPolicy: filled('ClusterFirst'),
  restartPolicy: filled('Always'),
  schedulerName: filled('default-scheduler'),
});

export const podTemplate = fields({ metadata: templateMeta, spec: podSpec });

export const secretData = { type: 'object', additional: bytes } as const;
