import { Resource } from '../manifests/Resource';
import { CelPolicy } from './CelPolicy';
import { FreezePolicy, FreezeWindow } from './FreezePolicy';
import { PolicyInput } from './Policy';

const deployment = (replicas: number, more: object = {}): Resource => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { replicas, ...more },
});

const input = (more: Partial<PolicyInput> = {}): PolicyInput => ({
  unit: { id: 'u', environment: 'production' },
  services: ['web'],
  resources: [deployment(1)],
  now: new Date('2026-12-24T12:00:00Z'),
  ...more,
});

describe('CelPolicy', () => {
  const minimum = new CelPolicy({
    name: 'two-replicas',
    expression: 'object.spec.replicas >= 2',
    message: 'production needs two',
    level: 'deny',
    match: { kinds: ['Deployment'], environments: ['production'] },
  });

  it('tells which object breaks it', async () => {
    await expect(minimum.evaluate(input())).resolves.toEqual([
      {
        policy: 'two-replicas',
        level: 'deny',
        resource: 'apps/Deployment/shop/web',
        message: 'production needs two',
      },
    ]);
    const fine = input({ resources: [deployment(2)] });
    await expect(minimum.evaluate(fine)).resolves.toEqual([]);
  });

  it('is quieter where its levels say so', async () => {
    const policy = new CelPolicy({
      name: 'two-replicas',
      expression: 'object.spec.replicas >= 2',
      level: 'deny',
      levels: { staging: 'warn' },
    });
    const staging = { id: 'u', environment: 'staging' };
    await expect(
      policy.evaluate(input({ unit: staging })),
    ).resolves.toMatchObject([{ level: 'warn' }]);
    await expect(policy.evaluate(input())).resolves.toMatchObject([
      { level: 'deny' },
    ]);
  });

  it('leaves other kinds and environments alone', async () => {
    const service = { apiVersion: 'v1', kind: 'Service' };
    const staging = { id: 'u', environment: 'staging' };
    for (const other of [{ resources: [service] }, { unit: staging }]) {
      await expect(minimum.evaluate(input(other))).resolves.toEqual([]);
    }
  });

  it('sees what was there before', async () => {
    const shrinking = new CelPolicy({
      name: 'no-shrinking',
      expression:
        'oldObject == null || object.spec.replicas >= oldObject.spec.replicas',
      level: 'warn',
    });
    const smaller = input({ before: [deployment(3)] });
    await expect(shrinking.evaluate(smaller)).resolves.toHaveLength(1);
    await expect(shrinking.evaluate(input())).resolves.toEqual([]);
  });

  it('tells that it could not judge', async () => {
    const policy = new CelPolicy({
      name: 'limits',
      expression: 'object.spec.template.limits == "1"',
      level: 'deny',
    });
    const [result] = await policy.evaluate(input());
    expect(result).toMatchObject({
      level: 'deny',
      message: expect.stringContaining("can't be evaluated"),
    });
  });

  it.each(['object.spec.', '1 +', 'nobody > 1'])('refuses %s', expression => {
    expect(
      () => new CelPolicy({ name: 'broken', expression, level: 'deny' }),
    ).toThrow(/The policy broken is no CEL/);
  });
});

describe('FreezePolicy', () => {
  const policy = (...windows: FreezeWindow[]) =>
    new FreezePolicy({
      name: 'holidays',
      level: 'deny',
      environments: ['production'],
      windows,
    });
  const december: FreezeWindow = {
    kind: 'deny',
    schedule: '0 0 20 12 *',
    duration: '14d',
  };
  const at = (time: string) => input({ now: new Date(time) });

  it('denies while a window is open, and says until when', async () => {
    await expect(policy(december).evaluate(input())).resolves.toEqual([
      {
        policy: 'holidays',
        level: 'deny',
        message: 'production is frozen until 2027-01-03T00:00:00.000Z',
      },
    ]);
  });

  it('warns when one opens soon, and is silent otherwise', async () => {
    const before = policy(december);
    await expect(
      before.evaluate(at('2026-12-19T22:30:00Z')),
    ).resolves.toMatchObject([
      {
        level: 'warn',
        message: 'production freezes at 2026-12-20T00:00:00.000Z',
      },
    ]);
    for (const time of ['2026-12-19T12:00:00Z', '2027-01-03T00:00:01Z']) {
      await expect(before.evaluate(at(time))).resolves.toEqual([]);
    }
  });

  it('allows nothing outside the windows that allow, in their time zone', async () => {
    const office = policy({
      kind: 'allow',
      schedule: '0 9 * * 1-5',
      duration: '8h',
      timeZone: 'Europe/Berlin',
    });
    await expect(office.evaluate(at('2026-11-20T08:30:00Z'))).resolves.toEqual(
      [],
    );
    await expect(
      office.evaluate(at('2026-11-20T17:00:00Z')),
    ).resolves.toMatchObject([
      { message: 'production is frozen until 2026-11-23T08:00:00.000Z' },
    ]);
  });

  it('only warns where its levels say so', async () => {
    const holidays = new FreezePolicy({
      name: 'holidays',
      level: 'deny',
      levels: { staging: 'warn' },
      windows: [december],
    });
    const unit = { id: 'u', environment: 'staging' };
    await expect(holidays.evaluate(input({ unit }))).resolves.toMatchObject([
      { level: 'warn', message: expect.stringContaining('is frozen') },
    ]);
    await expect(holidays.evaluate(input())).resolves.toMatchObject([
      { level: 'deny' },
    ]);
  });

  it('leaves other environments alone', async () => {
    const unit = { id: 'u', environment: 'staging' };
    await expect(policy(december).evaluate(input({ unit }))).resolves.toEqual(
      [],
    );
  });

  it.each<Partial<FreezeWindow>>([
    { duration: 'long' },
    { duration: '999999d' },
    { schedule: 'every day' },
    { timeZone: 'Mars/Olympus' },
  ])('refuses %j', broken => {
    expect(() => policy({ ...december, ...broken })).toThrow(
      /The policy holidays has/,
    );
  });
});
