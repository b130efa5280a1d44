import {
  describeDiagnostics,
  describeTargets,
  discoverFiles,
  ownUrl,
} from '../testing/describeDiscovery';

const chart = [
  'apiVersion: v2',
  'name: shop',
  'version: 0.3.0',
  'appVersion: "2.1"',
].join('\n');

describe('a chart that no object deploys', () => {
  it('is deployed to each environment it has values for', () => {
    const discovery = discoverFiles({
      'shop/Chart.yaml': chart,
      'shop/values.yaml': 'image: { repository: acme/shop, tag: v1 }',
      'shop/values-staging.yaml': 'image:\n  tag: v3',
      'shop/values-production.yaml': 'replicas: 3',
      'shop/templates/deployment.yaml': 'image: {{ .Values.image }}',
    });
    const images = describeTargets(discovery).filter(line =>
      line.includes(' image '),
    );
    expect(images).toEqual([
      'shop production: image acme/shop v1 < shop/values.yaml:1 image.tag',
      'shop staging: image acme/shop v3 < shop/values-staging.yaml:2 image.tag',
    ]);
    const [unit] = discovery.units;
    expect(unit.kind).toBe('HelmValues');
    expect(unit.files).toEqual(
      expect.arrayContaining([
        'shop/Chart.yaml',
        'shop/values.yaml',
        'shop/templates/deployment.yaml',
      ]),
    );
  });

  it.each([
    ['shop/values/prod.yaml'],
    ['shop/prod/values.yaml'],
    ['shop/environments/prod.yaml'],
    ['shop/values.prod.yaml'],
    ['shop/prod-values.yaml'],
    ['values-prod.yaml'],
  ])('finds the values in %s', file => {
    const discovery = discoverFiles({
      'shop/Chart.yaml': chart,
      [file]: 'image: acme/shop:v4',
    });
    expect(describeTargets(discovery)).toContain(
      `shop prod: image acme/shop v4 < ${file}:1 image`,
    );
  });

  it('knows configured environments by their aliases', () => {
    const discovery = discoverFiles(
      {
        'shop/Chart.yaml': chart,
        'shop/values-blue.yaml': 'image: acme/shop:v4',
        'shop/values-example.yaml': 'image: acme/shop:none',
        'shop/values-green.yaml': 'image: acme/shop:v5',
      },
      {
        environments: [
          { name: 'live', aliases: ['blue'], promotesTo: [], protected: false },
        ],
      },
    );
    expect(discovery.units.map(({ environment }) => environment)).toEqual([
      'live',
    ]);
    expect(describeDiagnostics(discovery, 'environment-unknown')).toEqual([
      expect.stringContaining('shop/values-green.yaml:1 green is not known'),
    ]);
  });

  it('is told where nothing says where it goes', () => {
    const discovery = discoverFiles({
      'shop/Chart.yaml': chart,
      'shop/values.yaml': 'image: acme/shop:v4',
      'base/Chart.yaml': 'name: base\nversion: 1.0.0\ntype: library',
    });
    expect(discovery.targets).toEqual([]);
    expect(describeDiagnostics(discovery, 'chart-undeclared')).toEqual([
      'info chart-undeclared shop/Chart.yaml:3 Nothing in the repository tells where the chart shop is deployed.',
    ]);
  });
});

describe('a local chart', () => {
  const deployed = (files: Record<string, string>) =>
    describeTargets(
      discoverFiles({
        'shop/Chart.yaml': chart,
        'shop/values-prod.yaml': '{}',
        ...files,
      }),
    ).filter(
      line => !line.includes('chart shop') && !line.includes('app shop'),
    );

  it('declares its dependencies, but for those switched off', () => {
    const lines = deployed({
      'shop/Chart.yaml': [
        chart,
        'dependencies:',
        '  - name: redis',
        '    version: ~19.1',
        '    repository: https://charts.acme.example',
        '  - name: postgresql',
        '    version: 15.0.0',
        '    condition: postgresql.enabled',
      ].join('\n'),
      'shop/values.yaml': 'postgresql: { enabled: false }',
    });
    expect(lines).toEqual([
      'shop prod: chart redis ~19.1 < shop/Chart.yaml:7 dependencies[name=redis].version',
    ]);
  });

  it('runs its appVersion where an image has no tag', () => {
    expect(
      deployed({
        'shop/values.yaml': 'image: { repository: acme/shop, tag: "" }',
      }),
    ).toEqual([
      'shop prod: image acme/shop 2.1 < shop/Chart.yaml:4 appVersion',
    ]);
  });

  it('runs no image that its values switch off', () => {
    const discovery = discoverFiles({
      'shop/Chart.yaml': chart,
      'shop/values-prod.yaml': 'metrics: { enabled: true }',
      'shop/values.yaml': [
        'metrics: { enabled: false, image: "acme/metrics:m1" }',
        'redis: { enabled: false, image: "acme/redis:r1" }',
      ].join('\n'),
    });
    const text = describeTargets(discovery).join('\n');
    expect(text).toContain('acme/metrics m1');
    expect(text).not.toContain('acme/redis');
    expect(describeDiagnostics(discovery, 'disabled-in-values')).toEqual([
      expect.stringContaining('shop/values.yaml:2 The image acme/redis'),
    ]);
  });

  it('takes the values of a chart inside it', () => {
    expect(
      deployed({
        'shop/Chart.yaml': `${chart}\ndependencies: [{ name: cache, version: 1.0.0, repository: 'file://../cache' }]`,
        'cache/Chart.yaml': 'name: cache\nversion: 1.0.0',
        'cache/values.yaml': 'image: acme/cache:c1',
        'shop/values.yaml': 'cache: { replicas: 2 }',
      }),
    ).toContain('shop prod: image acme/cache c1 < cache/values.yaml:1 image');
  });

  it('reports a values file that is not YAML', () => {
    const discovery = discoverFiles({
      'shop/Chart.yaml': chart,
      'shop/values-prod.yaml': 'image: [',
    });
    expect(describeDiagnostics(discovery, 'yaml-invalid')).toEqual([
      expect.stringContaining('shop/values-prod.yaml'),
    ]);
  });
});

describe('a chart of Applications', () => {
  const files = {
    'apps/Chart.yaml': 'name: apps\nversion: 1.0.0',
    'apps/values.yaml': 'namespace: argocd\napplications: []',
    'apps/values-production.yaml': [
      'stage: production',
      'applications:',
      '  - name: shop',
      '    chartVersion: 4.2.0',
      '  - name: cart',
      '    chartVersion: 1.0.0',
      '    off: true',
    ].join('\n'),
    'apps/tags/production/shop': '# bumped by a bot\ntag: v17',
    'apps/templates/_names.tpl':
      '{{- define "apps.source" -}}\nrepoURL: https://charts.acme.example\nchart: {{ .name }}\n{{- end -}}',
    'apps/templates/applications.yaml': [
      '{{- range .Values.applications }}',
      '{{- if not .off }}',
      '{{- $tags := $.Files.Get (printf "tags/%s/%s" $.Values.stage .name) | fromYaml }}',
      'apiVersion: argoproj.io/v1alpha1',
      'kind: Application',
      'metadata:',
      '  name: {{ .name }}',
      '  namespace: {{ $.Values.namespace }}',
      'spec:',
      '  source:',
      '    {{- include "apps.source" . | nindent 4 }}',
      '    targetRevision: {{ .chartVersion | quote }}',
      '    helm:',
      '      values: |',
      '        image:',
      '          repository: acme/{{ .name }}',
      '          tag: {{ $tags.tag }}',
      '  destination: { server: https://kubernetes.default.svc }',
      '---',
      '{{- end }}',
      '{{- end }}',
    ].join('\n'),
  };

  it('is followed to the values and files that its templates take', () => {
    const discovery = discoverFiles(files);
    expect(
      describeTargets(discovery).filter(line => /^shop/.test(line)),
    ).toEqual([
      'shop production: chart shop 4.2.0 < apps/values-production.yaml:4 applications[name=shop].chartVersion',
      'shop production: image acme/shop v17 < apps/tags/production/shop:2 tag',
    ]);
    const unit = discovery.units.find(({ name }) => name === 'shop');
    expect(unit?.files).toEqual(
      expect.arrayContaining([
        'apps/templates/applications.yaml',
        'apps/values-production.yaml',
        'apps/tags/production/shop',
      ]),
    );
    expect(discovery.units.map(({ name }) => name)).not.toContain('cart');
  });

  it('is followed from the Application that deploys it', () => {
    const discovery = discoverFiles({
      ...files,
      'root.yaml': [
        'apiVersion: argoproj.io/v1alpha1',
        'kind: Application',
        'metadata: { name: apps }',
        'spec:',
        '  source:',
        `    repoURL: ${ownUrl}`,
        '    path: apps',
        '    helm: { valueFiles: [values-production.yaml] }',
        '  destination: { name: eu }',
      ].join('\n'),
    });
    const shop = discovery.targets.filter(({ service }) => service === 'shop');
    expect(shop).toMatchObject([{ environment: 'production', cluster: 'eu' }]);
    expect(discovery.units.map(({ kind }) => kind)).toEqual([
      'Application',
      'Application',
    ]);
  });

  it('reports a template that can not be filled, with its line', () => {
    const discovery = discoverFiles({
      ...files,
      'apps/templates/applications.yaml': files[
        'apps/templates/applications.yaml'
      ].replace('| quote', '| shout'),
    });
    expect(describeDiagnostics(discovery, 'chart-template-failed')).toEqual([
      'warning chart-template-failed apps/templates/applications.yaml:12 The template is not filled: The function shout is not known.',
    ]);
  });

  it('reads no file outside the chart', () => {
    const discovery = discoverFiles({
      ...files,
      'secrets/token': 'tag: stolen',
      'apps/templates/applications.yaml': files[
        'apps/templates/applications.yaml'
      ].replace(
        '(printf "tags/%s/%s" $.Values.stage .name)',
        '"../secrets/token"',
      ),
    });
    expect(JSON.stringify(discovery.targets)).not.toContain('stolen');
  });
});
