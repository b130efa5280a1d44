import { anArtifact, aTarget } from '../__testUtils__/builders';
import { aDelivery } from '../__testUtils__/delivery';
import { aLive } from '../__testUtils__/live';
import { alsoOnOf, clusterGroups } from './clusterGroups';

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

  it('never folds a cluster that drifted or fails among its equals', () => {
    const drift = {
      fields: 1,
      resources: 1,
      missing: 0,
      orphaned: 0,
      indeterminate: 0,
    };
    const groups = clusterGroups([
      { ...on('eu-1', 'api', 'v2'), live: aLive() },
      { ...on('eu-2', 'api', 'v2'), live: aLive({ drift }) },
      { ...on('us-1', 'api', 'v2'), live: aLive({ cluster: 'us-1' }) },
      { ...on('us-2', 'api', 'v2'), live: aLive({ health: 'degraded' }) },
      on('sa-1', 'api', 'v2'),
    ]);
    expect(groups.map(({ clusters }) => clusters)).toEqual([
      ['eu-1', 'us-1'],
      ['eu-2'],
      ['us-2'],
      ['sa-1'],
    ]);
  });

  it('sets the cluster apart that its engine is kept from', () => {
    const held = aDelivery({ state: 'suspended', suspended: {} });
    const delivered = (cluster: string, delivery = aDelivery()) => ({
      ...on(cluster, 'api', 'v2'),
      live: aLive({ engine: 'flux', delivery }),
    });
    const groups = clusterGroups([
      delivered('eu-1'),
      delivered('eu-2', held),
      delivered('us-1'),
    ]);
    expect(groups.map(({ clusters }) => clusters)).toEqual([
      ['eu-1', 'us-1'],
      ['eu-2'],
    ]);
  });

  it('knows where else the same target is as well', () => {
    const [here, there, other] = [
      on('eu-1', 'api', 'v2'),
      on('us-1', 'api', 'v2'),
      on('sa-1', 'api', 'v1'),
    ];
    expect(alsoOnOf([here, there, other], here)).toEqual([there]);
    expect(alsoOnOf([here, there, other], other)).toEqual([]);
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
