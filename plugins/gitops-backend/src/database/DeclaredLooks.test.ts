import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit } from '@backstage-gitops/plugin-gitops-node';
import { DeclaredLooks } from './DeclaredLooks';

function desired(version: string, revision: string): DesiredUnit {
  return {
    unit: {
      ...{ id: 'shop', kind: 'Kustomization', name: 'shop', path: 'shop' },
      ...{ environment: 'production', files: [] },
      declaredBy: { file: 'shop.yaml', line: 1 },
    },
    targets: [
      {
        ...{ id: 'cart', unit: 'shop', service: 'cart', aliases: [] },
        ...{ environment: 'production', path: 'shop' },
        artifacts: [
          {
            ...{ kind: 'image', name: 'cart', version, origin: 'exact' },
            ...{ file: 'shop.yaml', line: 3, field: 'image' },
          },
        ],
      },
    ],
    ...{ revision, resources: [], indeterminate: [] },
  };
}

function look(revision: string): UnitObservation {
  return {
    ...{ unit: 'shop', cluster: 'eu-1', engine: 'flux', revision },
    ...{ comparison: 'readOnly', observedAt: '2026-11-20T10:00:00Z' },
    ...{ sync: { state: 'synced' }, health: { state: 'healthy' } },
    ...{ resources: [], targets: [] },
  };
}

describe('DeclaredLooks', () => {
  it('tells what was declared at the revision that was looked at', () => {
    const looks = new DeclaredLooks();
    looks.remember([desired('v1', 'aaa')]);
    const before = looks.of(look('aaa'))('cart');
    looks.remember([desired('v2', 'bbb')]);

    expect(before).toBeDefined();
    expect(looks.of(look('aaa'))('cart')).toBe(before);
    expect(looks.of(look('bbb'))('cart')).not.toBe(before);
  });

  it('tells nothing of what it does not remember', () => {
    const looks = new DeclaredLooks();
    looks.remember([desired('v1', 'aaa')]);
    looks.remember([desired('v2', 'bbb')]);
    looks.remember([desired('v3', 'ccc')]);

    expect(looks.of(look('aaa'))('cart')).toBeUndefined();
    expect(looks.of(look('ccc'))('other')).toBeUndefined();
  });
});
