import { ResourceRef } from '../../../manifests/Resource';
import { ArgoCdApplication } from './ArgoCdApplication';
import { ReadApplication } from './applicationSchema';
import { readableMessage } from './readableMessage';
import { readRevisions } from './readRevision';

type Operation = NonNullable<ArgoCdApplication['operation']>;

const phases = new Map<string, Operation['phase']>([
  ['Running', 'running'],
  ['Terminating', 'running'],
  ['Succeeded', 'succeeded'],
  ['Failed', 'failed'],
  ['Error', 'failed'],
]);

/** What is under way, or was last; `undefined` where nothing ever was. */
export function readOperation({
  status,
}: ReadApplication): Operation | undefined {
  const state = status.operationState;
  const phase = phases.get(state?.phase ?? '');
  if (state === undefined || phase === undefined) return undefined;
  const { message, startedAt, finishedAt, retryCount, operation } = state;
  const { username, automated } = operation.initiatedBy;
  const revisions = readRevisions(state.syncResult);
  const isRetried = phase === 'running' && (retryCount ?? 0) > 0;
  const { sync } = operation;
  const isPartial =
    sync.resources.length > 0 ||
    sync.syncOptions.includes('ApplyOutOfSyncOnly=true');
  const tries =
    retryCount !== undefined && retryCount > 0
      ? ` (retried ${retryCount} times)`
      : '';
  return {
    phase,
    ...(message !== undefined && {
      message: `${readableMessage(message)}${tries}`,
    }),
    ...(username !== undefined && { by: username }),
    automated,
    ...(sync.dryRun && { dryRun: true }),
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
    revisions,
    ...(isPartial && { isPartial }),
    resources: sync.dryRun ? [] : appliedIn(state),
    ...(isRetried && { isRetried }),
    ...(isBefore(status.reconciledAt, finishedAt) && { isUncompared: true }),
  };
}

/** Both are told to the second by the one that writes them. */
function isBefore(
  comparedAt: string | undefined,
  finishedAt?: string,
): boolean {
  return Date.parse(comparedAt ?? '') < Date.parse(finishedAt ?? '');
}

/** What it has told of to be there; hooks come and go. */
function appliedIn({
  syncResult,
}: NonNullable<ReadApplication['status']['operationState']>): ResourceRef[] {
  return syncResult.resources
    .filter(({ status, hookType }) => status === 'Synced' && !hookType)
    .map(({ group, kind, namespace, name }) => ({
      ...{ group, kind, name },
      ...(namespace !== undefined && { namespace }),
    }));
}
