import { GuardedPolicy, GuardedPolicySettings } from './GuardedPolicy';
import { Policy, PolicyInput } from './Policy';

const input: PolicyInput = {
  unit: { id: 'u', environment: 'production' },
  services: ['web'],
  resources: [],
  now: new Date('2026-12-24T12:00:00Z'),
};

const denied = {
  policy: 'theirs',
  level: 'deny',
  message: 'not like this',
} as const;

function guarded(
  evaluate: Policy['evaluate'],
  settings?: GuardedPolicySettings,
) {
  return new GuardedPolicy({ name: 'theirs', evaluate }, settings);
}

describe('GuardedPolicy', () => {
  it('tells what the policy says, under its name', async () => {
    const policy = guarded(async () => [{ ...denied, policy: 'other' }]);
    await expect(policy.evaluate(input)).resolves.toEqual([denied]);
  });

  it.each([
    ['throws', async () => Promise.reject(new Error('no\nway')), 'no way'],
    [
      'says nothing of sense',
      async () => JSON.parse('[{ "deny": 1 }]'),
      'no results',
    ],
    ['never ends', () => new Promise<never>(() => {}), 'more than 5 ms'],
  ])('denies where the policy %s', async (_, evaluate, reason) => {
    const results = await guarded(evaluate, { timeoutMs: 5 }).evaluate(input);
    expect(results).toEqual([
      {
        policy: 'theirs',
        level: 'deny',
        message: expect.stringContaining(reason),
      },
    ]);
  });

  it('is no louder than its level in the environment', async () => {
    const levels = { level: 'deny', levels: { production: 'warn' } } as const;
    await expect(
      guarded(async () => [denied], levels).evaluate(input),
    ).resolves.toMatchObject([{ level: 'warn' }]);
    await expect(
      guarded(() => Promise.reject(new Error('away')), levels).evaluate(input),
    ).resolves.toMatchObject([
      { level: 'warn', message: "The policy can't be evaluated: away" },
    ]);
    const staging = { ...input, unit: { id: 'u', environment: 'staging' } };
    await expect(
      guarded(async () => [denied], levels).evaluate(staging),
    ).resolves.toMatchObject([{ level: 'deny' }]);
  });

  it('ends with whoever asked, and hands the end on', async () => {
    const asked = new AbortController();
    const signals: (AbortSignal | undefined)[] = [];
    const judging = guarded((_, options) => {
      signals.push(options?.signal);
      return new Promise<never>(() => {});
    }).evaluate(input, { signal: asked.signal });
    asked.abort(new Error('gone'));
    await expect(judging).rejects.toThrow('gone');
    expect(signals).toMatchObject([{ aborted: true }]);
  });

  it('tells what the policy does not judge, and where it fails to', () => {
    const policy = { name: 'theirs', evaluate: async () => [] };
    const told = (unjudged: Policy['unjudged']) =>
      new GuardedPolicy({ ...policy, unjudged }).unjudged(input);
    expect(told(() => ['charts'])).toEqual(['charts']);
    expect(told(undefined)).toEqual([]);
    expect(
      told(() => {
        throw new Error('lost');
      }),
    ).toEqual(["theirs can't tell what it doesn't judge: lost"]);
  });
});
