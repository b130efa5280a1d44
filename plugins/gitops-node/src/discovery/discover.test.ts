import { discoverFiles, summary } from './testing/describeDiscovery';
import { fileTreeOf } from './testing/fileTreeOf';

function deployment(name: string, image: string, labels = ''): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    `metadata: {name: ${name}, labels: {${labels}}}`,
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    '        - name: app',
    `          image: ${image}`,
  ].join('\n');
}

function flux(name: string, path: string): string {
  return [
    'apiVersion: kustomize.toolkit.fluxcd.io/v1',
    'kind: Kustomization',
    `metadata: {name: ${name}, namespace: flux-system}`,
    `spec: {path: ${path}, sourceRef: {kind: GitRepository, name: flux-system}}`,
  ].join('\n');
}

function overlays(root: string): Record<string, string> {
  const files: Record<string, string> = {
    [`${root}/base/kustomization.yaml`]: 'resources: [deployment.yaml]\n',
    [`${root}/base/deployment.yaml`]: deployment(
      'payments',
      'acme/payments:v0',
    ),
  };
  for (const [name, tag] of [
    ['dev', 'v3'],
    ['stage', 'v2'],
    ['prod', 'v1'],
  ]) {
    files[`${root}/overlays/${name}/kustomization.yaml`] = [
      'resources: [../../base]',
      'images:',
      '- name: acme/payments',
      `  newTag: ${tag}`,
    ].join('\n');
  }
  return files;
}

describe('discover', () => {
  it('makes a unit of each leaf kustomization where no object declares any', () => {
    const discovery = discoverFiles(overlays('apps/payments'));
    expect(summary(discovery)).toEqual([
      'payments dev: image acme/payments v3 (apps/payments/overlays/dev/kustomization.yaml:4)',
      'payments prod: image acme/payments v1 (apps/payments/overlays/prod/kustomization.yaml:4)',
      'payments stage: image acme/payments v2 (apps/payments/overlays/stage/kustomization.yaml:4)',
    ]);
    expect(discovery.environments).toEqual([
      { name: 'dev', order: 0, promotesTo: ['stage'], protected: false },
      { name: 'stage', order: 1, promotesTo: ['prod'], protected: false },
      { name: 'prod', order: 2, promotesTo: [], protected: false },
    ]);
    expect(discovery.units[0]).toEqual({
      id: 'shop-deploy/Overlay/_/apps/payments/overlays/dev@dev',
      kind: 'Overlay',
      name: 'apps/payments/overlays/dev',
      environment: 'dev',
      path: 'apps/payments/overlays/dev',
      declaredBy: {
        file: 'apps/payments/overlays/dev/kustomization.yaml',
        line: 1,
      },
      files: [
        'apps/payments/base/deployment.yaml',
        'apps/payments/base/kustomization.yaml',
        'apps/payments/overlays/dev/kustomization.yaml',
      ],
    });
    expect(discovery.diagnostics.map(({ code, file }) => [code, file])).toEqual(
      [['version-overridden', 'apps/payments/base/deployment.yaml']],
    );
  });

  it('names environments as configured, by alias, and orders them so', () => {
    const environment = (name: string, aliases: string[], to: string[]) => ({
      name,
      aliases,
      promotesTo: to,
      protected: name === 'production',
    });
    const discovery = discoverFiles(overlays('apps/payments'), {
      environments: [
        environment('production', ['prod'], []),
        environment('development', ['dev'], ['staging']),
        environment('staging', ['stage'], ['production']),
      ],
    });
    expect(discovery.environments.map(({ name }) => name)).toEqual([
      'development',
      'staging',
      'production',
    ]);
    expect(discovery.targets.map(target => target.environment).sort()).toEqual([
      'development',
      'production',
      'staging',
    ]);
  });

  it('reads folders of plain manifests, each workload a service', () => {
    const discovery = discoverFiles({
      'k8s/all.yaml': `${deployment('web', 'acme/web:w1')}\n---\n${deployment(
        'worker',
        'acme/worker:k1',
      )}`,
      'k8s/job.yaml': `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: j, image: "acme/job@sha256:${'b'.repeat(
        64,
      )}"}]}}}}}\n`,
    });
    expect(summary(discovery)).toEqual([
      'web default: image acme/web w1 (k8s/all.yaml:9)',
      'worker default: image acme/worker k1 (k8s/all.yaml:19)',
      `nightly default: image acme/job @sha256:${'b'.repeat(
        64,
      )} (k8s/job.yaml:4)`,
    ]);
    expect(discovery.environments.map(({ name }) => name)).toEqual(['default']);
  });

  it('tells services of one unit apart and gives it what they share', () => {
    const discovery = discoverFiles({
      'apps/prod/kustomization.yaml':
        'resources: [web.yaml, api.yaml, config.yaml]\n',
      'apps/prod/web.yaml': deployment(
        'web',
        'acme/web:w1',
        'app.kubernetes.io/name: storefront',
      ),
      'apps/prod/api.yaml': deployment('api', 'acme/api-server:a1'),
      'apps/prod/config.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shared}\n',
      'clusters/prod/apps.yaml': flux('apps', './apps/prod'),
    });
    expect(summary(discovery)).toEqual([
      'storefront prod: image acme/web w1 (apps/prod/web.yaml:9)',
      'api prod: image acme/api-server a1 (apps/prod/api.yaml:9)',
    ]);
    expect(discovery.units).toHaveLength(1);
    expect(discovery.targets.map(({ aliases }) => aliases)).toEqual([
      ['apps', 'web'],
      ['api-server', 'apps'],
    ]);
    expect(discovery.units[0].files).toContain('apps/prod/config.yaml');
  });

  it('keeps ids when folders are moved', () => {
    const files = (root: string) => ({
      [`${root}/clusters/prod/shops.yaml`]: flux(
        'shops',
        `./${root}/apps/prod`,
      ),
      [`${root}/apps/prod/kustomization.yaml`]:
        'resources: [web.yaml, release.yaml]\n',
      [`${root}/apps/prod/web.yaml`]: deployment('web', 'acme/web:w1'),
      [`${root}/apps/prod/release.yaml`]: [
        'apiVersion: helm.toolkit.fluxcd.io/v2',
        'kind: HelmRelease',
        'metadata: {name: cart, namespace: shops}',
        'spec: {chart: {spec: {chart: cart, version: 1.0.0, sourceRef: {kind: HelmRepository, name: acme}}}}',
      ].join('\n'),
    });
    const before = discoverFiles(files('deploy'));
    const after = discoverFiles(files('platform/gitops'));
    expect(before.targets).toHaveLength(2);
    expect(after.targets.map(({ id }) => id)).toEqual(
      before.targets.map(({ id }) => id),
    );
    expect(after.units.map(({ id }) => id)).toEqual(
      before.units.map(({ id }) => id),
    );
    expect(after.targets[0].path).not.toBe(before.targets[0].path);
  });

  it('gives every target an id of its own', () => {
    const discovery = discoverFiles({
      'clusters/a/one.yaml': flux('apps', './apps/one'),
      'clusters/a/two.yaml': flux('apps', './apps/two'),
      'apps/one/web.yaml': deployment('web', 'acme/web:w1'),
      'apps/two/web.yaml': deployment('web', 'acme/web:w2'),
    });
    const ids = discovery.targets.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
  });

  it('lets the branch decide the environment and drops folders of another', () => {
    const branch = (name: string, environment: string, tag: string) => ({
      name,
      environment,
      tree: fileTreeOf({
        'shop/kustomization.yaml': 'resources: [shop.yaml]\n',
        'shop/shop.yaml': deployment('shop', `acme/shop:${tag}`),
        'staging/cart/kustomization.yaml': 'resources: [cart.yaml]\n',
        'staging/cart/cart.yaml': deployment('cart', `acme/cart:${tag}`),
      }),
    });
    const discovery = discoverFiles(
      {},
      {
        branches: [
          branch('main', 'staging', 'v2'),
          branch('live', 'production', 'v1'),
        ],
      },
    );
    expect(summary(discovery)).toEqual([
      'shop staging: image acme/shop v2 (shop/shop.yaml:9)',
      'cart staging: image acme/cart v2 (staging/cart/cart.yaml:9)',
      'shop production: image acme/shop v1 (shop/shop.yaml:9)',
    ]);
    expect(new Set(discovery.targets.map(({ id }) => id)).size).toBe(3);
    expect(discovery.diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'environment-of-other-branch',
        file: 'staging/cart/kustomization.yaml',
      }),
    );
  });

  it('reads folders of plain manifests on every branch', () => {
    const branch = (name: string, environment: string, tag: string) => ({
      name,
      environment,
      tree: fileTreeOf({
        'web/web.yaml': deployment('web', `acme/web:${tag}`),
      }),
    });
    const discovery = discoverFiles(
      {},
      {
        branches: [
          branch('main', 'staging', 'v2'),
          branch('live', 'production', 'v1'),
        ],
      },
    );
    expect(summary(discovery)).toEqual([
      expect.stringContaining('web staging: image acme/web v2'),
      expect.stringContaining('web production: image acme/web v1'),
    ]);
  });

  it('takes the folder below an environment for the cluster of the service above it', () => {
    const discovery = discoverFiles({
      'apps/web/base/kustomization.yaml': 'resources: [web.yaml]\n',
      'apps/web/base/web.yaml': deployment('web', 'acme/web:v1'),
      'apps/web/production/eu-1/kustomization.yaml':
        'resources: [../../base]\n',
      'apps/web/production/us-1/kustomization.yaml':
        'resources: [../../base]\n',
      'teams/production/cart/kustomization.yaml': 'resources: [cart.yaml]\n',
      'teams/production/cart/cart.yaml': deployment('cart', 'acme/cart:v1'),
    });
    expect(
      discovery.targets.map(({ service, environment, cluster }) =>
        [service, environment, cluster].join(' '),
      ),
    ).toEqual([
      'web production eu-1',
      'web production us-1',
      'cart production ',
    ]);
  });

  it('takes the folder of overlays of clusters for no cluster', () => {
    const discovery = discoverFiles({
      'clusters/base/kustomization.yaml': 'resources: [web.yaml]\n',
      'clusters/base/web.yaml': deployment('web', 'acme/web:v1'),
      'clusters/overlays/eu-1/kustomization.yaml': 'resources: [../../base]\n',
      'clusters/overlays/production/us-1/kustomization.yaml':
        'resources: [../../../base]\n',
    });
    expect(
      discovery.targets.map(({ environment, cluster }) => [
        environment,
        cluster,
      ]),
    ).toEqual([
      ['default', 'eu-1'],
      ['production', 'production-us-1'],
    ]);
  });

  it('makes no unit of what stands beside the folders an engine applies', () => {
    const discovery = discoverFiles({
      'clusters/prod/web.yaml': flux('web', './apps/web'),
      'apps/web/kustomization.yaml': 'resources: [web.yaml]\n',
      'apps/web/web.yaml': deployment('web', 'acme/web:w1'),
      'apps/old/kustomization.yaml': 'resources: [old.yaml]\n',
      'apps/old/old.yaml': deployment('old', 'acme/old:o1'),
      'hack/try/kustomization.yaml': 'resources: [../../apps/old]\n',
      'other/tool/kustomization.yaml': 'resources: [tool.yaml]\n',
      'other/tool/tool.yaml': deployment('tool', 'acme/tool:t1'),
      '.github/workflows/build.yaml':
        'jobs: {a: {container: {image: a/b:c}}}\n',
    });
    expect(summary(discovery)).toEqual(
      [
        'web default: image acme/web w1 (apps/web/web.yaml:9)',
        'tool default: image acme/tool t1 (other/tool/tool.yaml:9)',
      ].map(line => line.replace('web default', 'web prod')),
    );
    expect(
      discovery.diagnostics.map(
        ({ code, file, line }) => `${code} ${file}:${line}`,
      ),
    ).toEqual([
      'overlay-unreferenced hack/try/kustomization.yaml:undefined',
      'version-unreferenced apps/old/old.yaml:9',
    ]);
  });

  it('tells each line whose version nothing takes, and why', () => {
    const discovery = discoverFiles({
      'shop/kustomization.yaml': [
        'resources: [shop.yaml, watch.yaml]',
        'images:',
        '- name: acme/nowhere',
        '  newTag: n1',
        '- name: acme/shop',
        '  newName: mirror/shop',
        '  newTag: v2',
      ].join('\n'),
      'shop/shop.yaml': deployment('shop', 'acme/shop:v1'),
      'shop/watch.yaml':
        'apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageRepository\nmetadata: {name: shop}\nspec:\n  image: acme/shop\n',
      'shop/unused.yaml': `# image: acme/comment:c1\n${deployment(
        'unused',
        'acme/unused:u1',
      )}`,
    });
    expect(
      discovery.diagnostics.map(
        ({ code, file, line }) => `${code} ${file}:${line}`,
      ),
    ).toEqual([
      'image-unmatched shop/kustomization.yaml:4',
      'version-name-only shop/kustomization.yaml:6',
      'version-overridden shop/shop.yaml:9',
      'version-unreferenced shop/unused.yaml:10',
      'image-watched shop/watch.yaml:5',
    ]);
  });

  it('reads on where files are broken, and tells each once', () => {
    const discovery = discoverFiles({
      'k8s/good.yaml': `\ufeff${deployment('good', 'acme/good:g1')}`.replace(
        /\n/g,
        '\r\n',
      ),
      'k8s/tabs.yaml': 'kind: Pod\n\tname: x\n',
      'k8s/template.yaml': '{{- if .Values.on }}\nkind: Pod\n{{- end }}\n',
      'k8s/binary.yaml': { state: 'binary' },
      'k8s/huge.yaml': { state: 'tooLarge', bytes: 50_000_000 },
      'k8s/gone.yaml': { state: 'missingObject' },
      'k8s/link.yaml': { state: 'symlink' },
      'k8s/module.yaml': { state: 'submodule' },
      'k8s/list.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${deployment(
        'listed',
        'acme/listed:l1',
      ).replace(/\n/g, '\n  ')}`,
      'k8s/empty.yaml': '',
      'k8s/scalar.yaml': 'just text',
      'k8s/anchors.yaml': [
        'x: &meta {name: anchored}',
        '---',
        'apiVersion: v1',
        'kind: Pod',
        'metadata: &m {name: pod}',
        'metadata: {<<: *m, labels: {a: b}}',
        'spec: {containers: [{name: c, image: "acme/pod:p1"}]}',
      ].join('\n'),
    });
    expect(summary(discovery)).toEqual([
      'pod default: image acme/pod p1 (k8s/anchors.yaml:7)',
      'good default: image acme/good g1 (k8s/good.yaml:9)',
      'listed default: image acme/listed l1 (k8s/list.yaml:12)',
    ]);
    expect(
      discovery.diagnostics.map(({ code, file }) => `${code} ${file}`).sort(),
    ).toEqual([
      'duplicate-key k8s/anchors.yaml',
      'file-binary k8s/binary.yaml',
      'file-too-large k8s/huge.yaml',
      'object-missing k8s/gone.yaml',
      'submodule k8s/module.yaml',
      'symlink-unresolved k8s/link.yaml',
      'yaml-invalid k8s/tabs.yaml',
      'yaml-invalid k8s/template.yaml',
    ]);
  });

  it('finds nothing in an empty repository', () => {
    expect(discoverFiles({})).toMatchObject({
      units: [],
      targets: [],
      environments: [],
      diagnostics: [],
    });
  });
});
