import { parseRemoteReference } from './remoteReference';

describe('parseRemoteReference', () => {
  it.each([
    [
      'https://github.com/acme/app/config/default?ref=0123abc',
      'acme/app',
      'config/default',
      '0123abc',
    ],
    [
      'https://github.com/acme/app//deploy?ref=v1&timeout=90s',
      'acme/app',
      'deploy',
      'v1',
    ],
    [
      'https://github.com/acme/app.git/deploy?ref=v2',
      'acme/app',
      'deploy',
      'v2',
    ],
    ['github.com/acme/app/deploy?ref=main', 'acme/app', 'deploy', 'main'],
    [
      'git@git.acme.example:acme/app.git//deploy?ref=v3',
      'acme/app',
      'deploy',
      'v3',
    ],
    ['ssh://git@git.acme.example/acme/app//x?ref=v4', 'acme/app', 'x', 'v4'],
    ['git::https://git.acme.example/acme/app//x?ref=v5', 'acme/app', 'x', 'v5'],
    [
      'https://git.acme.example/group/sub/app.git?ref=v6',
      'group/sub/app',
      '',
      'v6',
    ],
    ['github.com/acme/app', 'acme/app', '', ''],
    [
      'https://raw.githubusercontent.com/acme/app/v7/a/b.yaml',
      'acme/app',
      'a/b.yaml',
      'v7',
    ],
    [
      'https://github.com/acme/app/releases/download/v8/install.yaml',
      'acme/app',
      'install.yaml',
      'v8',
    ],
    [
      'https://git.acme.example/group/app/-/raw/v9/x.yaml',
      'group/app',
      'x.yaml',
      'v9',
    ],
  ])('%s', (text, name, path, ref) => {
    expect(parseRemoteReference(text)).toMatchObject({ name, path, ref });
  });

  it('reads a version out of the address of a served file', () => {
    expect(
      parseRemoteReference('https://dl.acme.example/app/v1.2.3/all.yaml'),
    ).toMatchObject({ ref: 'v1.2.3', path: 'all.yaml' });
  });

  it.each(['../base', 'deployment.yaml', './github/x', 'apps/shop'])(
    'leaves the path %s alone',
    text => expect(parseRemoteReference(text)).toBeUndefined(),
  );
});
