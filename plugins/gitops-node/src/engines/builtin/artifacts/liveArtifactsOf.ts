import { LiveArtifact } from '@backstage-gitops/plugin-gitops-common';
import { splitImage } from '../../../manifests/imageReference';
import { Resource } from '../../../manifests/Resource';
import { fieldAt, listAt, textAt } from '../readField';

interface RunningContainer {
  readonly name: string;
  readonly version: string;
  readonly digest?: string;
  readonly isReady: boolean;
  readonly since?: string;
}

/**
 * The images that pods run, by image, tag and digest: name and tag as the pod
 * asks for them, the digest as the runtime resolved it. Counts pods whose
 * container has been started; one that still waits for its image doesn't run
 * it. Most pods first.
 *
 * @public
 */
export function liveArtifactsOf(pods: readonly Resource[]): LiveArtifact[] {
  const artifacts = new Map<string, LiveArtifact>();
  for (const pod of pods) {
    for (const [key, container] of runningImages(pod)) {
      artifacts.set(key, withContainer(artifacts.get(key), container));
    }
  }
  return [...artifacts.values()].sort(
    (a, b) =>
      b.pods - a.pods ||
      a.name.localeCompare(b.name) ||
      a.version.localeCompare(b.version),
  );
}

/** A pod counts once for an image, however many of its containers run it. */
function runningImages(pod: Resource): ReadonlyMap<string, RunningContainer> {
  const images = new Map<string, RunningContainer>();
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') return images;
  for (const container of containersOf(pod)) {
    const { name, version, digest } = container;
    const key = JSON.stringify([name, version, digest]);
    const known = images.get(key);
    images.set(key, {
      ...container,
      isReady: container.isReady && (known?.isReady ?? true),
    });
  }
  return images;
}

function containersOf(pod: Resource): RunningContainer[] {
  const sidecars = listAt(pod, 'spec', 'initContainers').filter(
    container => textAt(container, 'restartPolicy') === 'Always',
  );
  const statuses = [
    ...listAt(pod, 'status', 'containerStatuses'),
    ...listAt(pod, 'status', 'initContainerStatuses'),
  ];
  return [...listAt(pod, 'spec', 'containers'), ...sidecars].flatMap(
    container => {
      const name = textAt(container, 'name');
      const status = statuses.find(item => textAt(item, 'name') === name);
      const running = runningContainer(pod, container, status);
      return running === undefined ? [] : [running];
    },
  );
}

function runningContainer(
  pod: Resource,
  container: unknown,
  status: unknown,
): RunningContainer | undefined {
  const imageId = textAt(status, 'imageID');
  const startedAt = textAt(status, 'state', 'running', 'startedAt');
  if (imageId === undefined && startedAt === undefined) return undefined;
  const image = textAt(container, 'image') ?? textAt(status, 'image');
  if (image === undefined) return undefined;
  const { name, tag, digest } = splitImage(image);
  return {
    name,
    version: tag ?? '',
    digest: digestOf(imageId) ?? digest,
    isReady: fieldAt(status, 'ready') === true,
    // Of the pod: a container that was restarted still runs what it ran.
    since:
      textAt(pod, 'status', 'startTime') ??
      startedAt ??
      textAt(pod, 'metadata', 'creationTimestamp'),
  };
}

/**
 * `registry/name@sha256:…`, with `docker-pullable://` before it under older
 * runtimes. A bare `sha256:…` names the image's configuration, which no
 * registry knows it by.
 */
function digestOf(imageId: string | undefined): string | undefined {
  const at = imageId?.lastIndexOf('@') ?? -1;
  return at < 0 ? undefined : imageId?.slice(at + 1);
}

function withContainer(
  known: LiveArtifact | undefined,
  { name, version, digest, isReady, since }: RunningContainer,
): LiveArtifact {
  const oldest = earlier(known?.since, since);
  return {
    kind: 'image',
    name,
    version,
    ...(digest !== undefined && { digest }),
    pods: (known?.pods ?? 0) + 1,
    ready: (known?.ready ?? 0) + (isReady ? 1 : 0),
    ...(oldest !== undefined && { since: oldest }),
  };
}

function earlier(
  one: string | undefined,
  other: string | undefined,
): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Date.parse(one) <= Date.parse(other) ? one : other;
}
