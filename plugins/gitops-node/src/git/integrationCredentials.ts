import { Config } from '@backstage/config';
import {
  DefaultAzureDevOpsCredentialsProvider,
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { GitCredentialProvider } from './GitCredentialProvider';

type Headers = Readonly<Record<string, string>>;

/**
 * Credentials from the portal's `integrations`: GitHub (app or token), GitLab,
 * Gitea, Bitbucket (cloud and server), Azure DevOps and Gerrit.
 *
 * @public
 */
export function integrationCredentials(config: Config): GitCredentialProvider {
  const integrations = ScmIntegrations.fromConfig(config);
  const github =
    DefaultGithubCredentialsProvider.fromIntegrations(integrations);
  const gitlab =
    DefaultGitlabCredentialsProvider.fromIntegrations(integrations);
  const azure =
    DefaultAzureDevOpsCredentialsProvider.fromIntegrations(integrations);
  return {
    async headers(url: string): Promise<Headers> {
      if (integrations.github.byUrl(url)) {
        const { token } = await github.getCredentials({ url });
        return basic('x-access-token', token);
      }
      if (integrations.gitlab.byUrl(url)) {
        const { token } = await gitlab.getCredentials({ url });
        return basic('oauth2', token);
      }
      if (integrations.azure.byUrl(url)) {
        const credentials = await azure.getCredentials({ url });
        return credentials?.headers ?? {};
      }
      return configuredHeaders(integrations, url);
    },
  };
}

function configuredHeaders(
  integrations: ScmIntegrations,
  url: string,
): Headers {
  const cloud = integrations.bitbucketCloud.byUrl(url)?.config;
  if (cloud) {
    return cloud.token
      ? basic('x-bitbucket-api-token-auth', cloud.token)
      : basic(cloud.username, cloud.appPassword);
  }
  const server = integrations.bitbucketServer.byUrl(url)?.config;
  if (server?.token) return { Authorization: `Bearer ${server.token}` };
  const named =
    server ??
    integrations.gitea.byUrl(url)?.config ??
    integrations.gerrit.byUrl(url)?.config;
  return named ? basic(named.username, named.password) : {};
}

function basic(user: string | undefined, secret: string | undefined): Headers {
  if (!user || !secret) return {};
  const encoded = Buffer.from(`${user}:${secret}`).toString('base64');
  return { Authorization: `Basic ${encoded}` };
}
