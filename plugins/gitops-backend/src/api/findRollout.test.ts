import { RolloutRow } from '../database/seenRollouts';
import { findRollout, LandedAt } from './findRollout';

/** `[commit, applied, running]`; a commit's name begins with its place. */
type Applied = readonly [
  commit: string,
  applied: number | 'late',
  running?: number | 'late',
];

const rows = (applied: readonly Applied[]): RolloutRow[] =>
  applied.map(([commit, at, running], index) => ({
    ...{ unit_id: 'cart', cluster: 'eu-1', engine: 'flux', commit },
    applied_at: at === 'late' ? index : at,
    applied_late: at === 'late',
    running_at: running === 'late' ? 99 : running ?? null,
    running_late: running === 'late',
  }));

/** `c5` is the sixth state of its branch; any other is of no known place. */
const positionOf = (commit: string) =>
  commit.startsWith('c') ? Number(commit.slice(1)) : undefined;

const landed = (position: number, more: Partial<LandedAt> = {}): LandedAt => ({
  landedBy: `c${position}`,
  position,
  ...more,
});

const find = (change: LandedAt, applied: readonly Applied[]) => {
  const found = findRollout(change, rows(applied), positionOf);
  return found && [found.row.applied_at, found.running];
};

describe('findRollout', () => {
  it.each<[string, LandedAt, readonly Applied[], unknown]>([
    ['nothing was applied', landed(5), [], undefined],
    ['the very commit was', landed(5), [['c5', 10, 11]], [10, 11]],
    [
      'a later one holds it, after one that does not',
      landed(5),
      [
        ['c4', 10, 10],
        ['c7', 20, 22],
      ],
      [20, 22],
    ],
    [
      'an older one was applied again later',
      landed(5),
      [
        ['c3', 10, 10],
        ['c6', 20, 20],
        ['c4', 30, 30],
        ['c8', 40, 40],
      ],
      [20, 20],
    ],
    [
      'nobody saw what was applied before one that holds it',
      landed(5),
      [['c7', 20, 22]],
      undefined,
    ],
    [
      'it was there when we looked first',
      landed(5),
      [
        ['c7', 'late', 'late'],
        ['c8', 20, 20],
      ],
      undefined,
    ],
    [
      'one of another branch came before',
      landed(5),
      [
        ['c4', 10, 10],
        ['x1', 15, 15],
        ['c7', 20, 20],
      ],
      undefined,
    ],
    [
      'it was not well before the next revision',
      landed(5),
      [
        ['c4', 10, 10],
        ['c5', 20],
        ['c6', 30, 31],
      ],
      [20, 31],
    ],
    [
      'it was taken back before it was well',
      landed(5, { until: 6 }),
      [
        ['c4', 10, 10],
        ['c5', 20],
        ['c6', 30, 31],
      ],
      [20, undefined],
    ],
    [
      'it was taken back before it was applied',
      landed(5, { until: 6 }),
      [
        ['c4', 10, 10],
        ['c6', 30, 31],
      ],
      undefined,
    ],
    [
      'it ran well at some time nobody knows',
      landed(5),
      [['c5', 20, 'late']],
      [20, 'unseen'],
    ],
  ])('tells when it was applied where %s', (_, change, applied, expected) => {
    expect(find(change, applied)).toEqual(expected);
  });

  it('knows only the very commit where no order can be told', () => {
    const change = { landedBy: 'c5' };
    expect(find(change, [['c5', 10, 11]])).toEqual([10, 11]);
    expect(
      find(change, [
        ['c4', 10],
        ['c6', 20],
      ]),
    ).toBeUndefined();
  });
});
