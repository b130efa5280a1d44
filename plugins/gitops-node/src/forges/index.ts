export * from './Forge';
export { GithubForge } from './github/GithubForge';
export type { GithubForgeOptions } from './github/GithubForge';
export type { GithubAccess } from './github/createOctokit';
