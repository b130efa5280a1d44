import { Sync } from '@backstage-gitops/plugin-gitops-common';
import { syncOf } from './syncOf';

type Judged = Parameters<typeof syncOf>[0];

describe('syncOf', () => {
  it.each<[string, Judged, Sync]>([
    ['synced, where all is', [{ status: 'synced' }], { state: 'synced' }],
    [
      'out of sync by one difference, whatever else is not known',
      [
        { status: 'synced' },
        { status: 'indeterminate', reason: 'denied' },
        { status: 'drifted' },
        { status: 'missing' },
      ],
      { state: 'outOfSync', reason: '1 drifted, 1 missing' },
    ],
    [
      'out of sync by what has still to be applied',
      [{ status: 'synced' }, { status: 'undelivered' }, { status: 'missing' }],
      { state: 'outOfSync', reason: '1 missing, 1 not applied yet' },
    ],
    [
      'unknown while something is, and says why',
      [{ status: 'synced' }, { status: 'indeterminate', reason: 'denied' }],
      { state: 'unknown', reason: 'denied' },
    ],
    [
      'not disturbed by an orphan that is kept on purpose',
      [{ status: 'synced' }, { status: 'orphaned', isKept: true }],
      { state: 'synced' },
    ],
    [
      'unknown of nothing',
      [],
      { state: 'unknown', reason: 'Nothing is declared' },
    ],
  ])('is %s', (_, resources, sync) => {
    expect(syncOf(resources, [])).toEqual(sync);
  });

  it('says why nothing is known to be declared', () => {
    expect(syncOf([], ['the chart is elsewhere'])).toEqual({
      state: 'unknown',
      reason: 'the chart is elsewhere',
    });
  });
});
