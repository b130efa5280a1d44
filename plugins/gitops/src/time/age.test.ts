import { ageOf } from './age';

const now = new Date('2026-11-21T09:30:00Z');

describe('ageOf', () => {
  it.each([
    ['2026-11-21T09:29:30Z', 'now', 0],
    ['2026-11-21T09:05:00Z', 'minutes', 25],
    ['2026-11-21T06:29:00Z', 'hours', 3],
    ['2026-11-15T08:00:00Z', 'days', 6],
    ['2026-09-25T08:00:00Z', 'days', 57],
    ['2026-05-21T08:00:00Z', 'months', 6],
    ['2023-11-20T08:00:00Z', 'years', 3],
  ])('tells how long ago %s was', (then, unit, count) => {
    expect(ageOf(new Date(then), now)).toEqual({ unit, count });
  });

  it('takes a time in the future for now, as clocks differ', () => {
    expect(ageOf(new Date('2026-11-21T09:31:00Z'), now).unit).toBe('now');
  });
});
