import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { linksOf, safeHref, webUrl, withoutCredentials } from './ForgeLinks';

const integrations = ScmIntegrations.fromConfig(
  new ConfigReader({
    integrations: {
      gitea: [{ host: 'git.acme.example:8443' }],
      gitlab: [
        {
          host: 'gitlab.acme.example',
          apiBaseUrl: 'https://gitlab.acme.example/api/v4',
        },
      ],
      bitbucketServer: [
        {
          host: 'bitbucket.acme.example',
          token: 't',
          apiBaseUrl: 'https://bitbucket.acme.example/rest/api/1.0',
        },
      ],
    },
  }),
);

const sha = '0123456789abcdef0123456789abcdef01234567';

describe('linksOf', () => {
  it.each([
    [
      'https://github.com/acme/platform.git',
      `https://github.com/acme/platform/blob/${sha}/apps/a%20b.yaml`,
      `https://github.com/acme/platform/commit/${sha}`,
      'https://github.com/acme/platform/pull/7',
      'L{line}',
    ],
    [
      'git@github.com:acme/platform.git',
      `https://github.com/acme/platform/blob/${sha}/apps/a%20b.yaml`,
      `https://github.com/acme/platform/commit/${sha}`,
      'https://github.com/acme/platform/pull/7',
      'L{line}',
    ],
    [
      'https://gitlab.acme.example/group/sub/platform',
      `https://gitlab.acme.example/group/sub/platform/-/blob/${sha}/apps/a%20b.yaml`,
      `https://gitlab.acme.example/group/sub/platform/-/commit/${sha}`,
      'https://gitlab.acme.example/group/sub/platform/-/merge_requests/7',
      'L{line}',
    ],
    [
      'https://git.acme.example:8443/acme/platform',
      `https://git.acme.example:8443/acme/platform/src/commit/${sha}/apps/a%20b.yaml`,
      `https://git.acme.example:8443/acme/platform/commit/${sha}`,
      'https://git.acme.example:8443/acme/platform/pulls/7',
      'L{line}',
    ],
    [
      'https://bitbucket.org/acme/platform',
      `https://bitbucket.org/acme/platform/src/${sha}/apps/a%20b.yaml`,
      `https://bitbucket.org/acme/platform/commits/${sha}`,
      'https://bitbucket.org/acme/platform/pull-requests/7',
      'lines-{line}',
    ],
    [
      'https://bitbucket.acme.example/scm/shop/platform.git',
      `https://bitbucket.acme.example/projects/SHOP/repos/platform/browse/apps/a%20b.yaml?at=${sha}`,
      `https://bitbucket.acme.example/projects/SHOP/repos/platform/commits/${sha}`,
      'https://bitbucket.acme.example/projects/SHOP/repos/platform/pull-requests/7',
      '{line}',
    ],
  ])('links into %s', (url, file, commit, pullRequest, lineFragment) => {
    const links = linksOf(url, integrations);
    expect(links.file(sha, 'apps/a b.yaml')).toBe(file);
    expect(links.commit(sha)).toBe(commit);
    expect(links.pullRequest(7)).toBe(pullRequest);
    expect(links.lineFragment).toBe(lineFragment);
  });

  it.each([
    'https://unknown.acme.example/acme/platform',
    '/srv/git/platform.git',
    'file:///srv/git/platform.git',
    'not a url',
  ])('guesses nothing of %s', url => {
    const links = linksOf(url, integrations);
    expect(links.file(sha, 'a.yaml')).toBeUndefined();
    expect(links.commit(sha)).toBeUndefined();
    expect(links.pullRequest(1)).toBeUndefined();
    expect(links.lineFragment).toBeUndefined();
  });

  it('keeps what a path holds inside the path', () => {
    const links = linksOf('https://github.com/acme/platform', integrations);
    expect(links.file(sha, 'a?b#c/"d".yaml')).toBe(
      `https://github.com/acme/platform/blob/${sha}/a%3Fb%23c/%22d%22.yaml`,
    );
    expect(links.file('main', 'a.yaml')).toBeUndefined();
    expect(links.commit('../x')).toBeUndefined();
  });

  it('takes credentials of the url along nowhere', () => {
    const url = 'https://user:secret@github.com/acme/platform';
    expect(linksOf(url, integrations).commit(sha)).not.toContain('secret');
  });
});

describe('withoutCredentials', () => {
  it.each([
    ['https://user:secret@a.example/r.git', 'https://a.example/r.git'],
    ['https://token@a.example/r?x=secret', 'https://a.example/r'],
    ['ssh://git:secret@a.example/r.git', 'ssh://git@a.example/r.git'],
    ['git@a.example:acme/r.git', 'git@a.example:acme/r.git'],
    ['/srv/git/r.git', '/srv/git/r.git'],
  ])('%s', (url, expected) => {
    expect(withoutCredentials(url)).toBe(expected);
  });
});

describe('webUrl', () => {
  it.each([
    ['ssh://git@a.example:2222/acme/r.git', 'https://a.example/acme/r'],
    ['a.example:acme/r', 'https://a.example/acme/r'],
    ['C:\\git\\r', undefined],
    ['file:///srv/r', undefined],
  ])('%s', (url, expected) => {
    expect(webUrl(url)).toBe(expected);
  });
});

describe('safeHref', () => {
  it.each([
    ['https://a.example/1', 'https://a.example/1'],
    [['javascript', 'alert(1)'].join(':'), undefined],
    ['data:text/html,x', undefined],
    ['/relative', undefined],
    [undefined, undefined],
  ])('%s', (href, expected) => {
    expect(safeHref(href)).toBe(expected);
  });
});
