import {
  ResourceObservation,
  Unit,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { desiredUnit } from '../../builtin/__testUtils__/desiredUnit';
import { declaringFirst, declaringObjects } from './declaringObjects';

const unit = (name: string, kind: Unit['kind'] = 'Kustomization') =>
  desiredUnit([], { id: name, unit: { name, kind, namespace: 'flux-system' } });

const brings = (
  by: string,
  ...resources: readonly [string, string, string][]
): [string, UnitObservation] => [
  by,
  {
    ...{ unit: by, cluster: 'eu-1', engine: 'builtin', targets: [] },
    ...{ comparison: 'readOnly', observedAt: '2026-11-01T10:00:00Z' },
    ...{ sync: { state: 'unknown' }, health: { state: 'unknown' } },
    resources: resources.map(
      ([group, kind, name]): ResourceObservation => ({
        ...{ group, kind, namespace: 'flux-system', name, targets: [] },
        ...{ status: 'missing', health: { state: 'missing' } },
        differences: [],
      }),
    ),
  },
];

const kustomize = 'kustomize.toolkit.fluxcd.io';

describe('declaringObjects', () => {
  it('finds what declares a unit among what other units bring', () => {
    const found = declaringObjects(
      [unit('apps'), unit('shop', 'HelmRelease'), unit('web', 'Overlay')],
      new Map([
        brings('root', [kustomize, 'Kustomization', 'apps']),
        brings(
          'apps',
          ['helm.toolkit.fluxcd.io', 'HelmRelease', 'shop'],
          ['', 'Kustomization', 'web'],
        ),
      ]),
    );
    expect([...found]).toEqual([
      [
        'apps',
        {
          ...{ by: 'root', status: 'missing' },
          key: `Kustomization.${kustomize} flux-system apps`,
        },
      ],
      ['shop', expect.objectContaining({ by: 'apps' })],
    ]);
  });
});

describe('declaringFirst', () => {
  const order = (...pairs: readonly [string, string][]) => {
    const declaring = new Map(
      pairs.map(([id, by]) => [id, { by, key: id, status: 'synced' as const }]),
    );
    return declaringFirst([unit('c'), unit('b'), unit('a')], declaring).map(
      each => each.unit.id,
    );
  };

  it('puts a unit after the one that brings it, and each once', () => {
    expect(order(['c', 'b'], ['b', 'a'])).toEqual(['a', 'b', 'c']);
    expect(order(['b', 'c'], ['a', 'elsewhere'])).toEqual(['c', 'b', 'a']);
  });

  it('comes to an end where units bring each other', () => {
    expect(order(['c', 'b'], ['b', 'c'])).toHaveLength(3);
  });
});
