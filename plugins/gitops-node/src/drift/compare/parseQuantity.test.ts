import { parseQuantity } from './parseQuantity';

it.each([
  ['1000m', '1'],
  ['0.5', '500m'],
  ['.5', '0.50'],
  ['1Gi', '1024Mi'],
  ['1.5Gi', '1536Mi'],
  ['1G', '1000M'],
  ['1e3', '1k'],
  ['1E', '1e18'],
  ['12E-1', '1200m'],
  [1, '1000m'],
  [0.1, '100m'],
  ['0.0000000001', '1n'],
  ['-1', '-1000m'],
  ['9007199254740993', '9007199254740993000m'],
])('%s is as much as %s', (left, right) => {
  expect(parseQuantity(left)).toBeDefined();
  expect(parseQuantity(left)).toBe(parseQuantity(right));
});

it.each([
  ['1Gi', '1G'],
  ['1m', '1M'],
  ['9007199254740993', '9007199254740992'],
  ['1', '-1'],
])('%s is not as much as %s', (left, right) => {
  expect(parseQuantity(left)).not.toBe(parseQuantity(right));
});

it.each([
  '',
  'many',
  '1 Gi',
  '1KB',
  '0x10',
  '1e99999',
  '9'.repeat(200),
  {},
  null,
])('takes %s for no quantity', value => {
  expect(parseQuantity(value)).toBeUndefined();
});
