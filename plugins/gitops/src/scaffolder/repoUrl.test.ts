import { placeOfUrl, readRepoUrl, writeRepoUrl } from './repoUrl';

describe('where a repository is to be', () => {
  it.each([
    { host: 'github.com', owner: 'acme', name: 'config' },
    { host: '', owner: '', name: 'config' },
    { host: 'localhost:7010', owner: 'group/sub', name: 'a&b=c' },
  ])('is read as it was written: %j', place => {
    expect(readRepoUrl(writeRepoUrl(place))).toEqual(place);
  });

  it('is what a RepoUrlPicker writes', () => {
    expect(
      writeRepoUrl({ host: 'github.com', owner: 'acme', name: 'config' }),
    ).toBe('github.com?owner=acme&repo=config');
  });

  it.each([undefined, '', ' ', '?'])('is nowhere for %j', text => {
    expect(readRepoUrl(text)).toEqual({ host: '', owner: '', name: '' });
  });

  it('is told by the URL of one that there is', () => {
    expect(placeOfUrl('https://git.example/group/sub/config.git')).toEqual({
      host: 'git.example',
      owner: 'group/sub',
      name: 'config',
    });
    expect(placeOfUrl('git@github.com:acme/config')).toBeUndefined();
    expect(placeOfUrl('https://git.example/config')).toBeUndefined();
  });
});
