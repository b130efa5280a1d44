import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { FluxObject } from '../api/FluxObject';
import { readFluxObject } from '../api/readFluxObject';
import { matchUnits } from './matchUnits';

const unit = (parts: Partial<Unit>): Unit => ({
  id: `config/${parts.kind ?? 'Kustomization'}/${parts.name}`,
  kind: 'Kustomization',
  name: 'shop',
  environment: 'production',
  path: 'apps/shop',
  declaredBy: { file: 'clusters/shop.yaml', line: 1 },
  files: [],
  ...parts,
});

function read(
  kind: string,
  name: string,
  namespace: string,
  spec: Readonly<Record<string, unknown>>,
): FluxObject[] {
  const group = kind === 'HelmRelease' ? 'helm' : 'kustomize';
  const isSource = kind === 'GitRepository';
  const object = readFluxObject({
    apiVersion: `${isSource ? 'source' : group}.toolkit.fluxcd.io/v1`,
    kind,
    metadata: { name, namespace },
    spec,
  });
  return object === undefined ? [] : [object];
}

const kustomization = (
  name: string,
  namespace: string,
  path: string,
  spec: Readonly<Record<string, unknown>> = {},
) =>
  read('Kustomization', name, namespace, {
    path,
    sourceRef: {
      kind: 'GitRepository',
      name: 'config',
      namespace: 'flux-system',
    },
    ...spec,
  });

const config = read('GitRepository', 'config', 'flux-system', {
  url: 'https://git.example.com/acme/config',
  ref: { branch: 'main' },
});

const other = read('GitRepository', 'other', 'flux-system', {
  url: 'https://git.example.com/acme/other',
});

/** What claims each unit, by name, and which objects nobody declares. */
function match(units: readonly Unit[], objects: readonly FluxObject[]) {
  const claims = matchUnits(units, objects, {
    isSourceOf: (_, { url, branch }) =>
      url === 'https://git.example.com/acme/config' && branch === 'main',
  });
  const name = ({ ref }: FluxObject) => `${ref.namespace}/${ref.name}`;
  return {
    units: units.map(({ id }) => {
      const claim = claims.units.get(id);
      if (claim?.type === 'claimed') return name(claim.object);
      return claim?.type === 'contested' ? claim.objects.map(name) : claim;
    }),
    undeclared: claims.undeclared.map(name),
  };
}

describe('matchUnits', () => {
  it('finds the object that a unit declares by its name', () => {
    expect(
      match(
        [
          unit({ namespace: 'apps' }),
          unit({ kind: 'HelmRelease', namespace: 'apps', path: '' }),
        ],
        [
          ...config,
          ...kustomization('shop', 'apps', 'apps/shop'),
          ...kustomization('shop', 'elsewhere', 'apps/shop-of-another'),
          ...read('HelmRelease', 'shop', 'apps', {}),
        ],
      ),
    ).toEqual({
      units: ['apps/shop', 'apps/shop'],
      undeclared: ['elsewhere/shop'],
    });
  });

  it('finds it by path and source where nothing tells its name', () => {
    const overlay = unit({ kind: 'Overlay', name: 'apps/shop' });
    const objects = [
      ...config,
      ...other,
      ...kustomization('by-hand', 'flux-system', './apps/shop/'),
      ...kustomization('same-path', 'flux-system', 'apps/shop', {
        sourceRef: { kind: 'GitRepository', name: 'other' },
      }),
      ...kustomization('other-path', 'flux-system', 'apps'),
    ];
    expect(match([overlay], objects)).toEqual({
      units: ['flux-system/by-hand'],
      undeclared: ['flux-system/same-path', 'flux-system/other-path'],
    });
  });

  it('lets the path decide where Git does not tell the namespace', () => {
    expect(
      match(
        [unit({})],
        [
          ...config,
          ...kustomization('shop', 'team-a', 'apps/other'),
          ...kustomization('shop', 'team-b', 'apps/shop'),
        ],
      ),
    ).toEqual({ units: ['team-b/shop'], undeclared: ['team-a/shop'] });
  });

  it('tells a unit that two objects claim', () => {
    const twice = [
      ...config,
      ...kustomization('shop', 'apps', 'apps/shop'),
      ...kustomization('copy', 'apps', 'apps/shop'),
    ];
    expect(match([unit({ namespace: 'apps' })], twice)).toEqual({
      units: [['apps/shop', 'apps/copy']],
      undeclared: [],
    });
    // Each is declared: the same path for two tenants.
    expect(
      match(
        [
          unit({ namespace: 'apps' }),
          unit({ name: 'copy', namespace: 'apps' }),
        ],
        twice,
      ).units,
    ).toEqual(['apps/shop', 'apps/copy']);
    const elsewhere = kustomization('copy', 'apps', 'apps/shop', {
      targetNamespace: 'preview',
    });
    expect(
      match(
        [unit({ namespace: 'apps' })],
        [...config, ...twice.slice(1, 2), ...elsewhere],
      ),
    ).toEqual({ units: ['apps/shop'], undeclared: ['apps/copy'] });
  });

  it('does not take what brings an object for what the object applies', () => {
    // Its manifests are elsewhere, so that its path is that of its declaration.
    const remote = unit({
      ...{ name: 'upstream', namespace: 'flux-system', path: 'clusters/prod' },
      declaredBy: { file: 'clusters/prod/upstream.yaml', line: 1 },
    });
    const root = kustomization('flux-system', 'flux-system', './clusters/prod');
    const own = kustomization('upstream', 'flux-system', 'deploy', {
      sourceRef: { kind: 'GitRepository', name: 'other' },
    });

    expect(match([remote], [...config, ...other, ...root, ...own])).toEqual({
      ...{
        units: ['flux-system/upstream'],
        undeclared: ['flux-system/flux-system'],
      },
    });
    expect(match([remote], [...config, ...root]).units).toEqual([
      { type: 'unclaimed' },
    ]);
  });

  it('tells a unit that no object brings', () => {
    expect(match([unit({ namespace: 'apps' })], config)).toEqual({
      units: [{ type: 'unclaimed' }],
      undeclared: [],
    });
  });
});
