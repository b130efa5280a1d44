import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readGitopsConfig } from './readGitopsConfig';

type JsonObject = NonNullable<ConstructorParameters<typeof ConfigReader>[0]>;

const url = 'https://git.example.com/acme/platform-config.git';

function read(gitops: JsonObject) {
  return readGitopsConfig(new ConfigReader({ gitops }));
}

describe('readGitopsConfig', () => {
  it('finds nothing where nothing is configured', () => {
    expect(readGitopsConfig(new ConfigReader({}))).toEqual({
      repositories: [],
      environments: [],
    });
  });

  it('works with a url alone, which gives the id', () => {
    expect(read({ repositories: [{ url }] }).repositories).toEqual([
      { id: 'platform-config', url, rules: [] },
    ]);
  });

  it.each([
    ['git@git.example.com:acme/deploy.git', 'deploy'],
    ['ssh://git@git.example.com/acme/deploy', 'deploy'],
    ['/srv/git/deploy.git/', 'deploy'],
    ['file:///srv/git/deploy.git', 'deploy'],
    ['../deploy', 'deploy'],
    ['https://git.example.com/acme/de%20ploy', 'de-20ploy'],
  ])('takes the id of %s from its last segment', (address, id) => {
    expect(read({ repositories: [{ url: address }] }).repositories[0].id).toBe(
      id,
    );
  });

  it('knows where a copy comes from, and refuses credentials in that', () => {
    const copy = { id: 'copy', url: '/srv/git/copy' };
    expect(
      read({ repositories: [{ ...copy, upstream: url }] }).repositories,
    ).toEqual([{ ...copy, upstream: url, rules: [] }]);
    expect(() =>
      read({
        repositories: [
          {
            ...copy,
            upstream: 'https://user:secret@git.example.com/acme/copy',
          },
        ],
      }),
    ).toThrow('gitops.repositories[0].upstream holds credentials');
  });

  it('reads a whole entry', () => {
    expect(
      read({
        repositories: [
          {
            id: 'platform',
            url,
            branches: { staging: 'main', production: 'release/production' },
            rules: [
              { path: 'tags/{environment}/{service}', version: 'image_tag' },
            ],
          },
        ],
        environments: [
          { name: 'staging', aliases: ['stg'], promotesTo: 'production' },
          { name: 'production', protected: true },
        ],
      }),
    ).toEqual({
      repositories: [
        {
          id: 'platform',
          url,
          branches: { staging: 'main', production: 'release/production' },
          rules: [
            { path: 'tags/{environment}/{service}', version: 'image_tag' },
          ],
        },
      ],
      environments: [
        {
          name: 'staging',
          aliases: ['stg'],
          promotesTo: ['production'],
          protected: false,
        },
        { name: 'production', aliases: [], promotesTo: [], protected: true },
      ],
    });
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      'a missing url',
      { repositories: [{ id: 'a' }] },
      /^gitops\.repositories\[0\]\.url must be set/,
    ],
    [
      'a section of another type',
      { repositories: 'here' },
      /^gitops\.repositories must be of type array/,
    ],
    [
      'a misspelt key',
      { repositories: [{ url, brnch: 'main' }] },
      /gitops\.repositories\[0\] has the unknown key brnch/,
    ],
    [
      'two entries with one id',
      { repositories: [{ url }, { url: '/srv/platform-config' }] },
      /two entries with the id 'platform-config'/,
    ],
    [
      'branch beside branches',
      { repositories: [{ url, branch: 'main', branches: { staging: 'a' } }] },
      /gitops\.repositories\[0\] has both branch and branches/,
    ],
    [
      'a branch that git would take for an option',
      { repositories: [{ url, branch: '--upload-pack=x' }] },
      /gitops\.repositories\[0\]\.branch must not begin with '-'/,
    ],
    [
      'a branch that is a range',
      { repositories: [{ url, branches: { staging: 'a..b' } }] },
      /branches\.staging is not a branch name/,
    ],
    [
      'an id that would leave its folder',
      { repositories: [{ id: '../up', url }] },
      /gitops\.repositories\[0\]\.id may hold/,
    ],
    [
      'a url that begins with a dash',
      { repositories: [{ url: '--upload-pack=touch' }] },
      /url must not begin with '-'/,
    ],
    [
      'a transport that runs programs',
      { repositories: [{ url: 'ext::sh -c touch% /tmp/x' }] },
      /transport that runs a program/,
    ],
    [
      'an unknown transport',
      { repositories: [{ url: 's3://bucket/x' }] },
      /transport 's3'/,
    ],
    [
      'a rule that names no service',
      {
        repositories: [
          { url, rules: [{ path: 'a/{environment}', version: 'tag' }] },
        ],
      },
      /rules\[0\]\.path must name \{service\}/,
    ],
    [
      'a rule with an unknown placeholder',
      { repositories: [{ url, rules: [{ path: 'a/{svc}', version: 'tag' }] }] },
      /unknown placeholder \{svc\}/,
    ],
    [
      'a rule that leaves the repository',
      {
        repositories: [
          { url, rules: [{ path: '../{service}', version: 'tag' }] },
        ],
      },
      /'\.\.' segments/,
    ],
    [
      'a rule without a key',
      { repositories: [{ url, rules: [{ path: '{service}' }] }] },
      /rules\[0\]\.version must be set/,
    ],
    [
      'a promotion to an unknown environment',
      { environments: [{ name: 'staging', promotesTo: ['prd'] }] },
      /'staging' promotes to 'prd', which is none of staging/,
    ],
    [
      'a promotion in a circle',
      {
        environments: [
          { name: 'a', promotesTo: ['b'] },
          { name: 'b', promotesTo: ['a'] },
        ],
      },
      /circle: a → b → a/,
    ],
    [
      'an alias that two environments claim',
      { environments: [{ name: 'a', aliases: ['x'] }, { name: 'x' }] },
      /'x' for both 'a' and 'x'/,
    ],
  ])('refuses %s', (_, gitops, message) => {
    expect(() => read(gitops)).toThrow(InputError);
    expect(() => read(gitops)).toThrow(message);
  });

  it.each([
    'https://robot:hunter2@git.example.com/acme/config',
    'https://hunter2@git.example.com/acme/config',
    'ssh://git:hunter2@git.example.com/acme/config',
  ])('refuses %s for its credentials and does not repeat them', address => {
    let message = '';
    try {
      read({ repositories: [{ url: address }] });
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/url holds credentials.*`integrations`/);
    expect(message).not.toContain('hunter2');
  });

  it('names every mistake of a section at once', () => {
    expect(() =>
      read({ repositories: [{ url: '' }, { url, branch: '' }] }),
    ).toThrow(
      /\[0\]\.url is empty\ngitops\.repositories\[1\]\.branch is empty/,
    );
  });
});
