import { fieldValueText } from './fieldValue';

describe('fieldValueText', () => {
  it.each<[unknown, string]>([
    [3, '3'],
    [true, 'true'],
    [null, 'null'],
    ['false', '"false"'],
    ['80', '"80"'],
    ['1e3', '"1e3"'],
    ['', '""'],
    [' padded', '" padded"'],
    ['v41', 'v41'],
    ['500m', '500m'],
    ['key: value\nother: 1\n', 'key: value\nother: 1\n'],
    [['a'], '[\n  "a"\n]'],
  ])('writes %j as %s', (value, text) => {
    expect(fieldValueText(value)).toBe(text);
  });
});
