import {
  describeDiagnostics,
  discoverFiles,
  summary,
} from '../testing/describeDiscovery';

function fluxKustomization(name: string, path: string, more = ''): string {
  return [
    'apiVersion: kustomize.toolkit.fluxcd.io/v1',
    'kind: Kustomization',
    `metadata: {name: ${name}, namespace: flux-system}`,
    'spec:',
    `  path: ${path}`,
    '  sourceRef: {kind: GitRepository, name: flux-system}',
    more,
  ].join('\n');
}

function release(name: string, spec: string): string {
  return [
    'apiVersion: helm.toolkit.fluxcd.io/v2',
    'kind: HelmRelease',
    `metadata: {name: ${name}, namespace: shops}`,
    'spec:',
    spec,
  ].join('\n');
}

const chart = [
  '  chart:',
  '    spec:',
  '      chart: shop',
  '      version: 1.2.3',
  '      sourceRef: {kind: HelmRepository, name: acme}',
].join('\n');

const values = [
  '  values:',
  '    image:',
  '      repository: acme/shop',
  '      tag: v1 # {"$imagepolicy": "flux-system:shop:tag"}',
].join('\n');

describe('Flux', () => {
  it('reads a patched HelmRelease with the patch as origin, per environment', () => {
    const overlay = (tag: string) => ({
      [`apps/shops/${tag}/kustomization.yaml`]:
        'resources: [../base]\npatches: [{path: shop.yaml}]\n',
      [`apps/shops/${tag}/shop.yaml`]: release(
        'shop',
        `  values:\n    image: {tag: ${tag}-7}`,
      ),
    });
    const discovery = discoverFiles({
      'apps/shops/base/kustomization.yaml': 'resources: [shop.yaml]\n',
      'apps/shops/base/shop.yaml': release('shop', `${chart}\n${values}`),
      ...overlay('staging'),
      ...overlay('production'),
      'clusters/staging/00/shops.yaml': fluxKustomization(
        'shops',
        './apps/shops/staging',
      ),
      'clusters/production/00/shops.yaml': fluxKustomization(
        'shops',
        './apps/shops/production',
      ),
      'clusters/production/01/shops.yaml': fluxKustomization(
        'shops',
        './apps/shops/production',
      ),
    });
    expect(summary(discovery)).toEqual([
      'shop production/production-00: chart shop 1.2.3 (apps/shops/base/shop.yaml:8), image acme/shop production-7 (apps/shops/production/shop.yaml:6)',
      'shop production/production-01: chart shop 1.2.3 (apps/shops/base/shop.yaml:8), image acme/shop production-7 (apps/shops/production/shop.yaml:6)',
      'shop staging/staging-00: chart shop 1.2.3 (apps/shops/base/shop.yaml:8), image acme/shop staging-7 (apps/shops/staging/shop.yaml:6)',
    ]);
    const unit = discovery.units.find(
      ({ kind, environment }) =>
        kind === 'HelmRelease' && environment === 'staging',
    );
    expect(unit).toMatchObject({
      name: 'shop',
      namespace: 'shops',
      path: 'apps/shops/staging',
      declaredBy: { file: 'apps/shops/base/shop.yaml', line: 1 },
      files: ['apps/shops/base/shop.yaml', 'apps/shops/staging/shop.yaml'],
    });
    expect(discovery.environments.map(({ name }) => name)).toEqual([
      'staging',
      'production',
    ]);
  });

  it('meets nested objects as the bootstrapped Flux applies them', () => {
    const cluster = (name: string) => ({
      [`clusters/${name}/kustomization.yaml`]:
        'resources: [../../shared/apps.yaml, flux.yaml]\n',
      [`clusters/${name}/flux.yaml`]: fluxKustomization(
        'flux-system',
        `./clusters/${name}`,
        `  postBuild:\n    substitute:\n      ENVIRONMENT: ${name}\n      TAG: ${name}-3`,
      ),
      [`apps/${name}/pod.yaml`]:
        'apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec: {containers: [{name: a, image: "acme/shop:${TAG:=none}"}]}\n',
    });
    const discovery = discoverFiles({
      'shared/apps.yaml': fluxKustomization(
        'apps',
        './apps/${ENVIRONMENT}',
        '  postBuild:\n    substitute:\n      TAG: ${TAG}',
      ),
      ...cluster('dev'),
      ...cluster('prod'),
    });
    expect(summary(discovery)).toEqual([
      'shop dev: image acme/shop dev-3 (apps/dev/pod.yaml:4)',
      'shop prod: image acme/shop prod-3 (apps/prod/pod.yaml:4)',
    ]);
    expect(discovery.diagnostics).toEqual([]);
  });

  it('leaves out what is suspended or taken out of the list', () => {
    const discovery = discoverFiles({
      'clusters/prod/kustomization.yaml':
        'resources:\n- flux.yaml\n- off.yaml\n# - gone.yaml\n',
      'clusters/prod/flux.yaml': fluxKustomization('flux', './clusters/prod'),
      'clusters/prod/off.yaml': fluxKustomization(
        'off',
        './apps/off',
        '  suspend: true',
      ),
      'clusters/prod/gone.yaml': fluxKustomization('gone', './apps/gone'),
      'apps/off/kustomization.yaml': 'resources: [shop.yaml]\n',
      'apps/off/shop.yaml': release('shop', `${chart}\n${values}`),
      'apps/gone/kustomization.yaml': 'resources: [shop.yaml]\n',
      'apps/gone/shop.yaml': release('shop', `${chart}\n${values}`),
    });
    expect(discovery.targets).toEqual([]);
    expect(discovery.units.map(({ name }) => name)).toEqual(['flux']);
    const told = discovery.diagnostics.map(
      ({ code, file, line }) => `${code} ${file}:${line}`,
    );
    expect(told).toEqual(
      expect.arrayContaining([
        'unit-suspended clusters/prod/off.yaml:1',
        'declaration-unreferenced clusters/prod/gone.yaml:1',
        'version-suspended apps/off/shop.yaml:13',
        'version-unreferenced apps/gone/shop.yaml:13',
      ]),
    );
  });

  it('tells which objects nothing applies, each where it stands', () => {
    const oci = '  chartRef: {kind: OCIRepository, name: shop-chart}';
    const discovery = discoverFiles({
      'clusters/prod/flux.yaml': fluxKustomization('flux', './clusters/prod'),
      'clusters/prod/shops.yaml': fluxKustomization('shops', './apps/shops/'),
      'clusters/old/carts.yaml': fluxKustomization('carts', './apps/carts'),
      'apps/shops/shop.yaml': release('shop', oci),
      'apps/stray/shop.yaml': [
        'apiVersion: v1\nkind: Namespace\nmetadata: {name: stray}',
        release('stray', oci),
      ].join('\n---\n'),
      'apps/listed/kustomization.yaml': 'resources: [shop.yaml]\n',
      'apps/listed/shop.yaml': release('listed', oci),
      'apps/listed/taken-out.yaml': release('taken-out', oci),
    });
    expect(discovery.units.map(({ name }) => name)).toEqual([
      'flux',
      'shops',
      'shop',
    ]);
    expect(
      describeDiagnostics(
        discovery,
        'declaration-unreferenced',
        'overlay-unreferenced',
      ),
    ).toEqual([
      expect.stringMatching(
        /^info overlay-unreferenced apps\/listed\/kustomization\.yaml /,
      ),
      'info declaration-unreferenced apps/listed/taken-out.yaml:1 Nothing in the repository applies the HelmRelease shops/taken-out that stands here.',
      'info declaration-unreferenced apps/stray/shop.yaml:5 Nothing in the repository applies the HelmRelease shops/stray that stands here.',
      'info declaration-unreferenced clusters/old/carts.yaml:1 Nothing in the repository applies the Kustomization flux-system/carts that stands here.',
    ]);
  });

  it('leaves out what stands below a kustomization that does not list it', () => {
    const discovery = discoverFiles({
      'clusters/prod/kustomization.yaml':
        'resources: [all.yaml, parts/a.yaml]\n',
      'clusters/prod/all.yaml': fluxKustomization('all', './clusters/prod'),
      'clusters/prod/parts/a.yaml': fluxKustomization('a', './apps/a'),
      'clusters/prod/parts/off.yaml': fluxKustomization('off', './apps/off'),
      'apps/a/shop.yaml': release('a', chart),
      'apps/off/shop.yaml': release('off', chart),
    });
    expect(discovery.units.map(({ name }) => name).sort()).toEqual([
      'a',
      'a',
      'all',
    ]);
    expect(describeDiagnostics(discovery, 'declaration-unreferenced')).toEqual([
      expect.stringContaining('apps/off/shop.yaml:1 '),
      expect.stringContaining('clusters/prod/parts/off.yaml:1 '),
    ]);
  });

  it('makes no unit of a patch for a Kustomization', () => {
    const discovery = discoverFiles({
      'clusters/prod/shop.yaml': fluxKustomization('shop', './apps/shop'),
      'apps/shop/shop.yaml': release('shop', chart),
      'patches/shop.yaml': [
        'apiVersion: kustomize.toolkit.fluxcd.io/v1',
        'kind: Kustomization',
        'metadata: {name: shop}',
        'spec: {wait: true}',
      ].join('\n'),
    });
    expect(discovery.units.map(({ kind, path }) => [kind, path])).toEqual([
      ['Kustomization', 'apps/shop'],
      ['HelmRelease', 'apps/shop'],
    ]);
    expect(describeDiagnostics(discovery, 'kustomization-incomplete')).toEqual([
      expect.stringContaining('patches/shop.yaml:1 '),
    ]);
  });

  it('applies folders of releases where nothing tells what else would', () => {
    const discovery = discoverFiles({
      'releases/shop.yaml': release('shop', `${chart}\n${values}`),
    });
    expect(summary(discovery)).toEqual([
      'shop default: chart shop 1.2.3 (releases/shop.yaml:8), image acme/shop v1 (releases/shop.yaml:13)',
    ]);
    expect(describeDiagnostics(discovery, 'declaration-unreferenced')).toEqual(
      [],
    );
  });

  it('reports a path that does not exist and makes no unit of it', () => {
    const discovery = discoverFiles({
      'clusters/prod/shops.yaml': fluxKustomization('shops', './apps/nowhere'),
    });
    expect(discovery.units).toEqual([]);
    expect(discovery.diagnostics).toEqual([
      expect.objectContaining({
        code: 'path-missing',
        file: 'clusters/prod/shops.yaml',
        line: 1,
      }),
    ]);
  });

  it('takes the version of a chart from its OCIRepository', () => {
    const files = {
      'apps/shop/kustomization.yaml': 'resources: [release.yaml, chart.yaml]\n',
      'apps/shop/release.yaml': release(
        'shop',
        '  chartRef: {kind: OCIRepository, name: shop-chart}',
      ),
      'apps/shop/chart.yaml': [
        'apiVersion: source.toolkit.fluxcd.io/v1',
        'kind: OCIRepository',
        'metadata: {name: shop-chart}',
        'spec:',
        '  url: oci://registry.acme.example/charts/shop',
        '  ref:',
        '    tag: 4.5.6',
      ].join('\n'),
      'flux/shops.yaml': fluxKustomization(
        'shops',
        './apps/shop',
        '  targetNamespace: shops',
      ),
    };
    const discovery = discoverFiles(files);
    expect(summary(discovery)).toEqual([
      'shop default: chart shop 4.5.6 (apps/shop/chart.yaml:7)',
    ]);
    expect(discovery.targets[0].artifacts[0]).toMatchObject({
      field: 'spec.ref.tag',
      origin: 'exact',
      source: {
        branch: 'main',
        file: 'apps/shop/chart.yaml',
        document: 'OCIRepository/_/shop-chart',
        field: 'spec.ref.tag',
      },
    });
    expect(discovery.targets[0].namespace).toBe('shops');
  });

  it('reads values from a ConfigMap that Git generates', () => {
    const discovery = discoverFiles({
      'apps/shop/kustomization.yaml':
        'resources: [release.yaml]\nconfigMapGenerator: [{name: shop-values, files: [values.yaml]}]\n',
      'apps/shop/values.yaml': 'image:\n  repository: acme/shop\n  tag: v9\n',
      'apps/shop/release.yaml': release(
        'shop',
        `${chart}\n  valuesFrom:\n  - {kind: ConfigMap, name: shop-values}\n  - {kind: Secret, name: shop-secrets}`,
      ),
      'flux/shops.yaml': fluxKustomization('shops', './apps/shop'),
    });
    expect(summary(discovery)).toEqual([
      'shop default: chart shop 1.2.3 (apps/shop/release.yaml:8), image acme/shop v9 (apps/shop/values.yaml:3)',
    ]);
    expect(
      discovery.units.find(({ kind }) => kind === 'HelmRelease')?.files,
    ).toContain('apps/shop/values.yaml');
    expect(discovery.diagnostics.map(({ code }) => code)).toContain(
      'values-not-in-git',
    );
  });

  it('makes the ref of another repository an artifact', () => {
    const discovery = discoverFiles({
      'flux/source.yaml': [
        'apiVersion: source.toolkit.fluxcd.io/v1',
        'kind: GitRepository',
        'metadata: {name: upstream, namespace: flux-system}',
        'spec:',
        '  url: https://git.acme.example/acme/upstream',
        '  ref:',
        '    tag: v2.0.0',
      ].join('\n'),
      'flux/upstream.yaml': fluxKustomization(
        'upstream',
        './deploy',
        '  images: [{name: acme/up, newTag: u1}]',
      ).replace('name: flux-system}', 'name: upstream}'),
    });
    expect(summary(discovery)).toEqual([
      'upstream default: gitRef acme/upstream v2.0.0 (flux/source.yaml:7), image acme/up u1 (flux/upstream.yaml:7)',
    ]);
  });

  it('adds what the object adds: components, images, patches, namespace', () => {
    const discovery = discoverFiles({
      'apps/shop/kustomization.yaml': 'resources: [pod.yaml]\n',
      'apps/shop/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec: {containers: [{name: a, image: "acme/shop:v1"}, {name: b, image: "acme/b:v1"}]}\n',
      'parts/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [pod.yaml]\n',
      'parts/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: part}\nspec: {containers: [{name: a, image: "acme/part:p1"}]}\n',
      'flux/shop.yaml': fluxKustomization(
        'shop',
        './apps/shop',
        [
          '  targetNamespace: shops',
          '  components: [../../parts]',
          '  images: [{name: acme/shop, newTag: v2}]',
          '  patches:',
          '  - patch: |',
          '      apiVersion: v1',
          '      kind: Pod',
          '      metadata: {name: shop}',
          '      spec: {containers: [{name: b, image: "acme/b:v3"}]}',
        ].join('\n'),
      ),
    });
    expect(summary(discovery)[0].split(', ').sort()).toEqual([
      'image acme/b v3 (flux/shop.yaml:15)',
      'image acme/part p1 (parts/pod.yaml:4)',
      'shop default: image acme/shop v2 (flux/shop.yaml:9)',
    ]);
    expect(discovery.targets[0].namespace).toBe('shops');
  });

  it('follows an external artifact to the folder it is copied from', () => {
    const discovery = discoverFiles({
      'clusters/prod/artifacts.yaml': [
        'apiVersion: source.extensions.fluxcd.io/v1beta1',
        'kind: ArtifactGenerator',
        'metadata: {name: parts, namespace: flux-system}',
        'spec:',
        '  sources: [{alias: all, kind: GitRepository, name: flux-system}]',
        '  artifacts:',
        '  - name: apps',
        '    copy: [{from: "@all/apps/prod/**", to: "@artifact/prod/"}]',
      ].join('\n'),
      'clusters/prod/apps.yaml': fluxKustomization('apps', './prod').replace(
        'kind: GitRepository, name: flux-system',
        'kind: ExternalArtifact, name: apps',
      ),
      'apps/prod/kustomization.yaml': 'resources: [shop.yaml]\n',
      'apps/prod/shop.yaml': release('shop', `${chart}\n${values}`),
    });
    expect(summary(discovery)).toEqual([
      'shop prod: chart shop 1.2.3 (apps/prod/shop.yaml:8), image acme/shop v1 (apps/prod/shop.yaml:13)',
    ]);
  });
});
