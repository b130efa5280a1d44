import { Health } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { listAt, numberAt, textAt } from '../readField';
import { conditionsOf, tellCondition } from './Condition';
import { degraded, healthy, progressing, unknown } from './health';

/** Why a container waits, where waiting longer won't help it by itself. */
const failures = new Set([
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImageInspectError',
  'ImagePullBackOff',
  'InvalidImageName',
  'RunContainerError',
]);

export function podHealth(pod: Resource): Health {
  const failure = podFailure(pod);
  if (failure !== undefined) return degraded(failure);
  switch (textAt(pod, 'status', 'phase')) {
    case 'Succeeded':
      return healthy();
    case 'Running':
      return runningHealth(pod);
    case 'Pending':
      return progressing(pendingReason(pod));
    case undefined:
      return progressing('It has no status yet');
    default:
      return unknown('Its node does not report on it');
  }
}

/** Why a pod can't run; `undefined` where it runs or may come to. */
export function podFailure(pod: Resource): string | undefined {
  if (textAt(pod, 'status', 'phase') === 'Failed') {
    return (
      textAt(pod, 'status', 'message') ??
      textAt(pod, 'status', 'reason') ??
      'The pod failed'
    );
  }
  const statuses = [
    ...listAt(pod, 'status', 'initContainerStatuses'),
    ...listAt(pod, 'status', 'containerStatuses'),
  ];
  for (const status of statuses) {
    const reason = textAt(status, 'state', 'waiting', 'reason');
    if (reason !== undefined && failures.has(reason)) {
      return tellFailure(status, reason);
    }
  }
  return undefined;
}

function tellFailure(status: unknown, reason: string): string {
  const name = textAt(status, 'name') ?? 'a container';
  const message = textAt(status, 'state', 'waiting', 'message');
  const exit = numberAt(status, 'lastState', 'terminated', 'exitCode');
  const ended = exit === undefined ? '' : `, exit code ${exit}`;
  return `${name}: ${reason}${ended}${
    message === undefined ? '' : `: ${message}`
  }`;
}

function runningHealth(pod: Resource): Health {
  const ready = conditionsOf(pod, 'status', 'conditions').find(
    ({ type }) => type === 'Ready',
  );
  if (ready?.status === 'True') return healthy();
  return progressing(
    ready === undefined ? 'It is not ready yet' : tellCondition(ready),
  );
}

function pendingReason(pod: Resource): string {
  const scheduled = conditionsOf(pod, 'status', 'conditions').find(
    ({ type }) => type === 'PodScheduled',
  );
  return scheduled?.status === 'False'
    ? tellCondition(scheduled)
    : 'Its containers are being started';
}
