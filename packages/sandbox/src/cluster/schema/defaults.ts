import { createHash } from 'node:crypto';
import {
  isJsonArray,
  isJsonObject,
  Json,
  JsonObject,
  objectAt,
  textAt,
} from '../Json';
import { KubeObject } from '../KubeObject';

/** What the server fills in, of that which the demo's manifests leave out. */
export function withDefaults(object: KubeObject): KubeObject {
  switch (object.kind) {
    case 'Deployment':
      return withSpec(object, spec => ({
        replicas: 1,
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
        },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        ...spec,
        template: podTemplate(spec),
      }));
    case 'StatefulSet':
      return withSpec(object, spec => ({
        replicas: 1,
        podManagementPolicy: 'OrderedReady',
        persistentVolumeClaimRetentionPolicy: {
          whenDeleted: 'Retain',
          whenScaled: 'Retain',
        },
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { partition: 0 },
        },
        revisionHistoryLimit: 10,
        ...spec,
        template: podTemplate(spec),
      }));
    case 'Pod':
      return withSpec(object, podSpec);
    case 'Service':
      return withSpec(object, spec => service(object, spec));
    case 'Secret':
      return secret(object);
    case 'Namespace':
      return { ...object, status: { phase: 'Active' } };
    default:
      return object;
  }
}

function withSpec(
  object: KubeObject,
  fill: (spec: JsonObject) => JsonObject,
): KubeObject {
  return { ...object, spec: fill(objectAt(object, 'spec')) };
}

function podTemplate(spec: JsonObject): JsonObject {
  const template = objectAt(spec, 'template');
  return {
    ...template,
    metadata: objectAt(template, 'metadata'),
    spec: podSpec(objectAt(template, 'spec')),
  };
}

function podSpec(spec: JsonObject): JsonObject {
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...spec,
    containers: each(spec.containers, container),
    ...(spec.initContainers !== undefined && {
      initContainers: each(spec.initContainers, container),
    }),
  };
}

function container(value: JsonObject): JsonObject {
  const tag = /:([^:/@]+)$/.exec(textAt(value, 'image'))?.[1] ?? 'latest';
  return {
    imagePullPolicy: tag === 'latest' ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: {},
    ...value,
    ...(value.ports !== undefined && {
      ports: each(value.ports, withProtocol),
    }),
    ...probes(value),
  };
}

function probes(value: JsonObject): JsonObject {
  return Object.fromEntries(
    ['livenessProbe', 'readinessProbe', 'startupProbe']
      .filter(name => value[name] !== undefined)
      .map(name => [
        name,
        {
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
          ...probe(objectAt(value, name)),
        },
      ]),
  );
}

function probe(value: JsonObject): JsonObject {
  if (value.httpGet === undefined) return value;
  return {
    ...value,
    httpGet: { scheme: 'HTTP', ...objectAt(value, 'httpGet') },
  };
}

function withProtocol(port: JsonObject): JsonObject {
  return { protocol: 'TCP', ...port };
}

function service({ metadata }: KubeObject, spec: JsonObject): JsonObject {
  const type = textAt(spec, 'type') || 'ClusterIP';
  if (type === 'ExternalName') return spec;
  const clusterIP =
    textAt(spec, 'clusterIP') ||
    addressOf(`${metadata.namespace}/${metadata.name}`);
  return {
    type,
    clusterIP,
    clusterIPs: [clusterIP],
    internalTrafficPolicy: 'Cluster',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    sessionAffinity: 'None',
    ...spec,
    ports: each(spec.ports, port => ({
      ...withProtocol(port),
      targetPort: port.targetPort ?? port.port,
    })),
  };
}

/** An address in a cluster's range, the same at every start. */
function addressOf(name: string): string {
  const [one, other] = createHash('sha256').update(name).digest();
  return `10.96.${one}.${Math.max(1, other)}`;
}

/** `stringData` is for writing only. */
function secret(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  const given = isJsonObject(stringData) ? Object.entries(stringData) : [];
  const data = given.map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  const isEmpty = given.length === 0 && rest.data === undefined;
  return {
    type: 'Opaque',
    ...rest,
    ...(!isEmpty && {
      data: { ...objectAt(rest, 'data'), ...Object.fromEntries(data) },
    }),
  };
}

function each(
  value: Json | undefined,
  fill: (item: JsonObject) => JsonObject,
): Json[] {
  return isJsonArray(value)
    ? value.map(item => (isJsonObject(item) ? fill(item) : item))
    : [];
}
