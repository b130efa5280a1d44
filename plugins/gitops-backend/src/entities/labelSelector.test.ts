import { parseLabelSelector } from './labelSelector';

const labels = { app: 'cart', 'acme.example/team': 'shop', tier: 'web' };

describe('parseLabelSelector', () => {
  it.each([
    ['app=cart', true],
    ['app==cart', true],
    ['app=pay', false],
    ['app!=pay', true],
    ['missing!=pay', true],
    ['acme.example/team=shop, tier=web', true],
    ['app=cart,tier=batch', false],
    ['tier in (web, batch)', true],
    ['tier in (batch),app=cart', false],
    ['tier notin (batch)', true],
    ['missing notin (batch)', true],
    ['app', true],
    ['!app', false],
    ['!missing', true],
  ])('%s', (selector, expected) => {
    expect(parseLabelSelector(selector)(labels)).toBe(expected);
  });

  it('refuses one that would take long to read', () => {
    expect(() => parseLabelSelector('a,'.repeat(9_999))).toThrow(/too long/);
  });

  it.each(['', ' , ', 'a b c', 'app in web', '=x', 'app=(x)'])(
    'refuses %p',
    selector => {
      expect(() => parseLabelSelector(selector)).toThrow(/selector/);
    },
  );
});
