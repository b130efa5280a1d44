import {
  SourceRepository,
  TemporaryFolder,
} from '../git/testing/SourceRepository';
import { GitConfigRepository } from './GitConfigRepository';
import { createTestRenderer, renderUnit } from './testing/renderFiles';
import { UnitRenderer } from './UnitRenderer';

const deployment = (image: string, name: string = 'cart') =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { template: { spec: { containers: [{ name, image }] } } },
  });

const kustomization = (spec: readonly string[]) =>
  [
    'apiVersion: kustomize.toolkit.fluxcd.io/v1',
    'kind: Kustomization',
    'metadata: { name: cart, namespace: flux-system }',
    'spec:',
    '  path: ./apps/cart',
    '  sourceRef: { kind: GitRepository, name: flux-system }',
    ...spec.map(line => `  ${line}`),
  ].join('\n');

let renderer: UnitRenderer;

beforeAll(async () => {
  renderer = await createTestRenderer();
});

describe('UnitRenderer', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = new TemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('renders a unit at the newest revision and at an older one', async () => {
    const source = new SourceRepository(folder.join('config.git'));
    const files = (image: string) => ({
      'cart/production/kustomization.yaml':
        'namespace: shop\nresources: [cart.yaml]\n',
      'cart/production/cart.yaml': deployment(image),
    });
    const first = source.commit(files('acme/cart:1'));
    const second = source.commit(files('acme/cart:2'));
    const repository = new GitConfigRepository({
      repository: { id: 'shop', url: source.path, rules: [] },
      environments: [],
      mirrorDirectory: folder.join('mirror'),
    });
    try {
      const { units } = await repository.discover();
      const [{ id: unit }] = units;
      const newest = await renderer.render({ repository, unit });
      const older = await renderer.render({ repository, unit, ref: first });
      expect([newest.revision, older.revision]).toEqual([second, first]);
      expect(newest).toMatchObject({
        unit,
        indeterminate: [],
        diagnostics: [],
        resources: [
          {
            resource: {
              kind: 'Deployment',
              metadata: { name: 'cart', namespace: 'shop' },
            },
          },
        ],
      });
      expect(JSON.stringify(newest.resources)).toContain('acme/cart:2');
      expect(JSON.stringify(older.resources)).toContain('acme/cart:1');
      await expect(
        renderer.render({ repository, unit: 'nobody' }),
      ).rejects.toThrow('declares no unit nobody');
    } finally {
      await repository.close();
    }
  });

  it('builds what a Flux Kustomization adds to its directory', async () => {
    const { resources, indeterminate } = await renderUnit(
      renderer,
      {
        'flux/cart.yaml': kustomization([
          'targetNamespace: shop',
          'namePrefix: eu-',
          'components: [../../parts]',
          'images: [{ name: acme/cart, newTag: "7" }]',
          'patches:',
          '  - target: { kind: Deployment, name: cart }',
          '    patch: |',
          '      - { op: add, path: /spec/replicas, value: 3 }',
        ]),
        'apps/cart/cart.yaml': deployment('acme/cart:1'),
        'parts/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{ pairs: { team: money } }]\n',
      },
      'Kustomization',
    );
    expect(indeterminate).toEqual([]);
    expect(resources.map(({ resource }) => resource)).toEqual([
      expect.objectContaining({
        metadata: {
          name: 'eu-cart',
          namespace: 'shop',
          labels: { team: 'money' },
        },
        spec: {
          replicas: 3,
          template: {
            spec: { containers: [{ name: 'cart', image: 'acme/cart:7' }] },
          },
        },
      }),
    ]);
  });

  it('says why what lies elsewhere can not be told', async () => {
    const { resources, indeterminate, diagnostics } = await renderUnit(
      renderer,
      {
        'flux/cart.yaml': kustomization([]).replace(
          'name: flux-system }',
          'name: elsewhere }',
        ),
        'flux/source.yaml':
          'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: elsewhere }\nspec: { url: "https://git.fernhollow.example/other/config", ref: { tag: v1 } }\n',
      },
      'Kustomization',
    );
    expect(resources).toEqual([]);
    expect(indeterminate).toEqual([
      'what it applies is in https://git.fernhollow.example/other/config',
    ]);
    expect(diagnostics).toMatchObject([
      { level: 'error', code: 'render-remote-base' },
    ]);
  });

  it('takes a declaring object as the unit that applies it renders it', async () => {
    const files = (size: string, more: readonly string[] = []) => ({
      'flux/cart.yaml': kustomization(more),
      'apps/cart/release.yaml': [
        'apiVersion: helm.toolkit.fluxcd.io/v2',
        'kind: HelmRelease',
        'metadata: { name: cart, namespace: shop }',
        'spec:',
        '  chart: { spec: { chart: ./chart, sourceRef: { kind: GitRepository, name: flux-system } } }',
        `  values: { size: ${size} }`,
      ].join('\n'),
      'chart/Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 0.1.0\n',
      'chart/templates/a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { kind: {{ kindOf .Values.size }} }\n',
    });
    const known = await renderUnit(
      renderer,
      files('"${SIZE}"', ['postBuild: { substitute: { SIZE: "3" } }']),
      'HelmRelease',
    );
    expect(known.indeterminate).toEqual([]);
    expect(known.resources[0].resource.data).toEqual({ kind: 'float64' });
    const unknown = await renderUnit(
      renderer,
      files('"${SIZE:=3}"', [
        'postBuild: { substituteFrom: [{ kind: Secret, name: sizes }] }',
      ]),
      'HelmRelease',
    );
    expect(unknown.indeterminate).toEqual([
      'what declares it is not certain: ${SIZE} is not known: Secret sizes is not in Git',
    ]);
  });

  it('takes variables of an applied Kustomization for empty where they are', async () => {
    const { resources, indeterminate } = await renderUnit(
      renderer,
      {
        'flux/cart.yaml': kustomization([
          'postBuild: { substitute: { TOWN: Fernhollow } }',
        ]),
        'apps/cart/shelf.yaml': [
          'apiVersion: kustomize.toolkit.fluxcd.io/v1',
          'kind: Kustomization',
          'metadata: { name: shelf, namespace: flux-system }',
          'spec:',
          '  path: ./shelf',
          '  sourceRef: { kind: GitRepository, name: flux-system }',
          '  patches:',
          '    - target: { kind: ConfigMap }',
          '      patch: |',
          '        - { op: add, path: /data, value: { town: "${TOWN}", street: "x${STREET}" } }',
        ].join('\n'),
        'shelf/a.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
      },
      'Kustomization',
      'shelf',
    );
    expect(indeterminate).toEqual([]);
    expect(resources[0].resource.data).toEqual({
      town: 'Fernhollow',
      street: 'x',
    });
  });

  it('tells where fields are declared', async () => {
    const { resources } = await renderUnit(
      renderer,
      {
        'flux/cart.yaml': kustomization([
          'targetNamespace: shop',
          'namePrefix: eu-',
          'postBuild: { substitute: { SIZE: "3" } }',
        ]),
        'apps/cart/kustomization.yaml':
          'resources: [cart.yaml]\nimages:\n  - name: acme/cart\n    newTag: v2\npatches:\n  - path: patch.yaml\n',
        'apps/cart/cart.yaml': [
          'apiVersion: apps/v1',
          'kind: Deployment',
          'metadata: { name: cart }',
          'spec:',
          '  replicas: 1',
          '  template:',
          '    spec:',
          '      containers:',
          '        - name: cart',
          '          image: acme/cart:v1',
          '          env:',
          '            - { name: SIZE, value: "size ${SIZE}" }',
        ].join('\n'),
        'apps/cart/patch.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\nspec:\n  replicas: 5\n',
      },
      'Kustomization',
    );
    const [{ origin }] = resources;
    const containers = 'spec.template.spec.containers[name=cart]';
    expect(origin('spec.replicas')).toEqual({
      file: 'apps/cart/patch.yaml',
      line: 5,
    });
    expect(origin(`${containers}.image`)).toEqual({
      file: 'apps/cart/kustomization.yaml',
      line: 4,
    });
    expect(origin(`${containers}.env[name=SIZE].value`)).toEqual({
      file: 'apps/cart/cart.yaml',
      line: 12,
    });
    // The Kustomization gives it, which no file of the directory does.
    expect(origin('metadata.namespace')).toBeUndefined();
    expect(origin('spec.nothing')).toBeUndefined();
  });

  it('tells the line of an image in values, and of a template', async () => {
    const { resources } = await renderUnit(
      renderer,
      {
        'charts/cart/Chart.yaml':
          'apiVersion: v2\nname: cart\nversion: 0.1.0\n',
        'charts/cart/values-production.yaml':
          'image:\n  repository: acme/cart\n  tag: v7\n',
        'charts/cart/templates/cart.yaml': [
          'apiVersion: apps/v1',
          'kind: Deployment',
          'metadata:',
          '  name: cart',
          'spec:',
          '  replicas: {{ .Values.replicas | default 2 }}',
          '  template:',
          '    spec:',
          '      containers:',
          '        - name: cart',
          '          image: {{ .Values.image.repository }}:{{ .Values.image.tag }}',
        ].join('\n'),
      },
      'HelmValues',
    );
    const [{ origin }] = resources;
    expect(origin('spec.template.spec.containers[name=cart].image')).toEqual({
      file: 'charts/cart/values-production.yaml',
      line: 3,
    });
    expect(origin('spec.replicas')).toEqual({
      file: 'charts/cart/templates/cart.yaml',
      line: 6,
    });
    expect(origin('metadata.name')).toEqual({
      file: 'charts/cart/templates/cart.yaml',
      line: 1,
    });
  });

  it('does not take the failure of a cancelled request for its own', async () => {
    const files = {
      'cart/production/kustomization.yaml': 'resources: [cart.yaml]\n',
      'cart/production/cart.yaml': deployment('acme/cart:1'),
    };
    const source = new SourceRepository(folder.join('config.git'));
    source.commit(files);
    const repository = new GitConfigRepository({
      repository: { id: 'shop', url: source.path, rules: [] },
      environments: [],
      mirrorDirectory: folder.join('mirror'),
    });
    try {
      const { units } = await repository.discover();
      const [{ id: unit }] = units;
      const cancelled = new AbortController();
      const fresh = await createTestRenderer();
      const first = fresh.render({
        repository,
        unit,
        signal: cancelled.signal,
      });
      const second = fresh.render({ repository, unit });
      cancelled.abort();
      await expect(first).rejects.toThrow();
      expect((await second).resources).toHaveLength(1);
    } finally {
      await repository.close();
    }
  });
});
