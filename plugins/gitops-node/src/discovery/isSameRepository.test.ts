import { isSameRepository } from './isSameRepository';

describe('isSameRepository', () => {
  it.each([
    ['https://github.com/acme/shop.git', 'git@github.com:acme/shop'],
    [
      'https://github.com/Acme/Shop/',
      'ssh://git@mirror.acme.example:22/acme/shop.git',
    ],
    ['/srv/mirrors/shop', 'https://github.com/acme/shop.git'],
    ['file:///srv/shop.git', 'https://github.com/acme/shop'],
    ['git@github.com/acme/shop', 'https://github.com/acme/shop'],
    [
      'https://acme@dev.azure.com/acme/web/_git/shop',
      'git@ssh.dev.azure.com:v3/acme/web/shop',
    ],
  ])('%s is %s', (one, other) => {
    expect(isSameRepository(one, other)).toBe(true);
  });

  it.each([
    ['https://github.com/acme/shop', 'https://github.com/other/shop'],
    ['https://github.com/acme/shop', 'https://github.com/acme/shop-two'],
    ['', 'https://github.com/acme/shop'],
    ['oci://registry.acme.example/acme/shop', 'https://github.com/acme/shop'],
    ['oci://registry.acme.example/shop', '/srv/mirrors/shop'],
    [
      'https://dev.azure.com/acme/web/_git/shop',
      'https://dev.azure.com/acme/app/_git/shop',
    ],
  ])('%s is not %s', (one, other) => {
    expect(isSameRepository(one, other)).toBe(false);
  });
});
