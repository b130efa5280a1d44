import type { DeliverySummary } from '@backstage-gitops/plugin-gitops-common';
import { aDelivery, steps } from '../__testUtils__/delivery';
import { deliveryTrouble } from './deliveryTrouble';

const stopped = (
  reason: NonNullable<DeliverySummary['stopped']>['reason'],
  message = 'as the engine says',
) => ({ reason, message });

describe('deliveryTrouble', () => {
  it('has nothing to say where everything came through', () => {
    expect(deliveryTrouble(undefined)).toBeUndefined();
    expect(deliveryTrouble(aDelivery())).toBeUndefined();
  });

  it.each<[string, Partial<DeliverySummary>, string]>([
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
