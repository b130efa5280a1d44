import { EnvironmentNames } from './EnvironmentNames';

const common = new EnvironmentNames([]);
const configured = new EnvironmentNames([
  { name: 'blue', aliases: ['b1'], promotesTo: [], protected: false },
  {
    name: 'production',
    aliases: ['prod', 'prd'],
    promotesTo: [],
    protected: true,
  },
]);

describe('EnvironmentNames', () => {
  it('keeps the name the repository uses unless an alias is configured', () => {
    expect(common.fromWord('prod')).toBe('prod');
    expect(common.fromWord('Staging')).toBe('Staging');
    expect(configured.fromWord('PRD')).toBe('production');
    expect(configured.fromWord('stg')).toBe('stg');
    expect(common.fromWord('blue')).toBeUndefined();
    expect(configured.fromWord('b1')).toBe('blue');
  });

  it.each([
    ['apps/shop/overlays/prod', 'prod'],
    ['apps/test-shop/staging/base', 'staging'],
    ['components/shop/production/eu-1', 'production'],
    ['clusters/eu-production', 'production'],
    ['apps/shop', undefined],
    ['', undefined],
  ])('finds in %s: %s', (path, expected) => {
    expect(common.fromPath(path)).toBe(expected);
  });

  it.each([
    ['shop-production', 'production'],
    ['prod-shop', 'prod'],
    ['values-stg', 'stg'],
    ['shop', undefined],
    ['dev', undefined],
    ['developer-portal', undefined],
  ])('takes the affix of %s: %s', (name, expected) => {
    expect(common.fromAffix(name)).toBe(expected);
  });
});
