import { aTarget } from '../__testUtils__/builders';
import { aDelivery, steps } from '../__testUtils__/delivery';
import { aLive } from '../__testUtils__/live';
import { liveSummary } from './liveSummary';

const drift = {
  fields: 2,
  resources: 1,
  missing: 1,
  orphaned: 0,
  indeterminate: 0,
  since: '2026-11-21T06:30:00Z',
};
const stale = { since: '2026-11-21T07:00:00Z', reason: 'no route to host' };
const on = (cluster: string, live = aLive()) => aTarget({ cluster, live });

describe('liveSummary', () => {
  it('says nothing where the portal knows no cluster', () => {
    expect(liveSummary([aTarget()])).toBeUndefined();
  });

  it('has nothing to complain of where all is seen and fine', () => {
    expect(liveSummary([on('eu-1'), on('us-1')])).toEqual({
      state: 'fine',
      clauses: [],
    });
  });

  it('tells the worst first, and each with its place', () => {
    const summary = liveSummary([
      on('eu-1', aLive({ drift })),
      on('us-1', aLive({ health: 'degraded' })),
      aTarget({
        environment: 'staging',
        live: aLive({
          behind: { running: ['v40'], since: '2026-11-21T08:00:00Z' },
        }),
      }),
    ]);
    expect(summary).toEqual({
      state: 'unhealthy',
      clauses: [
        {
          kind: 'failing',
          targets: 1,
          environment: 'production',
          cluster: 'us-1',
        },
        {
          kind: 'running',
          version: 'v40',
          since: '2026-11-21T08:00:00Z',
          targets: 1,
          environment: 'staging',
          cluster: undefined,
        },
        {
          kind: 'drift',
          count: 3,
          since: drift.since,
          targets: 1,
          environment: 'production',
          cluster: 'eu-1',
        },
      ],
    });
  });

  it('adds up the drift of several targets since the oldest', () => {
    const older = { ...drift, since: '2026-11-19T06:30:00Z' };
    const summary = liveSummary([
      on('eu-1', aLive({ drift })),
      on('us-1', aLive({ drift: older })),
    ]);
    expect(summary?.clauses).toMatchObject([
      { kind: 'drift', count: 6, since: older.since, targets: 2 },
    ]);
  });

  it('takes what was last seen long ago for unknown, drift or not', () => {
    const summary = liveSummary([
      on('eu-1'),
      on('us-1', aLive({ stale, drift })),
    ]);
    expect(summary).toMatchObject({
      state: 'unknown',
      clauses: [{ kind: 'stale', cluster: 'us-1' }],
    });
  });

  it('takes a target without a word on it for unknown', () => {
    expect(
      liveSummary([on('eu-1'), aTarget({ cluster: 'us-1' })]),
    ).toMatchObject({
      state: 'unknown',
      clauses: [{ kind: 'unknown', cluster: 'us-1' }],
    });
  });

  it('counts what could not be applied, and names it instead of its sync', () => {
    const live = aLive({
      engine: 'flux',
      sync: 'outOfSync',
      delivery: aDelivery({
        state: 'failed',
        steps: steps('done', 'done', 'failed', 'pending'),
        stopped: { reason: 'failed', message: 'must be a string' },
      }),
    });
    expect(liveSummary([on('eu-1', live), on('us-1')])).toMatchObject({
      state: 'undelivered',
      clauses: [
        {
          kind: 'delivery',
          of: 'failed',
          engine: 'flux',
          cluster: 'eu-1',
          artifact: { version: 'v41' },
        },
      ],
    });
  });

  it.each<[string, Parameters<typeof aDelivery>[0]]>([
    ['suspended', { state: 'suspended', suspended: { by: 'noor' } }],
    [
      'waiting',
      {
        state: 'progressing',
        waitsFor: ['infra/crds'],
        stopped: { reason: 'waiting', message: '' },
      },
    ],
  ])('takes what is %s for held, though all of it runs', (of, parts) => {
    const live = aLive({ engine: 'flux', delivery: aDelivery(parts) });
    expect(liveSummary([on('eu-1', live)])).toMatchObject({
      state: 'held',
      clauses: [{ kind: 'delivery', of }],
    });
  });

  it('says once that it rolls out', () => {
    const live = aLive({
      engine: 'argocd',
      health: 'progressing',
      sync: 'outOfSync',
      delivery: aDelivery({
        state: 'progressing',
        stopped: { reason: 'rollingOut', message: '' },
      }),
    });
    expect(liveSummary([on('eu-1', live)])).toMatchObject({
      state: 'progressing',
      clauses: [{ kind: 'delivery', of: 'rollingOut' }],
    });
  });

  it('says nothing of a delivery that was seen too long ago', () => {
    const delivery = aDelivery({ state: 'suspended', suspended: {} });
    const live = aLive({ engine: 'flux', stale, delivery });
    expect(liveSummary([on('eu-1', live)])?.clauses).toMatchObject([
      { kind: 'stale' },
    ]);
  });
});
