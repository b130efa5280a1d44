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

/** Whoever may write an object may write anything there. */
const maximumNoted = 500;

const conditionSchema = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']).catch('Unknown'),
  reason: text,
  message: text,
  lastTransitionTime: text,
  observedGeneration: number,
});

const fieldSchema = z.record(z.string(), z.unknown()).catch({});
const managedSchema = z.object({
  time: text,
  fieldsV1: part({
    'f:metadata': part({ 'f:annotations': fieldSchema }),
    'f:spec': fieldSchema,
  }),
});

const baseSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    generation: number,
    labels: texts,
    annotations: texts,
    managedFields: listOf(managedSchema),
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
    ...(spec.suspend && { suspended: suspensionOf(metadata) }),
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

/**
 * What was noted holds only if whoever suspended it noted it as well: others
 * may have resumed it since, and suspended it for another reason.
 */
function suspensionOf({
  annotations,
  managedFields,
}: z.output<typeof baseSchema>['metadata']): FluxObjectBase['suspended'] {
  const writers = managedFields.filter(({ fieldsV1 }) =>
    Object.hasOwn(fieldsV1['f:spec'], 'f:suspend'),
  );
  const since = writers.find(({ time }) => time !== undefined)?.time;
  const told = { ...(since !== undefined && { since }) };
  const isNoted =
    writers.length === 0 ||
    writers.some(({ fieldsV1 }) =>
      Object.hasOwn(
        fieldsV1['f:metadata']['f:annotations'],
        `f:${suspendedByKey}`,
      ),
    );
  if (!isNoted) return told;
  const by = annotations[suspendedByKey]?.slice(0, maximumNoted);
  const reason = annotations[suspendedReasonKey]?.slice(0, maximumNoted);
  return {
    ...told,
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
