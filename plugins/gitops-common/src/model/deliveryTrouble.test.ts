import {
  deliveryTrouble,
  targetTrouble,
  troubleGravity,
} from './deliveryTrouble';
import { Delivery, DeliveryStep } from './observation';

function steps(...states: DeliveryStep['state'][]): DeliveryStep[] {
  const names = ['declared', 'fetched', 'applied', 'running'] as const;
  return names.map((step, index) => ({ step, state: states[index] }));
}

/** Everything of what Git declares was brought by Flux and runs. */
function aDelivery(parts: Partial<Delivery> = {}): Delivery {
  return {
    state: 'synced',
    waitsFor: [],
    conditions: [],
    history: [],
    steps: steps('done', 'done', 'done', 'done'),
    ...parts,
  };
}

const stopped = (
  reason: NonNullable<Delivery['stopped']>['reason'],
  message = 'as the engine says',
) => ({ reason, message });

describe('deliveryTrouble', () => {
  it('has nothing to say where everything came through', () => {
    expect(deliveryTrouble(undefined)).toBeUndefined();
    expect(deliveryTrouble(aDelivery())).toBeUndefined();
  });

  it.each<[string, Partial<Delivery>, string]>([
    ['a sync that failed', { stopped: stopped('failed') }, 'failed'],
    [
      'manifests that could not be made',
      {
        stopped: stopped('failed'),
        steps: steps('done', 'failed', 'pending', 'pending'),
      },
      'fetchFailed',
    ],
    [
      'a source that can not be reached',
      {
        stopped: stopped('notFetched'),
        steps: steps('done', 'failed', 'pending', 'pending'),
      },
      'fetchFailed',
    ],
    [
      'a commit that was not looked at',
      {
        stopped: stopped('notFetched'),
        steps: steps('done', 'pending', 'pending', 'pending'),
      },
      'notFetched',
    ],
    [
      'a sync that a person has to begin',
      { stopped: stopped('waiting') },
      'needsSync',
    ],
    [
      'what was applied and is not well',
      { stopped: stopped('degraded') },
      'degraded',
    ],
    ['a rollout', { stopped: stopped('rollingOut') }, 'rollingOut'],
    [
      'a rollout that stands still',
      { stopped: stopped('suspended') },
      'rolloutPaused',
    ],
    ['an engine that can not tell', { state: 'unknown' }, 'unknown'],
    ['a failure of no step', { state: 'failed' }, 'failed'],
    ['one on its way', { state: 'progressing' }, 'rollingOut'],
    [
      'one that it leaves alone',
      { state: 'suspended', suspended: {} },
      'suspended',
    ],
  ])('knows %s', (_, parts, kind) => {
    expect(deliveryTrouble(aDelivery(parts))?.kind).toBe(kind);
  });

  it('names what is waited for', () => {
    const delivery = aDelivery({
      stopped: stopped('waiting'),
      waitsFor: ['infra/cert-manager'],
    });
    expect(deliveryTrouble(delivery)).toMatchObject({
      kind: 'waiting',
      names: ['infra/cert-manager'],
    });
  });

  it('says who suspended it and why, before anything that follows from it', () => {
    const delivery = aDelivery({
      state: 'suspended',
      suspended: { by: 'user:default/noor', reason: 'Ferry season' },
      stopped: stopped('suspended', 'It is suspended by noor: Ferry season'),
    });
    expect(deliveryTrouble(delivery)).toMatchObject({
      kind: 'suspended',
      by: 'user:default/noor',
      message: 'Ferry season',
    });
  });

  it('names the objects where several claim the unit', () => {
    const kustomization = {
      group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
      namespace: 'flux-system',
    };
    const delivery = aDelivery({
      state: 'unknown',
      claimedBy: [
        { ...kustomization, name: 'apps' },
        { ...kustomization, name: 'apps-old' },
      ],
    });
    expect(deliveryTrouble(delivery)).toMatchObject({
      kind: 'claimed',
      names: [
        'Kustomization flux-system/apps',
        'Kustomization flux-system/apps-old',
      ],
    });
  });
});

describe('targetTrouble', () => {
  const none = { fields: 0, missing: 0, orphaned: 0 };
  const seen = {
    engine: 'builtin',
    mode: 'manual',
    sync: { state: 'outOfSync', reason: '2 drifted' },
    health: { state: 'healthy' },
    drift: none,
  } as const;

  it('lets what the built-in engine applies on request wait for a person', () => {
    expect(targetTrouble(seen)).toEqual({
      ...{ kind: 'needsSync', names: [], message: '2 drifted' },
    });
  });

  it.each<[string, Partial<Parameters<typeof targetTrouble>[0]>]>([
    ['drifted', { drift: { ...none, fields: 1 } }],
    ['applied by itself', { mode: 'auto' }],
    ['only looked at', { mode: 'observe' }],
    ['in sync', { sync: { state: 'synced' } }],
    ['delivered by an engine of its own', { engine: 'flux' }],
  ])('lets nothing wait that is %s', (_, parts) => {
    expect(targetTrouble({ ...seen, ...parts })).toBeUndefined();
  });

  it('knows a rollout of the built-in engine', () => {
    const rollout = { ...seen, sync: { state: 'synced' } } as const;
    expect(
      targetTrouble({ ...rollout, health: { state: 'progressing' } })?.kind,
    ).toBe('rollingOut');
  });

  it('tells what another engine tells', () => {
    const delivery = aDelivery({ stopped: stopped('notFetched') });
    expect(targetTrouble({ ...seen, engine: 'flux', delivery })?.kind).toBe(
      'notFetched',
    );
  });
});

describe('troubleGravity', () => {
  it('tells what has to be mended from what goes on by itself', () => {
    expect(
      (['failed', 'waiting', 'rollingOut', 'unknown'] as const).map(
        troubleGravity,
      ),
    ).toEqual(['broken', 'held', 'moving', 'unknown']);
  });
});
