import { describeSource, parseGitSource, redactUrl } from './GitSource';

describe('parseGitSource', () => {
  it.each([
    ['https://git.example/acme/config.git', 'remote'],
    ['ssh://git@git.example/acme/config.git', 'remote'],
    ['git@git.example:acme/config.git', 'remote'],
    ['/srv/config.git', 'local'],
    ['file:///srv/config.git', 'local'],
    ['config', 'local'],
  ])('takes %s for a %s one', (location, type) => {
    expect(parseGitSource(location).type).toBe(type);
  });

  it.each([
    '',
    '--upload-pack=touch x',
    'ext::sh -c touch% x',
    'fd::17',
    'ftp://git.example/x',
    'https://',
    'ssh://-oProxyCommand=touch/x',
    'https://git.example/a\nb',
  ])('refuses %j', location => {
    expect(() => parseGitSource(location)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });
});

describe('describeSource', () => {
  it('never shows credentials', () => {
    const url = 'https://dana:hunter2@git.example/acme/config?token=x#y';
    expect(redactUrl(url)).toBe('https://git.example/acme/config');
    expect(describeSource(parseGitSource(url))).not.toContain('hunter2');
    expect(redactUrl('git@git.example:acme/config.git')).toBe(
      'git.example:acme/config.git',
    );
  });
});
