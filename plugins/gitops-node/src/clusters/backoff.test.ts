import { backoff, retryAfter } from './backoff';

describe('backoff', () => {
  it('doubles up to half a minute', () => {
    const most = (failures: number) => backoff(failures, () => 1);
    expect([1, 2, 3, 7, 8, 1000].map(most)).toEqual([
      250, 500, 1000, 16_000, 30_000, 30_000,
    ]);
  });

  it('spreads clients over half of the time', () => {
    expect(backoff(3, () => 0)).toBe(500);
    expect(backoff(3, () => 0.5)).toBe(750);
  });
});

describe('retryAfter', () => {
  const now = Date.parse('2026-03-01T10:00:00Z');

  it.each([
    ['3', 3000],
    ['0', 0],
    ['Sun, 01 Mar 2026 10:00:05 GMT', 5000],
    ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('understands %j', (header, milliseconds) => {
    expect(retryAfter(header, now)).toBe(milliseconds);
  });
});
