/** What is read of an Application; a whole one may be a hundred times as long. */
const fields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'metadata.resourceVersion',
  'metadata.labels',
  'metadata.annotations',
  'metadata.ownerReferences',
  'metadata.deletionTimestamp',
  'spec',
  'operation',
  'status.sync.status',
  'status.sync.revision',
  'status.sync.revisions',
  'status.health',
  'status.history',
  'status.conditions',
  'status.reconciledAt',
  'status.resources',
  'status.sourceHydrator',
  'status.summary',
  'status.operationState.phase',
  'status.operationState.message',
  'status.operationState.startedAt',
  'status.operationState.finishedAt',
  'status.operationState.retryCount',
  'status.operationState.operation',
  'status.operationState.syncResult.revision',
  'status.operationState.syncResult.revisions',
  'status.operationState.syncResult.resources',
];

/**
 * A list answers no other fields of an Application, whichever are asked for
 * (`appFields` of Argo CD's `forwarder_overwrite.go`, the same in 2.x): neither
 * its version nor its revisions, history and conditions.
 */
export const listFields = [
  'metadata.resourceVersion',
  ...[
    'metadata.name',
    'metadata.namespace',
    'metadata.labels',
    'metadata.annotations',
    'metadata.deletionTimestamp',
    'spec',
    'status.sync.status',
    'status.health',
    'status.resources',
    'status.sourceHydrator',
    'status.summary',
    'status.operationState.phase',
    'status.operationState.startedAt',
    'status.operationState.finishedAt',
  ].map(field => `items.${field}`),
].join(',');

export const applicationSetFields = [
  'metadata.name',
  'metadata.namespace',
  'status.conditions',
]
  .map(field => `items.${field}`)
  .join(',');

export const streamFields = [
  'result.type',
  ...fields.map(field => `result.application.${field}`),
].join(',');
