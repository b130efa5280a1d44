import { createHash } from 'node:crypto';
import { isJsonArray, Json, textAt, valueAt } from '../Json';
import { KubeObject } from '../KubeObject';

/** Whether an image can't be pulled, as its tag says. */
export function isBroken(image: string): boolean {
  return image.endsWith('-broken');
}

/** What the runtime says an image is: the same for the same name. */
export function imageId(image: string): string {
  const repository = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  const digest = createHash('sha256').update(image).digest('hex');
  return `${repository}@sha256:${digest}`;
}

/** The status of a pod that is on its way, or has come as far as it will. */
export function podStatus(
  pod: KubeObject,
  phase: 'pulling' | 'started',
  since: string,
): Json {
  const containers = valueAt(pod, 'spec', 'containers');
  const statuses = (isJsonArray(containers) ? containers : []).map(container =>
    containerStatus(
      textAt(container, 'name'),
      textAt(container, 'image'),
      phase,
      since,
    ),
  );
  const ready = statuses.every(status => status.ready);
  const state = ready ? 'True' : 'False';
  const unready = { reason: 'ContainersNotReady' };
  const condition = (type: string, status: string, why = {}) => ({
    type,
    status,
    lastTransitionTime: since,
    ...why,
  });
  return {
    phase: ready ? 'Running' : 'Pending',
    qosClass: 'Burstable',
    startTime: since,
    conditions: [
      condition('PodScheduled', 'True'),
      condition('Initialized', 'True'),
      condition('ContainersReady', state, ready ? {} : unready),
      condition('Ready', state, ready ? {} : unready),
    ],
    containerStatuses: statuses,
  };
}

function containerStatus(
  name: string,
  image: string,
  phase: 'pulling' | 'started',
  since: string,
) {
  const common = { name, image, restartCount: 0 };
  if (phase === 'started' && !isBroken(image)) {
    return {
      ...common,
      imageID: imageId(image),
      ready: true,
      started: true,
      state: { running: { startedAt: since } },
    };
  }
  const waiting =
    phase === 'pulling'
      ? { reason: 'ContainerCreating' }
      : {
          reason: 'ImagePullBackOff',
          message: `Back-off pulling image "${image}"`,
        };
  return {
    ...common,
    imageID: '',
    ready: false,
    started: false,
    state: { waiting },
  };
}
