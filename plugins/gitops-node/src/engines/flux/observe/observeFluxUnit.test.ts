import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { desiredUnit } from '../../builtin/__testUtils__/desiredUnit';
import { isApplier } from '../api/FluxObject';
import { readFluxObject } from '../api/readFluxObject';
import { UnitClaim } from '../match/FluxClaims';
import { ContainsCommit } from './DeliveryContext';
import { FluxState } from './FluxState';
import { observeFluxUnit } from './observeFluxUnit';

const commit = 'b'.repeat(40);

const seen: UnitObservation = {
  unit: 'books/Overlay/_/shop@eu-1',
  cluster: 'eu-1',
  engine: 'builtin',
  mode: 'observe',
  comparison: 'readOnly',
  observedAt: '2026-11-01T10:00:00.000Z',
  revision: commit,
  sync: { state: 'synced' },
  health: { state: 'healthy' },
  resources: [
    {
      ...{ group: '', kind: 'ConfigMap', namespace: 'shop', name: 'kept' },
      ...{ status: 'synced', differences: [], targets: [] },
      health: { state: 'healthy' },
    },
  ],
  targets: [
    {
      target: 'books/Overlay/_/shop@eu-1:shop',
      health: { state: 'healthy' },
      sync: { state: 'synced' },
      artifacts: [],
    },
  ],
};

function claim(kind: string, status: Readonly<Record<string, unknown>>) {
  const group = kind === 'HelmRelease' ? 'helm' : 'kustomize';
  const object = readFluxObject({
    apiVersion: `${group}.toolkit.fluxcd.io/v1`,
    kind,
    metadata: { name: 'shop', namespace: 'apps' },
    status: {
      conditions: [{ type: 'Ready', status: 'True', message: 'Applied' }],
      lastAppliedRevision: `main@sha1:${commit}`,
      ...status,
    },
  });
  if (object === undefined || !isApplier(object)) throw new Error(kind);
  return { type: 'claimed', object } satisfies UnitClaim;
}

function observe(
  by: UnitClaim,
  indeterminate: readonly string[] = [],
  look: UnitObservation = seen,
  containsCommit?: ContainsCommit,
) {
  const desired = desiredUnit([], { revision: commit, indeterminate });
  const context = {
    ...{ desired, state: new FluxState([]), seen: look },
    ...(containsCommit && { containsCommit }),
  };
  return observeFluxUnit(look, by, context);
}

describe('observeFluxUnit', () => {
  const inventory = {
    entries: [
      { id: 'shop_kept__ConfigMap' },
      { id: 'shop_gone_batch_CronJob' },
    ],
  };

  it('finds what Flux has applied and Git no longer declares', () => {
    const observed = observe(claim('Kustomization', { inventory }));
    expect(observed).toMatchObject({
      engine: 'flux',
      appliedRevision: commit,
      sync: { state: 'outOfSync', reason: '1 orphaned' },
      targets: [{ sync: { state: 'outOfSync' } }],
      resources: [
        { name: 'kept', status: 'synced' },
        {
          kind: 'CronJob',
          name: 'gone',
          status: 'orphaned',
          reason:
            'Kustomization apps/shop applied it, and Git no longer declares it',
        },
      ],
    });
    expect(observed).not.toHaveProperty('mode');
  });

  it.each([
    [undefined, 'indeterminate', 'unknown'],
    [false, 'indeterminate', 'unknown'],
    [true, 'orphaned', 'outOfSync'],
  ])(
    'calls what only Flux knows, where its commit is read: %s, %s',
    (isRead, status, sync) => {
      const left = {
        ...{ ...seen.resources[0], name: 'left', status: 'orphaned' as const },
        targets: [seen.targets[0].target],
      };
      const outOfSync = { state: 'outOfSync', reason: '1 orphaned' } as const;
      const look: UnitObservation = {
        ...{ ...seen, resources: [...seen.resources, left], sync: outOfSync },
        targets: [{ ...seen.targets[0], sync: outOfSync }],
      };
      const by = claim('Kustomization', {
        inventory,
        lastAppliedRevision: `main@sha1:${'c'.repeat(40)}`,
      });
      const told = observe(by, [], look, () => isRead);

      expect(told.resources.map(each => each.status)).toEqual([
        ...['synced', status, status],
      ]);
      expect(told.sync.state).toBe(sync);
      expect(told.targets[0].sync.state).toBe(sync);
    },
  );

  it('calls nothing orphaned where it is not known what is declared', () => {
    const observed = observe(claim('Kustomization', { inventory }), ['Remote']);
    expect(observed.resources[1]).toMatchObject({
      status: 'indeterminate',
      reason: 'Remote',
    });
    expect(observed.sync.state).toBe('synced');
  });

  it('does not call a release synced whose declaration is not known to be released', () => {
    const observed = observe(claim('HelmRelease', {}));
    expect(observed.sync).toEqual({
      state: 'unknown',
      reason: 'Nothing tells of which commit the HelmRelease in the cluster is',
    });
    expect(observed.targets[0].sync.state).toBe('unknown');
  });

  it.each([
    ['a'.repeat(40), 'undelivered'],
    [commit, 'changed'],
  ])('tells where %s is applied what Flux wrote as %s', (applied, kind) => {
    const [resource] = seen.resources;
    const waiting: UnitObservation = {
      ...seen,
      sync: { state: 'outOfSync' },
      resources: [
        {
          ...{ ...resource, status: 'drifted' },
          differences: [
            {
              ...{ field: 'data.a', class: 'changed', declared: 2, live: 1 },
              lastWrite: {
                manager: 'kustomize-controller',
                operation: 'Apply',
              },
            },
          ],
        },
      ],
    };
    const by = claim('Kustomization', {
      lastAppliedRevision: `main@sha1:${applied}`,
      lastAttemptedRevision: `main@sha1:${applied}`,
    });
    const [told] = observe(by, [], waiting).resources;
    expect(told.differences.map(each => each.class)).toEqual([kind]);
  });

  const missing = (name: string, targets: readonly string[]) => ({
    ...{ group: '', kind: 'ConfigMap', namespace: 'shop', name },
    ...{ status: 'missing' as const, differences: [], targets: [...targets] },
    health: { state: 'missing' as const },
  });
  const [{ target }] = seen.targets;
  const older = `main@sha1:${'a'.repeat(40)}`;

  it.each([
    ['new', 'undelivered', 'healthy', '1 not applied yet, 1 orphaned'],
    ['gone', 'missing', 'missing', '1 missing, 1 orphaned'],
  ])(
    'calls what is not there and %s %s, and the unit %s',
    (name, status, health, reason) => {
      const outOfSync = {
        sync: { state: 'outOfSync', reason: '1 missing, 1 orphaned' },
        health: { state: 'missing' },
      } as const;
      const waiting: UnitObservation = {
        ...{ ...seen, ...outOfSync },
        resources: [
          { ...seen.resources[0], targets: [target] },
          missing(name, [target]),
          { ...missing('left', [target]), status: 'orphaned' },
        ],
        targets: [{ ...seen.targets[0], ...outOfSync }],
      };
      const by = claim('Kustomization', {
        lastAppliedRevision: older,
        inventory: {
          entries: [
            ...['kept', 'gone', 'left'].map(each => ({
              id: `shop_${each}__ConfigMap`,
            })),
          ],
        },
      });
      const told = observe(by, [], waiting);
      expect(told.resources.map(each => each.status)).toContain(status);
      for (const each of [told, ...told.targets]) {
        expect(each).toMatchObject({
          ...{ sync: { state: 'outOfSync' }, health: { state: health } },
        });
        expect(each.sync.reason).toMatch(reason);
      }
    },
  );

  it('tells that several objects claim it, or none', () => {
    const { object } = claim('Kustomization', {});
    expect(
      observe({ type: 'contested', objects: [object, object] }),
    ).toMatchObject({ delivery: { state: 'unknown', claimedBy: [{}, {}] } });
    expect(observe({ type: 'unclaimed' })).toMatchObject({
      message: 'No Kustomization of the cluster applies it',
      delivery: { state: 'outOfSync', stopped: { reason: 'notFetched' } },
    });
  });
});
