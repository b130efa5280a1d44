import { z } from 'zod';
import { Resource } from '../../../manifests/Resource';
import { FluxKustomization, FluxObjectBase } from './FluxObject';
import { inventorySchema } from './inventory';
import {
  dependencies,
  dependsOnSchema,
  referenceSchema,
  sourceReference,
} from './references';
import { readRevision } from './revision';
import { listOf, part, present, text, texts } from '../../tolerant';

const schema = z.object({
  spec: part({
    path: text,
    sourceRef: referenceSchema,
    dependsOn: dependsOnSchema,
    targetNamespace: text,
    kubeConfig: present,
  }),
  status: part({
    lastAttemptedRevision: text,
    lastAppliedRevision: text,
    lastAppliedOriginRevision: text,
    inventory: inventorySchema,
    history: listOf(
      z.object({
        lastReconciled: text,
        lastReconciledStatus: text,
        metadata: texts,
      }),
    ),
  }),
});

export function readKustomization(
  object: Resource,
  base: FluxObjectBase,
): FluxKustomization {
  const { spec, status } = schema.parse(object);
  const { ref } = base;
  const source = sourceReference(spec.sourceRef, ref.namespace);
  const { lastAttemptedRevision: attempted, inventory } = status;
  const applied = appliedOf(status);
  return {
    ...base,
    kind: 'Kustomization',
    path: normalPath(spec.path ?? ''),
    ...(source !== undefined && { source }),
    dependsOn: dependencies(spec.dependsOn, ref),
    ...(spec.targetNamespace !== undefined && {
      targetNamespace: spec.targetNamespace,
    }),
    isRemote: spec.kubeConfig,
    ...(attempted !== undefined && { attempted: readRevision(attempted) }),
    ...(applied !== undefined && { applied }),
    ...(inventory !== undefined && { inventory }),
    history: status.history.map(historyEntry),
  };
}

/** Of an OCI artifact, the commit that it was made of is told beside it. */
function appliedOf({
  lastAppliedRevision: applied,
  lastAppliedOriginRevision: origin,
}: z.output<typeof schema>['status']) {
  if (applied === undefined) return undefined;
  const { commit } = readRevision(origin ?? '');
  return {
    ...readRevision(applied),
    ...(commit !== undefined && { commit }),
  };
}

function historyEntry({
  lastReconciled,
  lastReconciledStatus,
  metadata,
}: z.output<typeof schema>['status']['history'][number]) {
  const { revision } = metadata;
  return {
    ...(revision !== undefined && {
      revision: readRevision(revision, lastReconciled),
    }),
    ...(lastReconciledStatus !== undefined && { status: lastReconciledStatus }),
  };
}

/** `./apps/shop/` is `apps/shop`; the root is `''`. */
export function normalPath(path: string): string {
  return path
    .split('/')
    .filter(segment => segment !== '' && segment !== '.')
    .join('/');
}
