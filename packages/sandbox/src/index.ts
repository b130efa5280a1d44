/**
 * The demo's world: a fictional company's config repositories with eighteen
 * months of history, and a forge that serves them.
 *
 * @packageDocumentation
 */

export { SandboxCluster } from './cluster/SandboxCluster';
export type { SandboxClusterOptions } from './cluster/SandboxCluster';
export { startForge } from './forge/ForgeServer';
export type { Forge, ForgeOptions } from './forge/ForgeServer';
export type {
  Account,
  AccountsOptions,
  Identity,
  Team,
} from './forge/accounts/Accounts';
export type { CheckPace } from './forge/checks/PullRequestChecks';
export type { BranchProtection } from './forge/RepositoryRecord';
export type { HookTarget } from './forge/webhooks/Webhooks';
export { findRepositories } from './forge/ServedRepository';
export type { ServedRepository } from './forge/ServedRepository';
export { createWorld } from './world/createWorld';
export { forgeAccounts, mainProtection } from './world/forgeAccounts';
