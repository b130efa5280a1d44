import { anArtifact, aTarget } from '../__testUtils__/builders';
import { clusterGroups } from './clusterGroups';

const on = (cluster: string, workload: string, version: string) =>
  aTarget({
    id: `${cluster}:${workload}`,
    cluster,
    namespace: workload,
    unitName: `${workload}-${cluster}`,
    artifacts: [anArtifact({ version })],
  });

describe('clusterGroups', () => {
  it('makes one group of clusters that declare the same', () => {
    const groups = clusterGroups([
      on('eu-1', 'api', 'v2'),
      on('eu-1', 'worker', 'v1'),
      on('us-1', 'api', 'v2'),
      on('us-1', 'worker', 'v1'),
    ]);
    expect(groups).toHaveLength(1);
    expect(groups[0].clusters).toEqual(['eu-1', 'us-1']);
    expect(groups[0].rows.map(({ label }) => label)).toEqual(['api', 'worker']);
    expect(groups[0].rows[0].targets.map(({ id }) => id)).toEqual([
      'eu-1:api',
      'us-1:api',
    ]);
  });

  it('sets the cluster apart that declares something else', () => {
    const groups = clusterGroups([
      on('eu-1', 'api', 'v2'),
      on('us-1', 'api', 'v2'),
      on('sa-1', 'api', 'v1'),
    ]);
    expect(groups.map(({ clusters }) => clusters)).toEqual([
      ['eu-1', 'us-1'],
      ['sa-1'],
    ]);
  });

  it('keeps every target, clusters known or not', () => {
    const targets = [
      on('eu-1', 'api', 'v1'),
      { ...on('', 'api', 'v1'), cluster: undefined, id: 'nowhere' },
    ];
    const shown = clusterGroups(targets).flatMap(({ rows }) =>
      rows.flatMap(row => row.targets.map(({ id }) => id)),
    );
    expect(shown.sort()).toEqual(['eu-1:api', 'nowhere']);
  });
});
