import { Config } from '@backstage/config';
import {
  DefaultGithubCredentialsProvider,
  GiteaIntegration,
  GithubIntegration,
  GitLabIntegration,
  ScmIntegrations,
} from '@backstage/integration';
import { Forge, ForgeKind } from './Forge';
import { forgeRepository } from './ForgeRepository';
import { GiteaForge } from './gitea/GiteaForge';
import { GithubForge } from './github/GithubForge';
import { GitlabForge } from './gitlab/GitlabForge';

/** A host that pull requests can be opened on. @public */
export interface ForgeHost {
  /** With the port, where it isn't the usual one. */
  readonly host: string;
  readonly kind: ForgeKind;
}

/** The forges of a portal. @public */
export interface Forges {
  /** That of a repository's Git URL; `undefined` where it has none. */
  of(repositoryUrl: string): Forge | undefined;
  ofHost(host: string): Forge | undefined;
  /** Those that the portal has credentials for. */
  hosts(): readonly ForgeHost[];
}

interface KnownForge extends ForgeHost {
  readonly forge: Forge;
  readonly hasCredentials: boolean;
}

/**
 * The forges of the portal's `integrations`: GitHub (App or token, Enterprise
 * by `apiBaseUrl`), GitLab and Gitea or Forgejo (whose `password` may be a
 * token).
 *
 * @public
 */
export function configuredForges(config: Config): Forges {
  const integrations = ScmIntegrations.fromConfig(config);
  const credentials =
    DefaultGithubCredentialsProvider.fromIntegrations(integrations);
  const known = [
    ...integrations.github
      .list()
      .flatMap(integration => githubForge(integration, credentials)),
    ...integrations.gitlab.list().map(gitlabForge),
    ...integrations.gitea.list().map(giteaForge),
  ];
  const byHost = new Map(known.map(entry => [entry.host, entry]));
  return {
    of: repositoryUrl => byHost.get(hostOf(repositoryUrl))?.forge,
    ofHost: host => byHost.get(host)?.forge,
    hosts: () =>
      [...byHost.values()]
        .filter(({ hasCredentials }) => hasCredentials)
        .map(({ host, kind }) => ({ host, kind })),
  };
}

/** None where Enterprise is configured without the address of its API. */
function githubForge(
  { config }: GithubIntegration,
  credentials: DefaultGithubCredentialsProvider,
): KnownForge[] {
  const { host, apiBaseUrl, apps = [], token } = config;
  if (apiBaseUrl === undefined) return [];
  const forge = new GithubForge({
    apiBaseUrl,
    // An App that is let into chosen repositories has no token for one that
    // is yet to be made, but for its owner.
    token: async (...names) => {
      const url = `https://${host}/${names.join('/')}`;
      return (await credentials.getCredentials({ url })).token;
    },
  });
  const hasCredentials = apps.length > 0 || token !== undefined;
  return [{ host, kind: 'github', forge, hasCredentials }];
}

function gitlabForge({ config }: GitLabIntegration): KnownForge {
  const { host, apiBaseUrl, baseUrl, token } = config;
  const forge = new GitlabForge({
    apiBaseUrl,
    baseUrl,
    token: async () => token,
  });
  return { host, kind: 'gitlab', forge, hasCredentials: token !== undefined };
}

function giteaForge({ config }: GiteaIntegration): KnownForge {
  const { host, baseUrl = `https://${host}`, username, password } = config;
  const forge = new GiteaForge({
    baseUrl,
    ...(username !== undefined && { username }),
    token: async () => password,
  });
  return { host, kind: 'gitea', forge, hasCredentials: password !== undefined };
}

function hostOf(repositoryUrl: string): string {
  try {
    return forgeRepository(repositoryUrl).host;
  } catch {
    return '';
  }
}
