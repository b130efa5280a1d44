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
  ])('%s is %s', (one, other) => {
    expect(isSameRepository(one, other)).toBe(true);
  });

  it.each([
    ['https://github.com/acme/shop', 'https://github.com/other/shop'],
    ['https://github.com/acme/shop', 'https://github.com/acme/shop-two'],
    ['', 'https://github.com/acme/shop'],
  ])('%s is not %s', (one, other) => {
    expect(isSameRepository(one, other)).toBe(false);
  });
});
