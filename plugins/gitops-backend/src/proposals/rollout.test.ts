import { TargetLive } from '@backstage-gitops/plugin-gitops-common';
import {
  combineRollouts,
  RolloutTarget,
  rolloutOf,
  TargetRollout,
} from './rollout';

const revision = 'a'.repeat(40);

const image = (version: string, digest?: string) => ({
  kind: 'image' as const,
  name: 'registry.acme.example/cart',
  version,
  ...(digest && { digest }),
  file: 'kustomization.yaml',
  line: 1,
  field: 'images[0].newTag',
  origin: 'exact' as const,
});

const move = (to: string) => ({
  target: 'cart',
  kind: 'image',
  name: 'registry.acme.example/cart',
  from: 'v1',
  to,
});

type Observed = Extract<TargetLive, { state: 'observed' }>;

const live = (
  versions: readonly string[],
  more: Partial<Observed> = {},
): TargetLive => ({
  state: 'observed',
  cluster: 'eu-1',
  engine: 'builtin',
  observedAt: '2026-01-01T00:00:00.000Z',
  revision,
  sync: { state: 'synced' },
  health: { state: 'healthy' },
  artifacts: versions.map(version => ({
    kind: 'image',
    name: 'registry.acme.example/cart',
    version,
    pods: 1,
    ready: 1,
  })),
  drift: {
    fields: 0,
    resources: 0,
    missing: 0,
    orphaned: 0,
    indeterminate: 0,
  },
  ...more,
});

const target = (more: Partial<RolloutTarget> = {}): RolloutTarget => ({
  place: 'cart in production',
  declared: [image('v2')],
  hasLanded: true,
  revision,
  moves: [move('v2')],
  live: live(['v2']),
  ...more,
});

const old = 'b'.repeat(40);

describe('rolloutOf', () => {
  it.each<[string, Partial<RolloutTarget>, TargetRollout['state']]>([
    ['its pods run the version', {}, 'running'],
    ['some pods run another one', { live: live(['v1', 'v2']) }, 'waiting'],
    ['no pod runs the version yet', { live: live(['v1']) }, 'waiting'],
    [
      'fields drift that are no version',
      { live: live(['v2'], { sync: { state: 'outOfSync' } }) },
      'running',
    ],
    ['it is not declared yet', { declared: undefined }, 'waiting'],
    [
      'the branch was not read since',
      { declared: [image('v1')], hasLanded: false },
      'waiting',
    ],
    [
      'a later change took it elsewhere',
      { declared: [image('v3')], live: live(['v3']) },
      'superseded',
    ],
    ['no cluster is configured', { live: undefined }, 'unseen'],
    [
      'no cluster is its own',
      { live: { state: 'unobserved', reason: 'not configured' } },
      'unseen',
    ],
    [
      'its cluster can’t be read',
      { live: live(['v2'], { stale: { since: '', reason: 'away' } }) },
      'waiting',
    ],
    [
      'the digest is what moved',
      {
        declared: [image('v2', 'sha256:1')],
        moves: [move('v2@sha256:1')],
      },
      'running',
    ],
    [
      'nothing runs its image now, and it is in sync with what was read',
      { live: live([]) },
      'running',
    ],
    [
      'nothing runs its image, and it was in sync with what was before',
      { live: live([], { revision: old }) },
      'waiting',
    ],
    ['no version moved, and it is in sync', { moves: [] }, 'running'],
    [
      'no version moved, and it is not in sync yet',
      { moves: [], live: live(['v2'], { sync: { state: 'outOfSync' } }) },
      'waiting',
    ],
    [
      'no version moved, and its merge was not read',
      { moves: [], hasLanded: false },
      'waiting',
    ],
  ])('says where %s', (_, more, state) => {
    expect(rolloutOf(target(more)).state).toBe(state);
  });
});

describe('combineRollouts', () => {
  const running: TargetRollout = { state: 'running' };
  const waiting: TargetRollout = { state: 'waiting', reason: 'waiting' };
  const unseen: TargetRollout = { state: 'unseen', reason: 'unseen' };
  const superseded: TargetRollout = { state: 'superseded', reason: 'gone' };

  it('is running when every target is', () => {
    expect(combineRollouts([running, running])).toEqual({
      state: 'running',
      ended: true,
    });
  });

  it.each<[readonly TargetRollout[], string, boolean]>([
    [[running, waiting], 'Waiting', false],
    [[unseen, waiting], 'Waiting', false],
    [[running, unseen], 'Unseen', true],
    [[waiting, superseded], 'Gone', true],
  ])('of %j is merged: %s', (rollouts, reason, ended) => {
    expect(combineRollouts(rollouts)).toEqual({
      ...{ state: 'merged', reason, ended },
    });
  });
});
