import {
  describeDiagnostics,
  discoverFiles,
  ownUrl,
  summary,
} from '../testing/describeDiscovery';

type Sync = Readonly<Record<string, string>>;

function syncOf(path: string, more: Sync = {}): Sync {
  return {
    kind: 'GitRepository',
    url: ownUrl,
    ref: 'refs/heads/main',
    path,
    ...more,
  };
}

function instance(sync: Sync, more = ''): string {
  return [
    'apiVersion: fluxcd.controlplane.io/v1',
    'kind: FluxInstance',
    'metadata: {name: flux, namespace: flux-system}',
    'spec:',
    '  distribution: {version: 2.x, registry: ghcr.io/fluxcd}',
    '  sync:',
    ...Object.entries(sync).map(([key, value]) => `    ${key}: ${value}`),
    more,
  ].join('\n');
}

function kustomization(name: string, path: string, source = 'GitRepository') {
  return [
    'apiVersion: kustomize.toolkit.fluxcd.io/v1',
    'kind: Kustomization',
    `metadata: {name: ${name}, namespace: flux-system}`,
    'spec:',
    `  path: ${path}`,
    '  targetNamespace: flux-system',
    `  sourceRef: {kind: ${source}, name: flux-system}`,
  ].join('\n');
}

function pod(image: string, name = 'shop'): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: shop, image: "${image}"}]}\n`;
}

const instanceChart = [
  'apiVersion: source.toolkit.fluxcd.io/v1',
  'kind: OCIRepository',
  'metadata: {name: flux-instance}',
  'spec:',
  '  url: oci://ghcr.io/controlplaneio-fluxcd/charts/flux-instance',
  '  ref: {tag: 0.58.1}',
].join('\n');

function instanceRelease(spec: string): string {
  return [
    'apiVersion: helm.toolkit.fluxcd.io/v2',
    'kind: HelmRelease',
    'metadata: {name: flux-instance}',
    'spec:',
    '  chartRef: {kind: OCIRepository, name: flux-instance}',
    spec,
  ].join('\n');
}

function units({ units: all }: ReturnType<typeof discoverFiles>): string[] {
  return all.map(
    ({ kind, namespace, name, environment, cluster, path }) =>
      `${kind} ${namespace}/${name} ${[environment, cluster]
        .filter(Boolean)
        .join('/')} ${path}`,
  );
}

/** A cluster that a release of the chart sets up, which it applies itself. */
function releasedCluster(cluster: string, values: string) {
  const folder = `clusters/${cluster}`;
  const flux = `flux/${cluster}`;
  return {
    [`${folder}/apps.yaml`]: kustomization('apps', `./apps/${cluster}`),
    [`${folder}/flux.yaml`]: kustomization('flux', `./${flux}`),
    [`${flux}/kustomization.yaml`]: 'resources: [chart.yaml, release.yaml]\n',
    [`${flux}/chart.yaml`]: instanceChart,
    [`${flux}/release.yaml`]: instanceRelease(values),
    [`apps/${cluster}/shop.yaml`]: pod(`acme/shop:${cluster}-1`),
  };
}

function inlineValues(cluster: string): string {
  const sync = syncOf(`clusters/${cluster}`);
  return [
    '  values:',
    '    instance:',
    '      sync:',
    ...Object.entries(sync).map(([key, value]) => `        ${key}: ${value}`),
  ].join('\n');
}

describe('FluxInstance', () => {
  it('is what its cluster starts from, by the name that the operator gives', () => {
    const discovery = discoverFiles({
      'install/flux.yaml': instance(syncOf('clusters/east')),
      'clusters/east/apps.yaml': kustomization('apps', './apps'),
      'clusters/east/agent.yaml': pod('acme/agent:v4', 'agent'),
      'apps/shop.yaml': pod('acme/shop:v1'),
    });
    expect(units(discovery)).toEqual([
      'Kustomization flux-system/flux-system default/east clusters/east',
      'Kustomization flux-system/apps default/east apps',
    ]);
    expect(discovery.units[0]).toMatchObject({
      id: 'shop-deploy/Kustomization.kustomize.toolkit.fluxcd.io/flux-system/flux-system@east',
      declaredBy: { file: 'install/flux.yaml', line: 6 },
      files: [
        'clusters/east/agent.yaml',
        'clusters/east/apps.yaml',
        'install/flux.yaml',
      ],
    });
    expect(summary(discovery)).toEqual([
      'agent default/east: image acme/agent v4 (clusters/east/agent.yaml:4)',
      'shop default/east: image acme/shop v1 (apps/shop.yaml:4)',
    ]);
    expect(discovery.diagnostics).toEqual([]);
  });

  it('takes the name that the sync tells, and patches of what is made', () => {
    const discovery = discoverFiles({
      'flux.yaml': instance(
        syncOf('clusters/one', { name: 'fleet' }),
        [
          '  kustomize:',
          '    patches:',
          '      - target: {kind: Deployment}',
          '        patch: "- {op: remove, path: /spec/replicas}"',
          '      - target: {kind: Kustomization, name: fleet}',
          '        patch: "- {op: add, path: /spec/postBuild, value: {substitute: {TAG: v8}}}"',
        ].join('\n'),
      ),
      'clusters/one/shop.yaml': pod('acme/shop:${TAG}'),
    });
    expect(units(discovery)).toEqual([
      'Kustomization flux-system/fleet default/one clusters/one',
    ]);
    expect(discovery.targets[0].artifacts).toMatchObject([{ version: 'v8' }]);
    expect(discovery.diagnostics).toEqual([]);
  });

  it('reads each cluster that stands below its own sync once', () => {
    const cluster = (name: string) => ({
      [`clusters/${name}/flux-system/flux.yaml`]: instance(
        syncOf(`clusters/${name}`),
      ),
      [`clusters/${name}/apps.yaml`]: kustomization('apps', `./apps/${name}`),
      [`apps/${name}/shop.yaml`]: pod(`acme/shop:${name}-1`),
    });
    const discovery = discoverFiles({ ...cluster('dev'), ...cluster('prod') });
    expect(units(discovery)).toEqual([
      'Kustomization flux-system/flux-system dev clusters/dev',
      'Kustomization flux-system/apps dev apps/dev',
      'Kustomization flux-system/flux-system prod clusters/prod',
      'Kustomization flux-system/apps prod apps/prod',
    ]);
  });

  it('tells clusters apart by their folders, where those say nothing else', () => {
    const cluster = (name: string) => ({
      [`kubernetes/${name}/flux/flux.yaml`]: instance(
        syncOf(`kubernetes/${name}/flux`),
      ),
      [`kubernetes/${name}/flux/apps.yaml`]: kustomization(
        'apps',
        `./kubernetes/${name}/apps`,
      ),
      [`kubernetes/${name}/apps/shop.yaml`]: pod(`acme/shop:${name}-1`),
    });
    expect(
      summary(discoverFiles({ ...cluster('main'), ...cluster('edge') })),
    ).toEqual([
      'shop default/edge: image acme/shop edge-1 (kubernetes/edge/apps/shop.yaml:4)',
      'shop default/main: image acme/shop main-1 (kubernetes/main/apps/shop.yaml:4)',
    ]);
    expect(summary(discoverFiles(cluster('main')))).toEqual([
      'shop default: image acme/shop main-1 (kubernetes/main/apps/shop.yaml:4)',
    ]);
  });

  it('is found in the values of its chart, which the sync itself applies', () => {
    const discovery = discoverFiles({
      ...releasedCluster('east', inlineValues('east')),
      ...releasedCluster('west', inlineValues('west')),
    });
    const each = (name: string) => [
      `HelmRelease flux-system/flux-instance default/${name} flux/${name}`,
      `Kustomization flux-system/apps default/${name} apps/${name}`,
      `Kustomization flux-system/flux default/${name} flux/${name}`,
      `Kustomization flux-system/flux-system default/${name} clusters/${name}`,
    ];
    expect(units(discovery).sort()).toEqual(
      [...each('east'), ...each('west')].sort(),
    );
    expect(describeDiagnostics(discovery, 'declaration-unreferenced')).toEqual(
      [],
    );
  });

  it('is found in values that a kustomization generates of a file', () => {
    const files = releasedCluster(
      'east',
      '  valuesFrom: [{kind: ConfigMap, name: flux-values}]',
    );
    const folder = 'flux/east';
    const discovery = discoverFiles({
      ...files,
      [`${folder}/kustomization.yaml`]: [
        'resources: [chart.yaml, release.yaml]',
        'configMapGenerator: [{name: flux-values, files: [values.yaml]}]',
      ].join('\n'),
      [`${folder}/values.yaml`]: `instance:\n  sync: ${JSON.stringify(
        syncOf('clusters/east'),
      )}\n`,
    });
    expect(
      discovery.units.find(({ name }) => name === 'flux-system'),
    ).toMatchObject({
      path: 'clusters/east',
      cluster: 'east',
      declaredBy: { file: `${folder}/values.yaml`, line: 2 },
    });
  });

  it('takes an artifact for the folder whose paths it has, and says so', () => {
    const sync = syncOf('clusters/one', {
      kind: 'OCIRepository',
      url: 'oci://ghcr.io/acme/manifests',
      ref: 'latest',
    });
    const discovery = discoverFiles({
      'kubernetes/clusters/one/flux/instance.yaml': instance(sync),
      'kubernetes/clusters/one/apps.yaml': kustomization(
        'apps',
        './apps',
        'OCIRepository',
      ),
      'kubernetes/apps/shop.yaml': pod('acme/shop:v1'),
    });
    expect(units(discovery)).toEqual([
      'Kustomization flux-system/flux-system default/one kubernetes/clusters/one',
      'Kustomization flux-system/apps default/one kubernetes/apps',
    ]);
    expect(discovery.diagnostics).toMatchObject([
      { level: 'info', code: 'artifact-inferred' },
    ]);
  });

  it('leaves what another repository holds to that one', () => {
    const discovery = discoverFiles({
      'flux.yaml': instance(
        syncOf('clusters/one', {
          url: 'https://git.quillmoor.example/other/fleet',
        }),
      ),
      'clusters/one/shop.yaml': pod('acme/shop:v1'),
    });
    expect(discovery.targets.map(({ artifacts }) => artifacts)).toMatchObject([
      [
        {
          kind: 'gitRef',
          name: 'other/fleet',
          version: 'refs/heads/main',
          file: 'flux.yaml',
          line: 9,
        },
      ],
    ]);
  });

  it('knows the repository by the name that it had before', () => {
    const discovery = discoverFiles(
      {
        'flux.yaml': instance(syncOf('clusters/one')),
        'clusters/one/shop.yaml': pod('acme/shop:v1'),
      },
      {
        repository: {
          id: 'renamed',
          url: 'https://git.quillmoor.example/quillmoor/fleet',
        },
      },
    );
    expect(summary(discovery)).toEqual([
      'shop default/one: image acme/shop v1 (clusters/one/shop.yaml:4)',
    ]);
    expect(discovery.diagnostics.map(({ code }) => code)).toEqual([
      'upstream-inferred',
    ]);
  });

  it('says that a sync leads nowhere, and reads what else leads on', () => {
    const discovery = discoverFiles({
      'flux.yaml': instance(syncOf('cluster/one')),
      'clusters/one/apps.yaml': kustomization('apps', './apps'),
      'apps/shop.yaml': pod('acme/shop:v1'),
    });
    expect(summary(discovery)).toEqual([
      'shop default/one: image acme/shop v1 (apps/shop.yaml:4)',
    ]);
    expect(describeDiagnostics(discovery, 'path-missing')).toEqual([
      'warning path-missing flux.yaml:6 Kustomization flux-system applies cluster/one, which does not exist.',
    ]);
  });

  it('makes nothing of an instance that only installs Flux', () => {
    const discovery = discoverFiles({
      'flux.yaml':
        'apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux}\nspec: {distribution: {version: 2.x}}\n',
    });
    expect(discovery.units.map(({ kind }) => kind)).not.toContain(
      'Kustomization',
    );
  });
});
