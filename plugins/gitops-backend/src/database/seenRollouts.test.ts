import {
  Delivery,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { objectId } from '../__testUtils__/DeclaredRepository';
import { observed } from '../__testUtils__/MemoryCluster';
import { RolloutsBefore, seenRollouts } from './seenRollouts';

const at = (minute: number) => Date.UTC(2026, 0, 2, 3, minute);
const iso = (minute: number) => new Date(at(minute)).toISOString();

const first: RolloutsBefore = { known: [], isFirst: true };

const before = (
  lastLook: number,
  ...commits: readonly number[]
): RolloutsBefore => ({
  known: commits.map(one => ({ commit: objectId(one), running_at: null })),
  isFirst: false,
  lastLook: at(lastLook),
});

const look = (
  minute: number,
  applied: number,
  more: Partial<UnitObservation> = {},
) =>
  observed('cart', {
    observedAt: iso(minute),
    appliedRevision: objectId(applied),
    ...more,
  });

/** An engine's own word: its history from the oldest, as `[commit, minute]`. */
const delivery = (
  history: readonly (readonly [number, number])[],
  more: Partial<Delivery> = {},
): Delivery => ({
  state: 'synced',
  waitsFor: [],
  conditions: [],
  history: [...history].reverse().map(([commit, minute]) => ({
    revision: {
      revision: `main@sha1:${objectId(commit)}`,
      commit: objectId(commit),
      at: iso(minute),
    },
  })),
  steps: [],
  ...more,
});

const added = (observation: UnitObservation, known: RolloutsBefore) =>
  seenRollouts(observation, known).added.map(row => ({
    commit: parseInt(row.commit, 16),
    minute: (Number(row.applied_at) - at(0)) / 60_000,
    late: row.applied_late,
    runs: row.running_at !== null && (row.running_late ? 'late' : 'now'),
  }));

describe('seenRollouts', () => {
  it('does not claim that what it finds was applied when it looked', () => {
    expect(added(look(5, 1), first)).toEqual([
      { commit: 1, minute: 5, late: true, runs: 'late' },
    ]);
  });

  it('dates what is applied while it looks', () => {
    expect(added(look(5, 2), before(4))).toEqual([
      { commit: 2, minute: 5, late: false, runs: 'now' },
    ]);
  });

  it('does not know when it was, after nobody looked for long', () => {
    expect(added(look(59, 2), before(4))).toEqual([
      { commit: 2, minute: 59, late: true, runs: 'late' },
    ]);
  });

  it('takes the engine’s own times, but none after it was seen', () => {
    const history: [number, number][] = [
      [1, 1],
      [2, 3],
      [3, 9],
    ];
    const seen = look(5, 3, { delivery: delivery(history) });
    expect(added(seen, first)).toEqual([
      { commit: 1, minute: 1, late: false, runs: false },
      { commit: 2, minute: 3, late: false, runs: false },
      { commit: 3, minute: 5, late: false, runs: 'now' },
    ]);
  });

  it('does not claim that what was applied long ago began to run now', () => {
    const applied = { commit: objectId(1), revision: 'main', at: iso(1) };
    const seen = look(50, 1, { delivery: delivery([], { applied }) });
    expect(added(seen, first)).toEqual([
      { commit: 1, minute: 1, late: false, runs: 'late' },
    ]);
  });

  it('fills what nobody saw from a history that reaches back to it', () => {
    const seen = look(59, 3, {
      delivery: delivery([
        [1, 1],
        [2, 30],
        [3, 40],
      ]),
    });
    expect(added(seen, before(4, 1))).toMatchObject([
      { commit: 2, minute: 30, late: false },
      { commit: 3, minute: 40, late: false },
    ]);
  });

  it('doubts the oldest of a history that does not reach back', () => {
    const seen = look(59, 3, {
      delivery: delivery([
        [2, 30],
        [3, 40],
      ]),
    });
    expect(added(seen, before(4))).toMatchObject([
      { commit: 2, late: true },
      { commit: 3, late: false },
    ]);
  });

  it('takes the first time of a commit that was applied twice', () => {
    const seen = look(9, 1, {
      delivery: delivery([
        [1, 1],
        [2, 3],
        [1, 7],
      ]),
    });
    expect(added(seen, first)).toMatchObject([
      { commit: 2, minute: 3 },
      { commit: 1, minute: 1 },
    ]);
  });

  it('leaves out attempts that failed, and versions that are no commit', () => {
    const told = delivery([[1, 1]]);
    const [one] = told.history;
    const seen = look(5, 2, {
      appliedRevision: '1.2.3',
      delivery: {
        ...told,
        history: [
          { ...one, status: 'ReconciliationFailed' },
          { revision: { revision: '1.2.3', at: iso(1) } },
        ],
      },
    });
    expect(added(seen, first)).toEqual([]);
  });

  it('counts the declared commit where all of it is applied', () => {
    const step = (name: 'declared' | 'fetched' | 'applied', commit?: number) =>
      ({
        step: name,
        state: 'done',
        ...(commit !== undefined && {
          revision: { revision: objectId(commit), commit: objectId(commit) },
        }),
      } as const);
    const steps = [step('declared', 3), step('fetched', 3), step('applied', 2)];
    const of = (delivered: Delivery) =>
      added(look(5, 2, { delivery: delivered }), before(4, 2)).map(
        ({ commit }) => commit,
      );
    expect(of(delivery([], { steps }))).toEqual([3]);
    const pending = { ...steps[1], state: 'pending' as const };
    expect(of(delivery([], { steps: [steps[0], pending, steps[2]] }))).toEqual(
      [],
    );
  });

  it.each<[string, Partial<UnitObservation>, boolean]>([
    ['it is synced and healthy', {}, true],
    ['it is not healthy', { health: { state: 'progressing' } }, false],
    ['it is not synced', { sync: { state: 'outOfSync' } }, false],
    [
      'the engine says that it runs',
      {
        sync: { state: 'outOfSync' },
        delivery: delivery([], { steps: [{ step: 'running', state: 'done' }] }),
      },
      true,
    ],
    [
      'the engine says that it is rolling out',
      {
        delivery: delivery([], {
          steps: [{ step: 'running', state: 'pending' }],
        }),
      },
      false,
    ],
    [
      'it crash-loops, whatever the engine says',
      {
        health: { state: 'degraded' },
        delivery: delivery([], { steps: [{ step: 'running', state: 'done' }] }),
      },
      false,
    ],
  ])('tells whether a commit runs well where %s', (_, more, runs) => {
    const { running } = seenRollouts(look(6, 2, more), before(5, 2));
    expect(running).toEqual(
      runs
        ? [{ commit: objectId(2), running_at: at(6), running_late: false }]
        : [],
    );
  });
});
