import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { ConfiguredRepositories } from './ConfiguredRepositories';

const integrations = ScmIntegrations.fromConfig(new ConfigReader({}));
const sha = '0123456789abcdef0123456789abcdef01234567';

describe('ConfiguredRepositories', () => {
  it('links into the forge that a local copy comes from', () => {
    const repositories = new ConfiguredRepositories(
      [
        {
          id: 'copy',
          url: '/srv/git/copy',
          upstream: 'git@github.com:acme/platform.git',
          rules: [],
        },
        { id: 'unknown', url: '/srv/git/unknown', rules: [] },
      ],
      integrations,
    );
    expect(repositories.links('copy').commit(sha)).toBe(
      `https://github.com/acme/platform/commit/${sha}`,
    );
    expect(repositories.links('unknown').commit(sha)).toBeUndefined();
    expect(repositories.all().map(({ url }) => url)).toEqual([
      '/srv/git/copy',
      '/srv/git/unknown',
    ]);
  });
});
