import {
  describeDiagnostics,
  describeTargets,
  discoverFiles,
  ownUrl,
} from '../testing/describeDiscovery';

function application(spec: string, name: string = 'shop'): string {
  return [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    `metadata: { name: ${name}, namespace: argocd }`,
    'spec:',
    '  project: default',
    '  destination: { server: https://kubernetes.default.svc, namespace: shop }',
    ...spec.split('\n').map(line => `  ${line}`),
  ].join('\n');
}

const deployment = (image: string) =>
  [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: { name: shop }',
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    `        - { name: shop, image: "${image}" }`,
  ].join('\n');

describe('an Application', () => {
  it('applies a directory of this repository', () => {
    const discovery = discoverFiles({
      'apps/shop.yaml': application(
        `source:\n  repoURL: ${ownUrl}\n  path: shop/staging\n  targetRevision: HEAD`,
      ),
      'shop/staging/deployment.yaml': deployment('acme/shop:v3'),
      'shop/staging/deep/other.yaml': deployment('acme/other:v1'),
    });
    expect(describeTargets(discovery)).toEqual([
      'shop staging: image acme/shop v3 < shop/staging/deployment.yaml:8 spec.template.spec.containers[name=shop].image',
    ]);
    expect(discovery.units[0]).toMatchObject({
      kind: 'Application',
      name: 'shop',
      namespace: 'argocd',
      declaredBy: { file: 'apps/shop.yaml', line: 1 },
    });
  });

  it('goes deeper, leaves out and takes in as `directory` says', () => {
    const discovery = discoverFiles({
      'apps/shop.yaml': application(
        `source:\n  repoURL: ${ownUrl}\n  path: shop\n  directory: { recurse: true, exclude: '{skip/*,*.txt}' }`,
      ),
      'shop/deep/deployment.yaml': deployment('acme/shop:v3'),
      'shop/skip/deployment.yaml': deployment('acme/skipped:v3'),
    });
    expect(describeTargets(discovery)).toEqual([
      expect.stringContaining('image acme/shop v3'),
    ]);
  });

  it('sets images of a kustomization where its own options say', () => {
    const discovery = discoverFiles({
      'apps/shop.yaml': application(
        `source:\n  repoURL: ${ownUrl}\n  path: shop/prod\n  kustomize:\n    images:\n      - acme/shop=registry.acme.example/shop:v4`,
      ),
      'shop/prod/kustomization.yaml': 'resources: [deployment.yaml]',
      'shop/prod/deployment.yaml': deployment('acme/shop:v3'),
    });
    expect(describeTargets(discovery)).toEqual([
      'shop prod: image registry.acme.example/shop v4 < apps/shop.yaml:12 spec.source.kustomize.images[0]',
    ]);
  });

  it('merges values files, values and parameters, the last one winning', () => {
    const discovery = discoverFiles({
      'apps/shop.yaml': application(
        [
          'source:',
          `  repoURL: ${ownUrl}`,
          '  path: charts/shop',
          '  helm:',
          '    valueFiles: [values-prod.yaml, /shared/prod.yaml]',
          '    values: |',
          '      worker: { image: { repository: acme/worker, tag: w2 } }',
          '    parameters:',
          '      - { name: image.tag, value: v9 }',
        ].join('\n'),
      ),
      'charts/shop/Chart.yaml': 'name: shop\nversion: 0.3.0',
      'charts/shop/values.yaml': 'image: { repository: acme/shop, tag: v1 }',
      'charts/shop/values-prod.yaml': 'image: { tag: v2 }',
      'shared/prod.yaml': 'proxy: { image: "acme/proxy:p1" }',
    });
    expect(describeTargets(discovery)).toEqual([
      'shop prod: chart shop 0.3.0 < charts/shop/Chart.yaml:2 version',
      'shop prod: image acme/proxy p1 < shared/prod.yaml:1 proxy.image',
      'shop prod: image acme/shop v9 < apps/shop.yaml:15 spec.source.helm.parameters[name=image.tag].value',
      'shop prod: image acme/worker w2 < apps/shop.yaml:13 spec.source.helm.values (file)',
    ]);
  });

  it('takes the values of a remote chart from this repository', () => {
    const discovery = discoverFiles({
      'apps/redis.yaml': application(
        [
          'sources:',
          '  - chart: redis',
          '    repoURL: https://charts.acme.example',
          '    targetRevision: 19.1.0',
          '    helm: { valueFiles: [$values/redis/production.yaml] }',
          `  - { repoURL: '${ownUrl}', targetRevision: HEAD, ref: values }`,
        ].join('\n'),
        'redis',
      ),
      'redis/production.yaml': 'image: { repository: acme/redis, tag: "7.2" }',
    });
    expect(describeTargets(discovery)).toEqual([
      'redis production: chart redis 19.1.0 < apps/redis.yaml:10 spec.sources[0].targetRevision',
      'redis production: image acme/redis 7.2 < redis/production.yaml:1 image.tag',
    ]);
    expect(discovery.units[0].files).toContain('redis/production.yaml');
  });

  it('knows of another repository only the ref, and says so', () => {
    const discovery = discoverFiles({
      'apps/shop.yaml': application(
        'source:\n  repoURL: https://git.acme.example/acme/shop\n  path: deploy/prod\n  targetRevision: v1.4.0',
      ),
    });
    expect(describeTargets(discovery)).toEqual([
      expect.stringContaining(
        'gitRef acme/shop v1.4.0 < apps/shop.yaml:10 spec.source.targetRevision',
      ),
    ]);
    expect(describeDiagnostics(discovery, 'source-elsewhere')).toEqual([
      'info source-elsewhere apps/shop.yaml:8 The manifests lie in https://git.acme.example/acme/shop; only their reference is known here.',
    ]);
  });

  it('does not take a tag of this repository for what is read', () => {
    const discovery = discoverFiles({
      'apps/shop.yaml': application(
        `source:\n  repoURL: ${ownUrl}\n  path: shop\n  targetRevision: v1.0.0`,
      ),
      'shop/deployment.yaml': deployment('acme/shop:v3'),
    });
    expect(describeTargets(discovery)).toEqual([
      expect.stringContaining('gitRef quillmoor/shop-deploy v1.0.0'),
    ]);
  });

  it('makes no target of a path that does not exist', () => {
    const discovery = discoverFiles({
      'apps/shop.yaml': application(
        `source:\n  repoURL: ${ownUrl}\n  path: shop/gone`,
      ),
    });
    expect(discovery.targets).toEqual([]);
    expect(describeDiagnostics(discovery, 'path-missing')).toEqual([
      expect.stringContaining('shop/gone'),
    ]);
  });

  it('reports a path that leaves the repository', () => {
    const discovery = discoverFiles({
      'apps/shop.yaml': application(
        `source:\n  repoURL: ${ownUrl}\n  path: ../../etc`,
      ),
    });
    expect(discovery.targets).toEqual([]);
    expect(describeDiagnostics(discovery, 'path-unresolved')).toHaveLength(1);
  });

  it('reports a values file that is missing', () => {
    const discovery = discoverFiles({
      'apps/shop.yaml': application(
        `source:\n  repoURL: ${ownUrl}\n  path: charts/shop\n  helm: { valueFiles: [gone.yaml] }`,
      ),
      'charts/shop/Chart.yaml': 'name: shop\nversion: 0.3.0',
    });
    expect(describeDiagnostics(discovery, 'values-file-missing')).toEqual([
      'warning values-file-missing apps/shop.yaml:10 The values file charts/shop/gone.yaml does not exist.',
    ]);
  });

  it('follows an app of apps', () => {
    const discovery = discoverFiles({
      'root.yaml': application(
        `source:\n  repoURL: ${ownUrl}\n  path: apps/production`,
        'root',
      ),
      'apps/production/kustomization.yaml': 'resources: [shop.yaml]',
      'apps/production/shop.yaml': application(
        `source:\n  repoURL: ${ownUrl}\n  path: shop`,
      ),
      'shop/deployment.yaml': deployment('acme/shop:v3'),
    });
    expect(describeTargets(discovery)).toEqual([
      expect.stringMatching(/^shop production: image acme\/shop v3 /),
    ]);
  });

  it('is one where nothing in Git applies it, unless it is taken out of a list', () => {
    const source = `source:\n  repoURL: ${ownUrl}\n  path: shop`;
    const discovery = discoverFiles({
      'apps/kustomization.yaml': 'resources: [listed.yaml]',
      'apps/listed.yaml': application(source, 'listed'),
      'apps/taken-out.yaml': application(source, 'taken-out'),
      'by-hand/shop.yaml': application(source, 'by-hand'),
      'shop/deployment.yaml': deployment('acme/shop:v3'),
    });
    const declared = discovery.units.filter(
      ({ kind }) => kind === 'Application',
    );
    expect(declared.map(({ name }) => name).sort()).toEqual([
      'by-hand',
      'listed',
    ]);
    expect(describeDiagnostics(discovery, 'declaration-unreferenced')).toEqual([
      'info declaration-unreferenced apps/taken-out.yaml:1 Nothing in the repository applies the Application argocd/taken-out that stands here.',
    ]);
  });

  it('leaves out what is taken out of reconciliation', () => {
    const discovery = discoverFiles({
      'apps/shop.yaml': application(
        `source:\n  repoURL: ${ownUrl}\n  path: shop`,
      ).replace(
        'namespace: argocd }',
        'namespace: argocd, annotations: { argocd.argoproj.io/skip-reconcile: "true" } }',
      ),
      'shop/deployment.yaml': deployment('acme/shop:v3'),
    });
    expect(discovery.targets).toEqual([]);
    expect(describeDiagnostics(discovery, 'unit-suspended')).toHaveLength(1);
  });

  it('is on the cluster that its destination names', () => {
    const named = application(
      `source:\n  repoURL: ${ownUrl}\n  path: shop`,
    ).replace('server: https://kubernetes.default.svc', 'name: eu-west');
    const discovery = discoverFiles({
      'apps/shop.yaml': named,
      'shop/deployment.yaml': deployment('acme/shop:v3'),
    });
    expect(discovery.targets.map(({ cluster }) => cluster)).toEqual([
      'eu-west',
    ]);
  });
});
