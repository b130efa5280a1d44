import { ConfigReader } from '@backstage/config';
import { integrationCredentials } from './integrationCredentials';

const provider = integrationCredentials(
  new ConfigReader({
    integrations: {
      github: [{ host: 'github.example', token: 'gh' }],
      gitlab: [
        {
          host: 'gitlab.example',
          token: 'gl',
          apiBaseUrl: 'https://gitlab.example/api/v4',
        },
      ],
      gitea: [{ host: 'gitea.example', username: 'bot', password: 'ge' }],
      bitbucketServer: [
        {
          host: 'bitbucket.example',
          token: 'bb',
          apiBaseUrl: 'https://bitbucket.example/rest/api/1.0',
        },
      ],
      bitbucketCloud: [{ username: 'bot', appPassword: 'bc' }],
      azure: [
        {
          host: 'dev.azure.com',
          credentials: [{ personalAccessToken: 'az' }],
        },
      ],
    },
  }),
);
const basic = (text: string) => ({
  Authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

describe('integrationCredentials', () => {
  it.each([
    ['https://github.example/acme/config', basic('x-access-token:gh')],
    ['https://gitlab.example/acme/config.git', basic('oauth2:gl')],
    ['https://gitea.example/acme/config', basic('bot:ge')],
    [
      'https://bitbucket.example/scm/acme/config.git',
      { Authorization: 'Bearer bb' },
    ],
    ['https://bitbucket.org/acme/config', basic('bot:bc')],
    ['https://dev.azure.com/acme/shop/_git/config', basic(':az')],
    ['https://elsewhere.example/acme/config', {}],
  ])('knows what %s asks for', async (url, headers) => {
    expect(await provider.headers(url)).toEqual(headers);
  });
});
