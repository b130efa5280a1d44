import {
  Delivery,
  DeliveryStep,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';
import {
  combineRollouts,
  RolloutTarget,
  rolloutOf,
  TargetRollout,
} from './rollout';

/** Holds the merge. */
const revision = 'a'.repeat(40);
/** Was before it. */
const old = 'b'.repeat(40);

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
  holds: commit => ({ [revision]: true, [old]: false }[commit]),
  moves: [move('v2')],
  live: live(['v2']),
  ...more,
});

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
      'its cluster was not read yet',
      { live: { state: 'unobserved', cluster: 'eu-1', reason: 'not yet' } },
      'waiting',
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
      'its pods run the version, and crash',
      { live: live(['v2'], { health: { state: 'degraded' } }) },
      'waiting',
    ],
    [
      'its pods run the version, and are not ready yet',
      { live: live(['v2'], { health: { state: 'progressing' } }) },
      'waiting',
    ],
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

const at = (commit: string) => ({ revision: commit.slice(0, 8), commit });

/** How far Flux is, with the merge running unless a test says otherwise. */
const flux = (
  steps: Partial<Record<DeliveryStep['step'], Partial<DeliveryStep>>> = {},
  more: Partial<Delivery> = {},
): Partial<Observed> => ({
  engine: 'flux',
  delivery: {
    state: 'synced',
    fetched: at(revision),
    applied: at(revision),
    waitsFor: [],
    steps: (['declared', 'fetched', 'applied', 'running'] as const).map(
      step => ({ step, state: 'done', ...steps[step] }),
    ),
    ...more,
  },
});

const pending = { state: 'pending' } as const;
const failed = (message: string) => ({ state: 'failed', message } as const);
const behind = { fetched: at(old), applied: at(old) };
const fetched = { fetched: at(revision), applied: at(old) };

describe('rolloutOf, with the word of an engine', () => {
  const of = (parts: Partial<Observed>, versions = ['v1']) =>
    rolloutOf(target({ live: live(versions, parts) }));
  const progressOf = ({ steps }: TargetRollout) =>
    steps.map(({ state }) => state).join(' ');

  it.each<[string, Partial<Observed>, string]>([
    [
      'the engine has not fetched it',
      flux({ fetched: pending }, behind),
      'waiting for cart in production: Flux has not fetched the merge yet',
    ],
    [
      'the engine can not fetch it',
      flux({ fetched: failed('no route to host') }, behind),
      'Flux can’t fetch the merge for cart in production: no route to host',
    ],
    [
      'another has to be ready first',
      flux(
        { applied: pending },
        {
          ...fetched,
          waitsFor: ['infra/cert-manager', 'infra/crds'],
          stopped: { reason: 'waiting', message: 'It waits' },
        },
      ),
      'waiting for cart in production, which waits for infra/cert-manager to be ready',
    ],
    [
      'a person has to sync it',
      {
        ...flux(
          { applied: pending },
          {
            ...fetched,
            stopped: { reason: 'waiting', message: 'It waits for a person' },
          },
        ),
        engine: 'argocd',
      },
      'waiting for cart in production: it waits for a person',
    ],
    [
      'the sync failed',
      flux({ applied: failed('field is immutable') }, fetched),
      'sync failed in cart in production: field is immutable',
    ],
    [
      'it is suspended, and who did it is known',
      flux(
        { applied: pending },
        {
          ...behind,
          suspended: { by: 'user:default/ada', reason: 'the freeze' },
          stopped: { reason: 'suspended', message: 'It is suspended' },
        },
      ),
      'cart in production is suspended by ada: the freeze',
    ],
    [
      'it is suspended, and nobody noted why',
      flux(
        { applied: pending },
        {
          ...behind,
          stopped: { reason: 'suspended', message: 'told to leave it alone' },
        },
      ),
      'cart in production is suspended: told to leave it alone',
    ],
    [
      'it is being applied',
      flux({ applied: { ...pending, message: 'Applied is bbbb' } }, fetched),
      'waiting for cart in production: Applied is bbbb',
    ],
    [
      'older pods still run',
      flux({}),
      'rolling out in cart in production: Not all of it runs yet',
    ],
    [
      'it runs, and is not well',
      {
        ...flux({ running: failed('crash') }),
        health: { state: 'degraded', message: 'CrashLoopBackOff' },
      },
      'cart in production is not well since: CrashLoopBackOff',
    ],
    [
      'nothing can be told of it',
      flux(
        { fetched: { state: 'unknown', message: 'Two objects apply it' } },
        { fetched: undefined, applied: undefined },
      ),
      'waiting for cart in production: two objects apply it',
    ],
    [
      'the cluster can’t be read',
      { ...flux(), stale: { since: '', reason: 'away' } },
      'cart in production can’t be looked at: away',
    ],
  ])('says what is waited for where %s', (_, parts, reason) => {
    expect(of(parts)).toMatchObject({ state: 'waiting', reason });
  });

  it('runs where the step is done and pods run what was asked for', () => {
    const rollout = of(flux(), ['v2']);
    expect(rollout.state).toBe('running');
    expect(progressOf(rollout)).toBe('done done done done');
  });

  it('counts what a later commit has reached', () => {
    // The steps are about a commit that came after the merge.
    const later = flux({
      fetched: pending,
      applied: pending,
      running: pending,
    });
    expect(of(later, ['v2']).state).toBe('running');
  });

  it('does not count steps that are done for what was before', () => {
    const rollout = of(flux({}, behind));
    expect(rollout.stopped?.reason).toBe('notFetched');
    expect(progressOf(rollout)).toBe('done pending pending pending');
  });

  it('is not kept by a neighbour in its unit that is not well', () => {
    const neighbour = flux({ running: failed('Deployment/pay is degraded') });
    expect(of(neighbour, ['v2']).state).toBe('running');
  });

  it('names the engine’s object and its page', () => {
    const object = { group: 'argoproj.io', kind: 'Application', name: 'cart' };
    const parts = flux({}, { object, link: 'https://argocd.example/cart' });
    expect(of(parts)).toMatchObject({
      ...{ engine: 'flux', object, link: 'https://argocd.example/cart' },
    });
  });
});

describe('combineRollouts', () => {
  const running: TargetRollout = { state: 'running', steps: [] };
  const waiting: TargetRollout = {
    ...{ state: 'waiting', reason: 'waiting', steps: [] },
  };
  const failing: TargetRollout = {
    ...{ state: 'waiting', reason: 'sync failed', steps: [] },
    stopped: { reason: 'failed', message: '' },
  };
  const unseen: TargetRollout = {
    state: 'unseen',
    reason: 'unseen',
    steps: [],
  };
  const superseded: TargetRollout = {
    ...{ state: 'superseded', reason: 'gone', steps: [] },
  };

  it('is running when every target is', () => {
    expect(combineRollouts([running, running])).toEqual({
      state: 'running',
      ended: true,
    });
  });

  it.each<[readonly TargetRollout[], string, boolean]>([
    [[running, waiting], 'Waiting', false],
    [[waiting, failing], 'Sync failed', false],
    [[unseen, waiting], 'Waiting', false],
    [[running, unseen], 'Unseen', true],
    [[waiting, superseded], 'Gone', true],
  ])('of %j is merged: %s', (rollouts, reason, ended) => {
    expect(combineRollouts(rollouts)).toEqual({
      ...{ state: 'merged', reason, ended },
    });
  });
});
