import { retryAt } from './retryAt';

const now = Date.parse('2026-01-01T12:00:00Z');
const at = (headers: Readonly<Record<string, string>>) =>
  retryAt(name => headers[name], now);

describe('retryAt', () => {
  it.each([
    [{ 'retry-after': '90' }, '2026-01-01T12:01:30.000Z'],
    [
      { 'retry-after': 'Thu, 01 Jan 2026 13:00:00 GMT' },
      '2026-01-01T13:00:00.000Z',
    ],
    [
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767272400' },
      '2026-01-01T13:00:00.000Z',
    ],
    [
      { 'ratelimit-remaining': '0', 'ratelimit-reset': '1767272400' },
      '2026-01-01T13:00:00.000Z',
    ],
    [
      { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '1767272400' },
      undefined,
    ],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '9'.repeat(40) }, undefined],
    [{}, undefined],
  ])('reads %j as %s', (headers, expected) => {
    expect(at(headers)).toBe(expected);
  });
});
