import { conditions, kindOf, labelSelector, metadata } from './metadata';
import {
  anything,
  atomic,
  flag,
  integer,
  intOrString,
  keyed,
  list,
  mapOf,
  merged,
  object,
  quantity,
  Schema,
  text,
  time,
} from './Schema';

const keySelector = atomic(object({ name: text, key: text, optional: flag }));

const env = object({
  name: text,
  value: text,
  valueFrom: object({
    configMapKeyRef: keySelector,
    secretKeyRef: keySelector,
    fieldRef: atomic(object({ apiVersion: text, fieldPath: text })),
    resourceFieldRef: atomic(
      object({ containerName: text, resource: text, divisor: quantity }),
    ),
  }),
});

const reference = object({ name: text, optional: flag });

const httpGet = object({
  path: text,
  port: intOrString,
  host: text,
  scheme: text,
  httpHeaders: list(object({ name: text, value: text })),
});

const probe = object({
  httpGet,
  tcpSocket: object({ host: text, port: intOrString }),
  exec: object({ command: list(text) }),
  grpc: object({ port: integer, service: text }),
  initialDelaySeconds: integer,
  periodSeconds: integer,
  timeoutSeconds: integer,
  successThreshold: integer,
  failureThreshold: integer,
});

const int64: Schema = { type: 'integer', format: 'int64' };

const identity = {
  runAsUser: int64,
  runAsGroup: int64,
  runAsNonRoot: flag,
  seccompProfile: object({ type: text, localhostProfile: text }),
};

const podSecurity = object({ ...identity, fsGroup: int64 });

const containerSecurity = object({
  ...identity,
  privileged: flag,
  allowPrivilegeEscalation: flag,
  readOnlyRootFilesystem: flag,
  capabilities: object({ add: list(text), drop: list(text) }),
});

export const resources: Schema = object({
  limits: mapOf(quantity),
  requests: mapOf(quantity),
});

const ports = merged(
  keyed(
    object({
      name: text,
      containerPort: integer,
      hostPort: integer,
      protocol: { ...text, default: 'TCP' },
    }),
    'containerPort',
    'protocol',
  ),
  'containerPort',
);

const container = object({
  name: text,
  image: text,
  imagePullPolicy: text,
  command: list(text),
  args: list(text),
  workingDir: text,
  ports,
  env: merged(keyed(env, 'name'), 'name'),
  envFrom: list(
    object({ prefix: text, configMapRef: reference, secretRef: reference }),
  ),
  resources,
  volumeMounts: merged(
    keyed(
      object({ name: text, mountPath: text, subPath: text, readOnly: flag }),
      'mountPath',
    ),
    'mountPath',
  ),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  securityContext: containerSecurity,
  terminationMessagePath: text,
  terminationMessagePolicy: text,
});

const items = list(object({ key: text, path: text, mode: integer }));

const volume = object({
  name: text,
  configMap: object({
    name: text,
    optional: flag,
    defaultMode: integer,
    items,
  }),
  secret: object({
    secretName: text,
    optional: flag,
    defaultMode: integer,
    items,
  }),
  emptyDir: object({ medium: text, sizeLimit: quantity }),
  persistentVolumeClaim: object({ claimName: text, readOnly: flag }),
  projected: anything,
});

const podSpec = object({
  containers: merged(keyed(container, 'name'), 'name'),
  initContainers: merged(keyed(container, 'name'), 'name'),
  volumes: merged(keyed(volume, 'name'), 'name'),
  imagePullSecrets: merged(
    keyed(atomic(object({ name: text })), 'name'),
    'name',
  ),
  serviceAccountName: text,
  serviceAccount: text,
  automountServiceAccountToken: flag,
  nodeName: text,
  nodeSelector: atomic(mapOf(text)),
  restartPolicy: text,
  dnsPolicy: text,
  schedulerName: text,
  priorityClassName: text,
  hostNetwork: flag,
  terminationGracePeriodSeconds: int64,
  securityContext: podSecurity,
  affinity: anything,
  tolerations: list(
    object({ key: text, operator: text, value: text, effect: text }),
  ),
  topologySpreadConstraints: merged(
    keyed(
      object({
        maxSkew: integer,
        topologyKey: text,
        whenUnsatisfiable: text,
        labelSelector,
      }),
      'topologyKey',
      'whenUnsatisfiable',
    ),
    'topologyKey',
  ),
});

export const podTemplate: Schema = object({ metadata, spec: podSpec });

const containerStatus = object({
  name: text,
  image: text,
  imageID: text,
  containerID: text,
  ready: flag,
  started: flag,
  restartCount: integer,
  state: object({
    running: object({ startedAt: time }),
    waiting: object({ reason: text, message: text }),
  }),
});

export const pod: Schema = kindOf({
  spec: podSpec,
  status: object({
    phase: text,
    startTime: time,
    podIP: text,
    qosClass: text,
    conditions: conditions({ observedGeneration: int64 }),
    containerStatuses: list(containerStatus),
  }),
});
