import { conditions, kindOf, labelSelector, metadata } from './metadata';
import { podTemplate, resources } from './pod';
import {
  flag,
  integer,
  intOrString,
  list,
  object,
  Schema,
  text,
  time,
} from './Schema';

const int64: Schema = { type: 'integer', format: 'int64' };

const counts = {
  observedGeneration: int64,
  replicas: integer,
  readyReplicas: integer,
  availableReplicas: integer,
  updatedReplicas: integer,
};

export const deployment: Schema = kindOf({
  spec: object({
    replicas: integer,
    selector: labelSelector,
    template: podTemplate,
    strategy: object({
      type: text,
      rollingUpdate: object({
        maxSurge: intOrString,
        maxUnavailable: intOrString,
      }),
    }),
    minReadySeconds: integer,
    revisionHistoryLimit: integer,
    progressDeadlineSeconds: integer,
    paused: flag,
  }),
  status: object({
    ...counts,
    unavailableReplicas: integer,
    conditions: conditions({ lastUpdateTime: time }),
  }),
});

export const replicaSet: Schema = kindOf({
  spec: object({
    replicas: integer,
    selector: labelSelector,
    template: podTemplate,
    minReadySeconds: integer,
  }),
  status: object({
    observedGeneration: int64,
    replicas: integer,
    readyReplicas: integer,
    availableReplicas: integer,
    fullyLabeledReplicas: integer,
  }),
});

const claimSpec = object({
  accessModes: list(text),
  resources,
  storageClassName: text,
  volumeMode: text,
  volumeName: text,
  selector: labelSelector,
});

export const persistentVolumeClaim: Schema = kindOf({
  spec: claimSpec,
  status: object({ phase: text, accessModes: list(text) }),
});

export const statefulSet: Schema = kindOf({
  spec: object({
    replicas: integer,
    serviceName: text,
    podManagementPolicy: text,
    selector: labelSelector,
    template: podTemplate,
    volumeClaimTemplates: list(
      object({ apiVersion: text, kind: text, metadata, spec: claimSpec }),
    ),
    updateStrategy: object({
      type: text,
      rollingUpdate: object({ partition: integer }),
    }),
    minReadySeconds: integer,
    revisionHistoryLimit: integer,
    persistentVolumeClaimRetentionPolicy: object({
      whenDeleted: text,
      whenScaled: text,
    }),
  }),
  status: object({
    ...counts,
    currentReplicas: integer,
    collisionCount: integer,
    currentRevision: text,
    updateRevision: text,
    conditions: conditions(),
  }),
});

export const horizontalPodAutoscaler: Schema = kindOf({
  spec: object({
    minReplicas: integer,
    maxReplicas: integer,
    scaleTargetRef: object({ apiVersion: text, kind: text, name: text }),
    metrics: list(object({})),
  }),
  status: object({
    currentReplicas: integer,
    desiredReplicas: integer,
    conditions: conditions(),
  }),
});

export const podDisruptionBudget: Schema = kindOf({
  spec: object({
    minAvailable: intOrString,
    maxUnavailable: intOrString,
    selector: {
      ...labelSelector,
      'x-kubernetes-patch-strategy': 'replace',
    },
  }),
  status: object({
    currentHealthy: integer,
    desiredHealthy: integer,
    disruptionsAllowed: integer,
    expectedPods: integer,
    observedGeneration: int64,
    conditions: conditions({ observedGeneration: int64 }),
  }),
});
