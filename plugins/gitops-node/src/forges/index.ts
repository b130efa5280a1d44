export * from './Forge';
export { ForgeLimitError } from './ForgeLimitError';
export { configuredForges } from './configuredForges';
export type { ForgeHost, Forges } from './configuredForges';
export type { ForgePages, HostedForge } from './HostedForge';
export { GiteaForge } from './gitea/GiteaForge';
export type { GiteaForgeOptions } from './gitea/GiteaForge';
export type { GiteaAccess } from './gitea/GiteaApi';
export { GithubForge } from './github/GithubForge';
export type { GithubForgeOptions } from './github/GithubForge';
export type { GithubAccess } from './github/createOctokit';
export { GitlabForge } from './gitlab/GitlabForge';
export type { GitlabForgeOptions } from './gitlab/GitlabForge';
export type { GitlabAccess } from './gitlab/createGitlab';
export type { ForgeRepository } from './ForgeRepository';
export type { PatientFetchOptions } from './remote/patientFetch';
export { RemoteForge } from './remote/RemoteForge';
export type { Connection } from './remote/RemoteForge';
export type {
  FoundPullRequest,
  ListedPullRequest,
  Remote,
  RemoteBranches,
  RemoteCommit,
  RemoteCommitRequest,
  RemoteFile,
  RemotePullRequests,
} from './remote/Remote';
