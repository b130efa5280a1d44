import { LiveArtifact } from '@backstage-gitops/plugin-gitops-common';
import { splitImage } from '../../../manifests/imageReference';
import { refKey } from '../../builtin/resourceRef';
import { ResourceNode, ResourceTree } from '../api/answers';

/** Deeper than any chain of owners. */
const maximumDepth = 16;

/**
 * The images of the pods below an Application, by the resource of it that they
 * belong to (its refKey), as the resource tree tells them: with the digest only
 * where the pod was asked for by it. Most pods first.
 */
export function runningImages(
  tree: ResourceTree,
): ReadonlyMap<string, readonly LiveArtifact[]> {
  const byUid = new Map(
    tree.nodes.flatMap(node =>
      node.uid === undefined ? [] : [[node.uid, node] as const],
    ),
  );
  const owned = new Map<string, ResourceNode[]>();
  for (const node of tree.nodes) {
    if (node.kind !== 'Pod' || node.group !== '') continue;
    const key = refKey(rootOf(node, byUid));
    owned.set(key, [...(owned.get(key) ?? []), node]);
  }
  return new Map(
    [...owned].map(([key, pods]) => [key, imagesOf(pods)] as const),
  );
}

/** Adds up what several resources run. */
export function joinImages(
  lists: readonly (readonly LiveArtifact[])[],
): LiveArtifact[] {
  const found = new Map<string, LiveArtifact>();
  for (const artifact of lists.flat()) {
    const { name, version, digest } = artifact;
    const key = JSON.stringify([name, version, digest]);
    const known = found.get(key);
    found.set(key, known === undefined ? artifact : join(known, artifact));
  }
  return [...found.values()].sort(
    (a, b) => b.pods - a.pods || a.name.localeCompare(b.name),
  );
}

function join(one: LiveArtifact, other: LiveArtifact): LiveArtifact {
  const [since] = [one.since, other.since]
    .filter((each): each is string => each !== undefined)
    .sort();
  return {
    ...one,
    pods: one.pods + other.pods,
    ready: one.ready + other.ready,
    ...(since !== undefined && { since }),
  };
}

function rootOf(
  pod: ResourceNode,
  byUid: ReadonlyMap<string, ResourceNode>,
): ResourceNode {
  let node = pod;
  for (let depth = 0; depth < maximumDepth; depth += 1) {
    const parent = byUid.get(node.parentRefs[0]?.uid ?? '');
    if (parent === undefined) return node;
    node = parent;
  }
  return node;
}

function imagesOf(pods: readonly ResourceNode[]): LiveArtifact[] {
  return joinImages(
    pods.map(({ images, health, createdAt }) =>
      [...new Set(images)].map((image): LiveArtifact => {
        const { name, tag, digest } = splitImage(image);
        return {
          ...{ kind: 'image', name, version: tag ?? '', pods: 1 },
          ...(digest !== undefined && { digest }),
          ready: health?.status === 'Healthy' ? 1 : 0,
          ...(createdAt !== undefined && { since: createdAt }),
        };
      }),
    ),
  );
}
