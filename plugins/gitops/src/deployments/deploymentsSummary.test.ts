import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import {
  aChange,
  anArtifact,
  aTarget,
  pipeline,
} from '../__testUtils__/builders';
import { aLive, ObservedParts } from '../__testUtils__/live';
import { deploymentsSummary } from './deploymentsSummary';
import { environmentColumns } from './environmentColumns';

const noDrift = {
  fields: 0,
  resources: 0,
  missing: 0,
  orphaned: 0,
  indeterminate: 0,
};
const same = { state: 'same', environment: 'staging' } as const;
const differs = { state: 'differs', environment: 'staging' } as const;
const behind: TargetState['behind'] = {
  state: 'behind',
  environment: 'staging',
  count: 3,
  since: '2026-11-12T00:00:00Z',
  changes: [aChange()],
};

const summaryOf = (targets: TargetState[], complete = true) =>
  deploymentsSummary(environmentColumns(pipeline, targets), complete);

const staging = aTarget({
  environment: 'staging',
  behind: { state: 'same', environment: 'development' },
});

describe('deploymentsSummary', () => {
  it('says what the last environment declares, and on which clusters', () => {
    const { declared } = summaryOf([
      staging,
      aTarget({ cluster: 'us-1', behind: same }),
      aTarget({ cluster: 'eu-1', behind: same }),
    ]);
    expect(declared).toMatchObject([
      {
        environment: 'production',
        clusters: ['eu-1', 'us-1'],
        what: { kind: 'version', artifact: { version: 'v41' } },
      },
    ]);
  });

  it('says which clusters declare which of two versions', () => {
    const { declared } = summaryOf([
      aTarget({ cluster: 'eu-1' }),
      aTarget({
        cluster: 'us-1',
        artifacts: [anArtifact({ version: 'v40' })],
      }),
    ]);
    expect(declared[0].what).toMatchObject({
      kind: 'split',
      parts: [
        { artifact: { version: 'v41' }, clusters: ['eu-1'] },
        { artifact: { version: 'v40' }, clusters: ['us-1'] },
      ],
    });
  });

  it('counts versions where there are more than two', () => {
    const { declared } = summaryOf([
      aTarget({ cluster: 'eu-1' }),
      aTarget({
        cluster: 'us-1',
        artifacts: [anArtifact({ version: 'v40' })],
      }),
      aTarget({
        cluster: 'ap-1',
        artifacts: [anArtifact({ version: 'v39' })],
      }),
    ]);
    expect(declared[0].what).toEqual({ kind: 'versions', count: 3 });
  });

  it('counts services where the entity has several', () => {
    const { declared } = summaryOf([
      aTarget({ service: 'api' }),
      aTarget({ service: 'worker' }),
    ]);
    expect(declared[0].what).toEqual({ kind: 'services', count: 2 });
  });

  it('is fine only where every environment is in step', () => {
    const targets = [staging, aTarget({ behind: same })];
    expect(summaryOf(targets).tone).toBe('ok');
  });

  it('says that something runs only where it is seen to', () => {
    const runs = (live = aLive()) =>
      summaryOf([
        aTarget({ behind: same, live: aLive(), cluster: 'eu-1' }),
        aTarget({ behind: same, live, cluster: 'us-1' }),
      ]).declared[0].runs;
    expect(runs()).toBe(true);
    expect(runs(aLive({ behind: { running: ['v40'] } }))).toBe(false);
    expect(summaryOf([aTarget()]).declared[0].runs).toBe(false);
  });

  it.each<[string, ObservedParts, string]>([
    ['seen fine', {}, 'ok'],
    ['failing', { health: 'degraded' }, 'alert'],
    ['drifted', { drift: { ...noDrift, fields: 1 } }, 'drift'],
    ['out of sync', { sync: 'outOfSync' }, 'waiting'],
    ['rolling out', { health: 'progressing' }, 'waiting'],
    ['not comparable', { drift: { ...noDrift, indeterminate: 1 } }, 'unknown'],
    ['last seen long ago', { stale: { since: '', reason: '' } }, 'unknown'],
  ])('is as bad as the worst that runs: %s', (_, parts, tone) => {
    const fine = { ...staging, live: aLive() };
    const targets = [fine, aTarget({ behind: same, live: aLive(parts) })];
    expect(summaryOf(targets).tone).toBe(tone);
  });

  it('says which changes wait', () => {
    const summary = summaryOf([staging, aTarget({ behind })]);
    expect(summary.tone).toBe('waiting');
    expect(summary.gaps).toMatchObject([
      { from: 'staging', to: 'production', count: 3 },
    ]);
  });

  it('never calls a difference fine that cannot be counted', () => {
    const targets = [staging, aTarget({ behind: differs })];
    expect(summaryOf(targets).tone).toBe('unknown');
  });

  it('never calls anything fine while a repository is unreadable', () => {
    const targets = [staging, aTarget({ behind: same })];
    expect(summaryOf(targets, false).tone).toBe('unknown');
  });
});
