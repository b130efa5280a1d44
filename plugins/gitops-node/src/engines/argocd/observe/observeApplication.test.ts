import { unitObservationSchema } from '@backstage-gitops/plugin-gitops-common';
import { commit } from '@backstage-gitops/envtest';
import {
  now,
  observe,
  read,
  resource,
  unit,
} from '../__testUtils__/observeAnswer';
import { observeContested } from './observeApplication';

describe('observeApplication', () => {
  it('tells the one model of a unit that is synced and well', () => {
    expect(observe({})).toMatchObject({
      ...{ unit: 'shop', cluster: 'eu-1', engine: 'argocd', mode: 'auto' },
      observedAt: '2026-03-01T12:00:00.000Z',
      ...{ revision: commit(1), appliedRevision: commit(1) },
      ...{ sync: { state: 'synced' }, health: { state: 'healthy' } },
      resources: [
        {
          ...{ group: '', apiVersion: 'v1', kind: 'ConfigMap', name: 'shop' },
          ...{ status: 'synced', health: { state: 'healthy' } },
          targets: ['shop'],
        },
      ],
      targets: [
        {
          ...{ target: 'shop', sync: { state: 'synced' } },
          ...{ health: { state: 'healthy' }, artifacts: [] },
        },
      ],
    });
  });

  it('tells health and images of each target, by the resource tree', () => {
    const pod = (
      name: string,
      image: string,
      status: string,
      owner: string,
    ) => ({
      ...{ kind: 'Pod', name, namespace: 'shop', uid: name, images: [image] },
      ...{ createdAt: '2026-03-01T11:00:00Z', health: { status } },
      parentRefs: [{ kind: 'ReplicaSet', name: owner, uid: owner }],
    });
    const workload = (name: string, health: object) => [
      {
        ...{ group: 'apps', kind: 'Deployment', namespace: 'shop', name },
        ...{ uid: `d-${name}`, health },
      },
      {
        ...{ group: 'apps', kind: 'ReplicaSet', namespace: 'shop' },
        ...{ name: `${name}-1`, uid: `r-${name}` },
        parentRefs: [
          { group: 'apps', kind: 'Deployment', name, uid: `d-${name}` },
        ],
      },
    ];
    const observation = observe(
      {
        status: {
          health: { status: 'Degraded' },
          resources: [
            resource('Deployment', 'cart', 'Synced'),
            resource('Deployment', 'mail', 'Synced'),
          ],
        },
      },
      {
        services: ['cart', 'mail'],
        nodes: [
          ...workload('cart', { status: 'Healthy' }),
          ...workload('mail', {
            ...{ status: 'Degraded', message: 'exceeded its deadline' },
          }),
          pod('c1', 'reg.example/cart:v2', 'Healthy', 'r-cart'),
          pod('c2', 'reg.example/cart:v2', 'Progressing', 'r-cart'),
          pod('c3', 'reg.example/cart:v1', 'Healthy', 'r-cart'),
          pod('m1', 'mail@sha256:ab', 'Degraded', 'r-mail'),
          pod('loop', 'x:1', 'Healthy', 'loop'),
        ],
      },
    );

    const since = '2026-03-01T11:00:00Z';
    expect(observation.targets).toEqual([
      {
        ...{ target: 'cart', sync: { state: 'synced' } },
        health: { state: 'healthy' },
        artifacts: [
          {
            ...{ kind: 'image', name: 'reg.example/cart', version: 'v2' },
            ...{ pods: 2, ready: 1, since },
          },
          {
            ...{ kind: 'image', name: 'reg.example/cart', version: 'v1' },
            ...{ pods: 1, ready: 1, since },
          },
        ],
      },
      {
        ...{ target: 'mail', sync: { state: 'synced' } },
        health: {
          state: 'degraded',
          message: 'Deployment shop/mail: exceeded its deadline',
        },
        artifacts: [
          {
            ...{ kind: 'image', name: 'mail', version: '' },
            ...{ digest: 'sha256:ab', pods: 1, ready: 0, since },
          },
        ],
      },
    ]);
  });

  it('does not call a resource well whose health is not told', () => {
    const observation = observe({ status: { health: { status: 'Degraded' } } });

    expect(observation.resources[0].health).toEqual({
      ...{ state: 'unknown', message: 'Argo CD tells it on request only' },
    });
  });

  it('tells who else claims a unit, and nothing of either', () => {
    const observation = observeContested(
      unit('shop'),
      [
        { application: read({}), source: 0 },
        { application: read({ metadata: { name: 'b' } }), source: 0 },
      ],
      { cluster: 'eu-1', now },
    );

    expect(unitObservationSchema.parse(observation)).toEqual(observation);
    expect(observation).toMatchObject({
      sync: {
        state: 'unknown',
        reason:
          'Several Applications deploy it: argocd/shop of eu, argocd/b of eu',
      },
      delivery: { claimedBy: [{ name: 'shop' }, { name: 'b' }] },
    });
  });
});
