export type {
  ArgoCdCredentials,
  ArgoCdDestination,
  ArgoCdInstance,
} from './ArgoCdInstance';
export { ArgoCdEngine } from './ArgoCdEngine';
export type {
  ArgoCdApplicationName,
  ArgoCdEngineOptions,
} from './ArgoCdEngine';
export type { ArgoCdLimits } from './api/ArgoCdLimits';
export type { ArgoCdLook } from './look/ApplicationLooks';
export type { ArgoCdHint, ArgoCdUnit } from './match/ArgoCdUnit';
export type { ComparisonRules } from './observe/compareManaged';
export type {
  ArgoCdFollowing,
  ArgoCdReport,
  ArgoCdWatchOptions,
  UndeclaredApplication,
} from './watch/ArgoCdWatchOptions';
export type { ArgoCdInstanceStatus } from './watch/InstanceFollower';
