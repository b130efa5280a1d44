import { kindOf } from './metadata';
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
  Schema,
  text,
} from './Schema';

export const namespace: Schema = kindOf({
  spec: object({
    finalizers: list(text),
  }),
  status: object({ phase: text }),
});

export const configMap: Schema = kindOf({
  data: mapOf(text),
  binaryData: mapOf({ type: 'string', format: 'byte' }),
  immutable: flag,
});

export const secret: Schema = kindOf({
  data: mapOf({ type: 'string', format: 'byte' }),
  stringData: mapOf(text),
  type: text,
  immutable: flag,
});

export const serviceAccount: Schema = kindOf({
  automountServiceAccountToken: flag,
  imagePullSecrets: list(atomic(object({ name: text }))),
  secrets: merged(keyed(atomic(object({ name: text })), 'name'), 'name'),
});

export const service: Schema = kindOf({
  spec: object({
    type: text,
    selector: atomic(mapOf(text)),
    clusterIP: text,
    clusterIPs: list(text),
    externalName: text,
    externalTrafficPolicy: text,
    internalTrafficPolicy: text,
    ipFamilies: list(text),
    ipFamilyPolicy: text,
    sessionAffinity: text,
    publishNotReadyAddresses: flag,
    ports: merged(
      keyed(
        object({
          name: text,
          port: integer,
          targetPort: intOrString,
          nodePort: integer,
          protocol: { ...text, default: 'TCP' },
          appProtocol: text,
        }),
        'port',
        'protocol',
      ),
      'port',
    ),
  }),
  status: object({
    loadBalancer: object({
      ingress: list(object({ ip: text, hostname: text })),
    }),
  }),
});

const backend = object({
  service: object({
    name: text,
    port: atomic(object({ name: text, number: integer })),
  }),
});

export const ingress: Schema = kindOf({
  spec: object({
    ingressClassName: text,
    defaultBackend: backend,
    rules: list(
      object({
        host: text,
        http: object({
          paths: list(object({ path: text, pathType: text, backend })),
        }),
      }),
    ),
    tls: list(object({ hosts: list(text), secretName: text })),
  }),
  status: object({
    loadBalancer: object({
      ingress: list(object({ ip: text, hostname: text })),
    }),
  }),
});

const rules = list(
  object({
    apiGroups: list(text),
    resources: list(text),
    resourceNames: list(text),
    verbs: list(text),
  }),
);

export const role: Schema = kindOf({ rules });

export const roleBinding: Schema = kindOf({
  roleRef: atomic(object({ apiGroup: text, kind: text, name: text })),
  subjects: list(
    atomic(object({ apiGroup: text, kind: text, name: text, namespace: text })),
  ),
});

/** An object of an operator that this cluster doesn't have. */
export const custom: Schema = kindOf({ spec: anything, status: anything });

export const customResourceDefinition: Schema = kindOf({
  spec: anything,
  status: anything,
});
