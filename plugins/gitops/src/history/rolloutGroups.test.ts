import type { ChangeRollout } from '@backstage-gitops/plugin-gitops-common';
import { rolloutGroups } from './rolloutGroups';

const landed = '2026-11-20T14:00:00.000Z';
const at = (minute: number) =>
  new Date(Date.parse(landed) + minute * 60_000).toISOString();
const place = (cluster: string) => ({
  ...{ target: `${cluster}-target`, cluster, engine: 'flux' as const },
});
const ran = (cluster: string, minute: number): ChangeRollout => ({
  ...{ state: 'running', ...place(cluster) },
  ...{ appliedAt: at(1), runningAt: at(minute) },
});

describe('rolloutGroups', () => {
  it('orders from what runs to what is not there yet', () => {
    const groups = rolloutGroups(
      [
        { state: 'waiting', ...place('us-1') },
        { state: 'settling', ...place('ap-1'), appliedAt: at(3) },
        ran('eu-2', 9),
        ran('eu-1', 2),
      ],
      landed,
    );
    expect(
      groups.map(({ state, clusters }) => [
        state,
        clusters.map(({ cluster, after }) => [cluster, after]),
      ]),
    ).toEqual([
      [
        'running',
        [
          ['eu-1', 120_000],
          ['eu-2', 540_000],
        ],
      ],
      ['settling', [['ap-1', 180_000]]],
      ['waiting', [['us-1', undefined]]],
    ]);
  });

  it('is as far on a cluster as the last of its targets', () => {
    const [group, none] = rolloutGroups(
      [ran('eu-1', 5), ran('eu-1', 2)],
      landed,
    );
    expect(group.clusters).toMatchObject([{ after: 300_000 }]);
    expect(none).toBeUndefined();
    const waiting: ChangeRollout = { state: 'waiting', ...place('eu-1') };
    expect(rolloutGroups([waiting, ran('eu-1', 2)], landed)).toMatchObject([
      { state: 'waiting' },
    ]);
  });

  it('takes a clock that is behind for none at all', () => {
    const [group] = rolloutGroups([ran('eu-1', -3)], landed);
    expect(group.clusters).toMatchObject([{ after: 0 }]);
  });
});
