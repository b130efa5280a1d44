import { EngineCondition } from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { Resource } from '../../../manifests/Resource';
import { groupOf } from '../../builtin/resourceRef';
import { FluxObjectBase, FluxRef } from './FluxObject';
import { readableMessage } from './readableMessage';
import { readinessOf } from './readiness';
import { flag, listOf, number, part, text, texts } from '../../tolerant';

/** Asks a controller to look again; any value that it hasn't seen before. */
export const requestedAtKey = 'reconcile.fluxcd.io/requestedAt';

/** Who suspended an object through us, and why. */
export const suspendedByKey = 'gitops.backstage.io/suspended-by';
export const suspendedReasonKey = 'gitops.backstage.io/suspended-reason';

const conditionSchema = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']).catch('Unknown'),
  reason: text,
  message: text,
  lastTransitionTime: text,
  observedGeneration: number,
});

const baseSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    generation: number,
    labels: texts,
    annotations: texts,
  }),
  spec: part({ suspend: flag }),
  status: part({
    conditions: listOf(conditionSchema),
    observedGeneration: number,
    lastHandledReconcileAt: text,
  }),
});

/** What every object of Flux tells; `undefined` where it is none. */
export function readBase(object: Resource): FluxObjectBase | undefined {
  const read = baseSchema.safeParse(object);
  if (!read.success) return undefined;
  const { metadata, spec, status } = read.data;
  const { name, namespace, annotations, generation } = metadata;
  const { conditions, observedGeneration } = status;
  const appliedBy = applierOf(metadata.labels);
  const requestedAt = annotations[requestedAtKey];
  return {
    ref: {
      group: groupOf(object.apiVersion),
      kind: object.kind,
      namespace,
      name,
    },
    readiness: readinessOf({
      conditions,
      ...(generation !== undefined && { generation }),
      ...(observedGeneration !== undefined && { observedGeneration }),
    }),
    conditions: conditions.map(toldCondition),
    ...(spec.suspend && { suspended: suspensionOf(annotations) }),
    ...(appliedBy !== undefined && { appliedBy }),
    ...(requestedAt !== undefined && { requestedAt }),
    ...(status.lastHandledReconcileAt !== undefined && {
      handledAt: status.lastHandledReconcileAt,
    }),
  };
}

function toldCondition({
  type,
  status,
  reason,
  message,
  lastTransitionTime,
}: z.output<typeof conditionSchema>): EngineCondition {
  return {
    type,
    status,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message: readableMessage(message) }),
    ...(lastTransitionTime !== undefined && { since: lastTransitionTime }),
  };
}

function suspensionOf(annotations: Readonly<Record<string, string>>) {
  const by = annotations[suspendedByKey];
  const reason = annotations[suspendedReasonKey];
  return {
    ...(by !== undefined && { by }),
    ...(reason !== undefined && { reason }),
  };
}

function applierOf(
  labels: Readonly<Record<string, string>>,
): FluxRef | undefined {
  const group = 'kustomize.toolkit.fluxcd.io';
  const name = labels[`${group}/name`];
  const namespace = labels[`${group}/namespace`];
  return name === undefined || namespace === undefined
    ? undefined
    : { group, kind: 'Kustomization', namespace, name };
}
