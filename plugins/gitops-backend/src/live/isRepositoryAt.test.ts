import { RepositoryConfig } from '@backstage-gitops/plugin-gitops-node';
import { addressOf, isRepositoryAt } from './isRepositoryAt';

const url = 'https://git.acme.example/acme/config';

const configs = (...all: Omit<RepositoryConfig, 'rules'>[]) =>
  new Map(all.map(each => [each.id, { config: { ...each, rules: [] } }]));

describe('addressOf', () => {
  it.each([
    'https://git.acme.example/acme/config',
    'https://dana:secret@Git.Acme.Example/acme/config.git',
    'ssh://git@git.acme.example:7999/acme/config.git/',
    'git@git.acme.example:acme/config.git',
    'git.acme.example:acme/config?ref=main',
  ])('reads %s', written => {
    expect(addressOf(written)).toBe('git.acme.example/acme/config');
  });
});

describe('isRepositoryAt', () => {
  it('knows a repository by its upstream, and by a mirror of another host', () => {
    const known = configs({
      ...{ id: 'platform', url: '/srv/mirrors/x', upstream: url },
    });
    const mirror = 'https://mirror.acme.example/acme/config';
    expect(isRepositoryAt('platform', url, known)).toBe(true);
    expect(isRepositoryAt('platform', mirror, known)).toBe(true);
    expect(isRepositoryAt('platform', `${url}-two`, known)).toBe(false);
  });

  it('takes the very repository before one of the same name elsewhere', () => {
    const fork = 'https://forks.example/acme/config';
    const known = configs({ id: 'platform', url }, { id: 'fork', url: fork });
    expect(isRepositoryAt('platform', fork, known)).toBe(false);
    expect(isRepositoryAt('platform', url, known)).toBe(true);
    expect(isRepositoryAt('fork', fork, known)).toBe(true);
  });
});
