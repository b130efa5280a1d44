export * from './Forge';
export { GiteaForge } from './gitea/GiteaForge';
export type { GiteaForgeOptions } from './gitea/GiteaForge';
export type { GiteaAccess } from './gitea/GiteaApi';
export { GithubForge } from './github/GithubForge';
export type { GithubForgeOptions } from './github/GithubForge';
export type { GithubAccess } from './github/createOctokit';
