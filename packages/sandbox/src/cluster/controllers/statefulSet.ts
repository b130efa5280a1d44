import { numberAt, objectAt } from '../Json';
import { KubeObject } from '../KubeObject';
import { kinds, Workbench } from './kinds';
import { isReady, ownedBy, podOf, templateHash } from './pods';

const revisionLabel = 'controller-revision-hash';

/** Pods with an ordinal: made one after the other, replaced from the last. */
export function reconcileStatefulSet(
  statefulSet: KubeObject,
  { store, writer, options }: Workbench,
): void {
  const { name, generation } = statefulSet.metadata;
  const wanted = numberAt(statefulSet, 'spec', 'replicas');
  const hash = templateHash(objectAt(statefulSet, 'spec', 'template'));
  const revision = `${name}-${hash}`;
  const pods = () => ownedBy(store, kinds.pod, statefulSet);
  const isCurrent = (pod: KubeObject) =>
    pod.metadata.labels?.[revisionLabel] === revision;
  const ordinals = Array.from({ length: wanted }, (_, index) => index);
  const podAt = (ordinal: number) =>
    pods().find(({ metadata }) => metadata.name === `${name}-${ordinal}`);

  for (const pod of pods()) {
    const ordinal = Number(pod.metadata.name.slice(name.length + 1));
    if (ordinal >= wanted) writer.delete({ kind: kinds.pod, ...pod.metadata });
  }
  const absent = ordinals.find(ordinal => !podAt(ordinal));
  const waits = pods().some(pod => isCurrent(pod) && !isReady(pod));
  if (absent !== undefined && !waits) {
    writer.create(
      kinds.pod,
      podOf(statefulSet, `${name}-${absent}`, { [revisionLabel]: revision }),
      options(),
    );
  } else if (!waits) {
    const old = ordinals
      .map(podAt)
      .reverse()
      .find(pod => pod && !isCurrent(pod));
    if (old) writer.delete({ kind: kinds.pod, ...old.metadata });
  }

  const now = pods();
  const updated = now.filter(isCurrent).length;
  const ready = now.filter(isReady).length;
  const done = updated === wanted && ready === wanted;
  writer.setStatus(
    { kind: kinds.statefulSet, ...statefulSet.metadata },
    {
      observedGeneration: generation ?? 1,
      replicas: now.length,
      readyReplicas: ready,
      availableReplicas: ready,
      updatedReplicas: updated,
      currentReplicas: done ? wanted : now.length - updated,
      currentRevision: done
        ? revision
        : now.find(pod => !isCurrent(pod))?.metadata.labels?.[revisionLabel] ??
          revision,
      updateRevision: revision,
      collisionCount: 0,
    },
    options(),
  );
}
