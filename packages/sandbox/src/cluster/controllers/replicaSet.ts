import { createHash } from 'node:crypto';
import { numberAt } from '../Json';
import { KubeObject } from '../KubeObject';
import { kinds, Workbench } from './kinds';
import { isReady, ownedBy, podOf } from './pods';

/** Sees to it that there are as many pods as wanted. */
export function reconcileReplicaSet(
  replicaSet: KubeObject,
  { store, writer, options }: Workbench,
): void {
  const wanted = numberAt(replicaSet, 'spec', 'replicas');
  const pods = ownedBy(store, kinds.pod, replicaSet);
  const surplus = [...pods]
    .sort((one, other) => Number(isReady(one)) - Number(isReady(other)))
    .slice(0, Math.max(0, pods.length - wanted));
  for (const { metadata } of surplus) {
    writer.delete({ kind: kinds.pod, ...metadata });
  }
  const taken = new Set(pods.map(({ metadata }) => metadata.name));
  const names = freeNames(replicaSet.metadata.name, taken);
  for (let count = pods.length; count < wanted; count += 1) {
    const pod = podOf(replicaSet, names.next().value, {});
    writer.create(kinds.pod, pod, options());
  }
  const now = ownedBy(store, kinds.pod, replicaSet);
  const ready = now.filter(isReady).length;
  writer.setStatus(
    { kind: kinds.replicaSet, ...replicaSet.metadata },
    {
      observedGeneration: replicaSet.metadata.generation ?? 1,
      replicas: now.length,
      fullyLabeledReplicas: now.length,
      readyReplicas: ready,
      availableReplicas: ready,
    },
    options(),
  );
}

/** Names such as `app-5d8f-x7k2p`, the same at every start. */
function* freeNames(
  owner: string,
  taken: ReadonlySet<string>,
): Generator<string, string> {
  for (let index = 0; ; index += 1) {
    const digest = createHash('sha256').update(`${owner} ${index}`).digest();
    const name = `${owner}-${letters(digest)}`;
    if (!taken.has(name)) yield name;
  }
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

function letters(digest: Buffer): string {
  return [...digest.subarray(0, 5)]
    .map(byte => alphabet[byte % alphabet.length])
    .join('');
}
