export { ArgoCdActions } from './actions/ArgoCdActions';
export type {
  ArgoCdCredentials,
  ArgoCdDestination,
  ArgoCdInstance,
} from './ArgoCdInstance';
export type {
  ManagedResource,
  ResourceNode,
  ResourceTree,
  RevisionMetadata,
  SyncWindows,
} from './api/answers';
export { ArgoCdClient } from './api/ArgoCdClient';
export type { ApplicationRef, ArgoCdSyncRequest } from './api/ArgoCdClient';
export type { ArgoCdLimits } from './api/ArgoCdLimits';
export type { ArgoCdHint, ArgoCdUnit } from './match/ArgoCdUnit';
export type { ComparisonRules } from './observe/compareManaged';
export * from './read/ArgoCdApplication';
export { ArgoCdWatch } from './watch/ArgoCdWatch';
export type {
  ArgoCdReport,
  ArgoCdWatchOptions,
  UndeclaredApplication,
  UnitDetails,
} from './watch/ArgoCdWatchOptions';
export type { ArgoCdInstanceStatus } from './watch/InstanceFollower';
