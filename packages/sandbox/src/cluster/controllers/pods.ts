import { createHash } from 'node:crypto';
import {
  equal,
  Json,
  JsonObject,
  objectAt,
  textAt,
  valueAt,
  isJsonArray,
} from '../Json';
import { KubeObject, OwnerReference } from '../KubeObject';
import { ObjectStore } from '../store/ObjectStore';
import { ServedKind } from '../ServedKind';

/** Tells one pod template from another. */
export function templateHash(template: Json | undefined): string {
  const text = JSON.stringify(sorted(template));
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

function sorted(value: unknown): unknown {
  if (isJsonArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  );
}

/** What an owner controls, in the order of names. */
export function ownedBy(
  store: ObjectStore,
  kind: ServedKind,
  owner: KubeObject,
): KubeObject[] {
  return store
    .list(kind, owner.metadata.namespace)
    .filter(({ metadata }) =>
      metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid),
    );
}

export function isReady(pod: KubeObject): boolean {
  const conditions = valueAt(pod, 'status', 'conditions');
  return (
    isJsonArray(conditions) &&
    conditions.some(
      candidate =>
        textAt(candidate, 'type') === 'Ready' &&
        textAt(candidate, 'status') === 'True',
    )
  );
}

export function ownerReference(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
  };
}

/** A pod made from an owner's template. */
export function podOf(
  owner: KubeObject,
  name: string,
  labels: Readonly<Record<string, string>>,
): KubeObject {
  const template = objectAt(owner, 'spec', 'template');
  const metadata = objectAt(template, 'metadata');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: owner.metadata.namespace,
      labels: { ...texts(metadata.labels), ...labels },
      annotations: texts(metadata.annotations),
      ownerReferences: [ownerReference(owner)],
    },
    spec: template.spec,
  };
}

export function texts(value: Json | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectAt({ value }, 'value')).map(([key, text]) => [
      key,
      String(text),
    ]),
  );
}

/** A condition that keeps the time of its last change. */
export function condition(
  object: KubeObject,
  wanted: JsonObject,
  time: string,
): JsonObject {
  const known = valueAt(object, 'status', 'conditions');
  const before = (isJsonArray(known) ? known : []).find(
    candidate => textAt(candidate, 'type') === wanted.type,
  );
  const isSame = textAt(before, 'status') === wanted.status;
  const lastTransitionTime = isSame
    ? textAt(before, 'lastTransitionTime')
    : time;
  const keeps =
    isSame && equal(valueAt(before, 'reason'), wanted.reason)
      ? textAt(before, 'lastUpdateTime')
      : time;
  return { ...wanted, lastTransitionTime, lastUpdateTime: keeps };
}
