import {
  describeDiagnostics,
  describeTargets,
  discoverFiles,
} from '../testing/describeDiscovery';

describe('a helmfile', () => {
  it('declares its releases', () => {
    const discovery = discoverFiles({
      'helmfile.yaml': [
        'repositories:',
        '  - { name: acme, url: https://charts.acme.example }',
        'releases:',
        '  - name: redis',
        '    namespace: data',
        '    chart: acme/redis',
        '    version: 19.1.0',
        '    values:',
        '      - values/redis.yaml',
        '      - image: { tag: "7.4" }',
        '    set:',
        '      - { name: metrics.image, value: "acme/metrics:m2" }',
      ].join('\n'),
      'values/redis.yaml': 'image: { repository: acme/redis, tag: "7.2" }',
    });
    expect(describeTargets(discovery)).toEqual([
      'redis default: chart redis 19.1.0 < helmfile.yaml:7 releases[name=redis].version',
      'redis default: image acme/metrics m2 < helmfile.yaml:12 releases[name=redis].set[name=metrics.image].value',
      'redis default: image acme/redis 7.4 < helmfile.yaml:10 releases[name=redis].values[1].image.tag',
    ]);
    expect(discovery.units[0]).toMatchObject({
      kind: 'HelmfileRelease',
      namespace: 'data',
      files: expect.arrayContaining(['helmfile.yaml', 'values/redis.yaml']),
    });
  });

  it('is read in each environment, its templates filled', () => {
    const discovery = discoverFiles({
      'helmfile.yaml.gotmpl': [
        'environments:',
        '  staging:',
        '    values: [env/staging.yaml]',
        '  production:',
        '    values: [env/production.yaml]',
        '---',
        'releases:',
        '  - name: shop',
        '    chart: oci://registry.acme.example/charts/shop',
        '    version: {{ .Values.versions.shop }}',
        '    values:',
        '      - values/{{ .Environment.Name }}/shop.yaml',
        '  - name: debug',
        '    chart: acme/debug',
        '    condition: debug.enabled',
        '  {{- if eq .Environment.Name "staging" }}',
        '  - name: mail-trap',
        '    chart: acme/mail-trap',
        '    version: 1.0.0',
        '  {{- end }}',
      ].join('\n'),
      'env/staging.yaml': 'versions: { shop: 2.0.0 }\ndebug: { enabled: true }',
      'env/production.yaml': '# careful\nversions: { shop: 1.9.0 }',
      'values/staging/shop.yaml': 'image: acme/shop:v2',
      'values/production/shop.yaml': 'image: acme/shop:v1',
    });
    expect(describeTargets(discovery)).toEqual([
      expect.stringMatching(/^debug staging: chart debug /),
      'mail-trap staging: chart mail-trap 1.0.0 < helmfile.yaml.gotmpl:19 releases[name=mail-trap].version (file)',
      expect.stringMatching(
        /^shop production: chart .* 1.9.0 < env\/production.yaml:2 versions.shop$/,
      ),
      'shop production: image acme/shop v1 < values/production/shop.yaml:1 image',
      expect.stringMatching(
        /^shop staging: chart .* 2.0.0 < env\/staging.yaml:1 versions.shop$/,
      ),
      'shop staging: image acme/shop v2 < values/staging/shop.yaml:1 image',
    ]);
    expect(describeDiagnostics(discovery, 'unit-suspended')).toEqual([
      expect.stringContaining('debug'),
    ]);
  });

  it('follows other helmfiles, bases, templates and local charts', () => {
    const discovery = discoverFiles({
      'helmfile.yaml': 'helmfiles:\n  - path: apps/*.yaml\n  - path: gone.yaml',
      'bases/common.yaml':
        'templates:\n  base: &base { namespace: shop, version: 3.1.0 }',
      'apps/shop.yaml': [
        'bases: [../bases/common.yaml]',
        'releases:',
        '  - name: cart',
        '    chart: acme/cart',
        '    inherit: [{ template: base }]',
        '  - name: shop',
        '    chart: ../charts/shop',
        '    installed: true',
        '  - name: old',
        '    chart: ../charts/shop',
        '    installed: false',
      ].join('\n'),
      'charts/shop/Chart.yaml': 'name: shop\nversion: 0.4.0',
    });
    expect(describeTargets(discovery)).toEqual([
      'cart default: chart cart 3.1.0 < bases/common.yaml:2 templates.base.version',
      'shop default: chart shop 0.4.0 < charts/shop/Chart.yaml:2 version',
    ]);
    expect(describeDiagnostics(discovery, 'helmfile-missing')).toEqual([
      'warning helmfile-missing helmfile.yaml:3 The helmfile gone.yaml is not in this repository.',
    ]);
  });

  it('is found under another name by what it holds, once for each cluster', () => {
    const releases =
      'releases:\n  - { name: datadog, chart: acme/datadog, version: 3.0.0 }';
    const discovery = discoverFiles({
      'clusters/eu.yaml': releases,
      'clusters/us.yaml': releases.replace('3.0.0', '3.1.0'),
    });
    expect(describeTargets(discovery)).toEqual([
      expect.stringMatching(/^datadog default eu: chart datadog 3.0.0 /),
      expect.stringMatching(/^datadog default us: chart datadog 3.1.0 /),
    ]);
    expect(new Set(discovery.targets.map(({ id }) => id)).size).toBe(2);
  });

  it('tells which values are not in the repository, and where it asks', () => {
    const discovery = discoverFiles({
      'helmfile.yaml': [
        'environments:',
        '  production:',
        '    values: [/etc/shared.yaml, env/gone.yaml]',
        'releases:',
        '  - name: shop',
        '    chart: acme/shop',
        '    version: 1.0.0',
        '    values:',
        '      - /etc/private.yaml',
      ].join('\n'),
    });
    expect(
      describeDiagnostics(
        discovery,
        'values-not-in-git',
        'values-file-missing',
      ).sort(),
    ).toEqual([
      'info values-not-in-git helmfile.yaml:3 The values file /etc/shared.yaml is outside the repository.',
      'info values-not-in-git helmfile.yaml:9 The values file /etc/private.yaml is outside the repository.',
      'warning values-file-missing helmfile.yaml:3 The values file env/gone.yaml does not exist.',
    ]);
  });

  it('runs nothing and asks no environment, and says so', () => {
    const discovery = discoverFiles({
      'helmfile.yaml': [
        'releases:',
        '  - name: shop',
        '    chart: acme/shop',
        '    version: {{ requiredEnv "VERSION" | default (exec "cat" (list "/etc/hostname")) | quote }}',
        '    namespace: {{ readFile "../outside" }}',
      ].join('\n'),
    });
    expect(discovery.targets).toEqual([]);
    expect(
      describeDiagnostics(
        discovery,
        'helmfile-indeterminate',
        'helmfile-template-failed',
      ),
    ).toEqual([
      expect.stringContaining('requiredEnv VERSION is not in Git'),
      expect.stringContaining('exec cat is not in Git'),
      expect.stringContaining("The file ../outside can't be read."),
    ]);
  });
});
