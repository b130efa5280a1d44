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
export { findRepositories } from './forge/ServedRepository';
export type { ServedRepository } from './forge/ServedRepository';
export { createWorld } from './world/createWorld';
