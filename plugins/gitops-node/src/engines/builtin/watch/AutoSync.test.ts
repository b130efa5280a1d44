import { desiredUnit } from '../__testUtils__/desiredUnit';
import { SyncPlan } from '../sync/SyncPlan';
import { UnitState } from '../UnitState';
import {
  Attempts,
  decideAutoSync,
  nextAttempts,
  tellOutcome,
} from './AutoSync';

const flags = {
  group: '',
  kind: 'ConfigMap',
  namespace: 'shop',
  name: 'flags',
};
const work: SyncPlan = {
  steps: [
    {
      ref: flags,
      wave: 0,
      action: 'update',
      object: { apiVersion: 'v1', kind: 'ConfigMap' },
    },
  ],
};
const minute = 60_000;

function stateOf(content?: string): UnitState {
  return {
    desired: desiredUnit([]),
    declared: [],
    live: new Map(),
    orphans: [],
    unreadable: new Map(),
    unsearched: new Map(),
    autoscalers: [],
    ...(content !== undefined && {
      parent: { unit: 'shop', groupKinds: [], namespaces: [], content },
    }),
  };
}

function decide(
  options: {
    readonly applied?: string;
    readonly plan?: SyncPlan;
    readonly selfHeal?: boolean;
    readonly attempts?: Attempts;
    readonly now?: number;
  } = {},
) {
  const { applied, plan = work, selfHeal = true, attempts, now = 0 } = options;
  return decideAutoSync({
    ...{ state: stateOf(applied), plan, content: 'new', selfHeal, attempts },
    now,
  });
}

describe('decideAutoSync', () => {
  it('applies what is new, and what differs where it heals itself', () => {
    expect(decide()).toEqual({ type: 'sync' });
    expect(decide({ applied: 'old', selfHeal: false })).toEqual({
      type: 'sync',
    });
    expect(decide({ applied: 'new' })).toEqual({ type: 'sync' });
  });

  it('leaves what differs where it does not heal itself', () => {
    expect(decide({ applied: 'new', selfHeal: false })).toEqual({
      type: 'none',
    });
  });

  it('leaves it too where what it has just noted was not read back yet', () => {
    const attempts = { count: 1, last: 0, content: 'new', isApplied: true };
    const before = { applied: 'old', selfHeal: false, now: minute };
    expect(decide({ ...before, attempts })).toEqual({ type: 'none' });
    expect(
      decide({ ...before, attempts: { ...attempts, isApplied: false } }),
    ).toEqual({ type: 'sync' });
    expect(
      decide({ ...before, attempts: { ...attempts, content: 'other' } }),
    ).toEqual({ type: 'sync' });
  });

  it('has nothing to do for steps that would be skipped', () => {
    const plan: SyncPlan = {
      steps: work.steps.map(step => ({ ...step, skip: 'kept' })),
    };
    expect(decide({ plan })).toEqual({ type: 'none' });
  });

  it('waits ever longer where applying does not last', () => {
    let attempts = nextAttempts(undefined, 'new', 0);
    const pauses: number[] = [];
    for (let tries = 0; tries < 9; tries += 1) {
      const decision = decide({ attempts, now: attempts.last });
      if (decision.type !== 'later') throw new Error(decision.type);
      pauses.push((decision.at - attempts.last) / 1000);
      attempts = nextAttempts(attempts, 'new', decision.at);
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('does not make something new wait for what failed before', () => {
    const attempts = { count: 9, last: 0, content: 'old' };
    expect(decide({ attempts, now: 1 })).toEqual({ type: 'sync' });
    expect(nextAttempts(attempts, 'new', 1).count).toBe(1);
  });

  it('begins anew once it has been quiet for longer than it waited', () => {
    const often = { count: 9, last: 0, content: 'new' };
    expect(nextAttempts(often, 'new', 9 * minute).count).toBe(10);
    expect(nextAttempts(often, 'new', 11 * minute).count).toBe(1);
    const once = { count: 1, last: 0, content: 'new' };
    expect(nextAttempts(once, 'new', minute / 4).count).toBe(2);
    expect(nextAttempts(once, 'new', minute).count).toBe(1);
  });
});

describe('tellOutcome', () => {
  const step = (name: string, rest: object) => ({
    ...flags,
    name,
    action: 'update' as const,
    outcome: 'done' as const,
    ...rest,
  });

  it('says nothing of what went well, or is kept on purpose', () => {
    expect(
      tellOutcome([
        step('a', {}),
        step('b', { action: 'prune', outcome: 'skipped', message: 'kept' }),
      ]),
    ).toBeUndefined();
  });

  it('names the first that failed and counts the others', () => {
    const failed = ['a', 'b', 'c', 'd', 'e'].map(name =>
      step(name, { outcome: 'failed', message: 'refused' }),
    );
    expect(tellOutcome([...failed, step('f', {})])).toBe(
      '5 of 6 resources were not applied; ConfigMap shop/a: refused; ConfigMap shop/b: refused; ConfigMap shop/c: refused; and 2 more',
    );
  });
});
