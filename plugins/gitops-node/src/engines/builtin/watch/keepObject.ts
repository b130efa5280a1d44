import { Resource } from '../../../manifests/Resource';
import { marksOf, OwnershipMark } from '../ownership/marksOf';
import { fieldAt, listAt, objectAt } from '../readField';
import { groupKindOf, refKey, refOf } from '../resourceRef';
import { autoscalerKinds, dependentKinds } from './dependentKinds';

/** What of a cluster's objects the units on it have to do with. */
export interface Interest {
  isDeclared(key: string): boolean;
  isMarked(mark: OwnershipMark): boolean;
}

/** Whether a unit declares it, or it was applied for one. */
export function isOfInterest(object: Resource, interest: Interest): boolean {
  return (
    interest.isDeclared(refKey(refOf(object))) ||
    marksOf(object).some(mark => interest.isMarked(mark))
  );
}

/**
 * What is kept of other objects: of pods, what may own them and what scales
 * them as much as their place and what they run takes, and nothing of the rest. So memory grows
 * with what is declared.
 */
export function keepDependent(object: Resource): Resource | undefined {
  const groupKind = groupKindOf(refOf(object));
  if (groupKind === 'Pod') return podOf(object);
  if (autoscalerKinds.has(groupKind)) return autoscalerOf(object);
  return dependentKinds.has(groupKind) ? linkOf(object) : undefined;
}

function linkOf(object: Resource): Resource {
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: metadataOf(object),
  };
}

function autoscalerOf(object: Resource): Resource {
  const scaleTargetRef = fieldAt(object, 'spec', 'scaleTargetRef');
  return { ...linkOf(object), spec: { scaleTargetRef } };
}

function podOf(pod: Resource): Resource {
  return {
    ...linkOf(pod),
    spec: {
      containers: listAt(pod, 'spec', 'containers').map(containerOf),
      initContainers: listAt(pod, 'spec', 'initContainers').map(containerOf),
    },
    status: {
      phase: fieldAt(pod, 'status', 'phase'),
      reason: fieldAt(pod, 'status', 'reason'),
      message: fieldAt(pod, 'status', 'message'),
      startTime: fieldAt(pod, 'status', 'startTime'),
      conditions: listAt(pod, 'status', 'conditions'),
      containerStatuses: listAt(pod, 'status', 'containerStatuses'),
      initContainerStatuses: listAt(pod, 'status', 'initContainerStatuses'),
    },
  };
}

function containerOf(container: unknown) {
  return {
    name: fieldAt(container, 'name'),
    image: fieldAt(container, 'image'),
    restartPolicy: fieldAt(container, 'restartPolicy'),
  };
}

const keptMetadata = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'ownerReferences',
];

function metadataOf(object: Resource): Readonly<Record<string, unknown>> {
  const metadata = objectAt(object, 'metadata') ?? {};
  return Object.fromEntries(
    keptMetadata.flatMap(key =>
      Object.hasOwn(metadata, key) ? [[key, metadata[key]]] : [],
    ),
  );
}
